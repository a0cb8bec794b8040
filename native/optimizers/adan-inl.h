// Adan (Xie et al. 2022), Adam with a mean of how the gradient changes.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAN_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAN_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, beta3, epsilon, epsilonRoot, weightDecay, convention. Slots: the means of the
/// gradient, of its change, of the square of both, and the gradient before. Constants: 1 − beta1,
/// 1 − beta2, 1 − beta3, whether there was a gradient before, what the change counts beside the
/// gradient, what mean and mean change count in the direction, 1 / (1 − beta3ᵗ), epsilonRoot, epsilon,
/// −learningRate, decay before and after the step.
struct Adan : StepRule {
  static constexpr const char* name = "Adan";
  static constexpr size_t slots = 4, numbers = 7;

  static void Prepare(const StepNumbers& now, float* c) {
    const double* const beta = now.options;
    const bool optax = ConventionOf(now.options[6]) == Convention::kOptax;
    const double change = optax ? 1 - beta[1] : beta[1];
    const double decay = now.rate * now.options[5];
    c[0] = static_cast<float>(1 - beta[0]);
    c[1] = static_cast<float>(1 - beta[1]);
    c[2] = static_cast<float>(1 - beta[2]);
    c[3] = now.step <= 1 ? 0.0f : 1.0f;
    c[4] = static_cast<float>(change);
    c[5] = static_cast<float>(1 / (1 - std::pow(beta[0], now.step)));
    c[6] = static_cast<float>(change / (1 - std::pow(beta[1], now.step)));
    c[7] = static_cast<float>(1 / (1 - std::pow(beta[2], now.step)));
    c[8] = static_cast<float>(now.options[4]);
    c[9] = static_cast<float>(now.options[3]);
    c[10] = static_cast<float>(-now.rate);
    // The paper's step is proximal: the decay divides what it gives by 1 + learningRate·weightDecay.
    c[11] = static_cast<float>(optax ? -decay : 0);
    c[12] = static_cast<float>(optax ? 0 : -decay / (1 + decay));
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V change = (gradient - slot[3]) * hn::Set(d, c[3]);
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    slot[1] = RunningMean(d, slot[1], change, c[1]);
    const V ahead = hn::MulAdd(hn::Set(d, c[4]), change, gradient);
    slot[2] = RunningSquare(d, slot[2], ahead, c[2]);
    slot[3] = gradient;
    const V direction = hn::MulAdd(hn::Set(d, c[6]), slot[1], hn::Set(d, c[5]) * slot[0]);
    const V step = direction / RootOf(d, slot[2], c[7], c[8], c[9]);
    const V kept = hn::MulAdd(hn::Set(d, c[11]), parameter, parameter);
    const V moved = hn::MulAdd(hn::Set(d, c[10]), step, kept);
    return hn::MulAdd(hn::Set(d, c[12]), moved, moved);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAN_INL_H_
