// Sophia (Liu et al. 2023): the mean gradient over the mean diagonal of the hessian, clipped.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_SOPHIA_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_SOPHIA_INL_H_
#undef STEEPEST_OPTIMIZERS_SOPHIA_INL_H_
#else
#define STEEPEST_OPTIMIZERS_SOPHIA_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, gamma, clipThreshold, updateInterval, convention. Slots: the means of the
/// gradient and of the hessian's diagonal. Input: the latest estimate of that diagonal. Constants: beta1, 1 −
/// beta1, 1 − beta2, whether the estimate is taken in, whether it counts at once, the correction of
/// the first mean, gamma, epsilon, clipThreshold, −learningRate.
struct Sophia : StepRule {
  static constexpr const char* name = "Sophia";
  static constexpr size_t slots = 2, inputs = 1, numbers = 7;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    const bool optax = ConventionOf(now.options[6]) == Convention::kOptax;
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = std::fmod(now.step - 1, now.options[5]) == 0 ? 1.0f : 0.0f;
    c[3] = optax ? 0.0f : 1.0f;
    c[4] = static_cast<float>(optax ? 1 / (1 - std::pow(beta1, now.step)) : 1);
    c[5] = static_cast<float>(now.options[3]);
    c[6] = static_cast<float>(now.options[2]);
    c[7] = static_cast<float>(now.options[4]);
    c[8] = static_cast<float>(-now.rate);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V before = slot[1];
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    if (c[2] != 0.0f) slot[1] = RunningMean(d, before, slot[2], c[1]);
    const V curvature = c[3] != 0.0f ? slot[1] : before;
    const V divisor =
        hn::Max(hn::Set(d, c[6]), hn::Set(d, c[5]) * curvature);  // in this order NaN gets through
    const V step = Clipped(d, slot[0] * hn::Set(d, c[4]) / divisor, c[7]);
    return hn::MulAdd(hn::Set(d, c[8]), step, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SOPHIA_INL_H_
