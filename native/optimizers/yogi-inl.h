// Yogi (Zaheer et al. 2018): Adam whose second moment moves by the size of the square alone.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_YOGI_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_YOGI_INL_H_
#undef STEEPEST_OPTIMIZERS_YOGI_INL_H_
#else
#define STEEPEST_OPTIMIZERS_YOGI_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, epsilonRoot, initialAccumulator, convention. Slots: first and second
/// moment. Constants: 1 − beta1, 1 − beta2, what the first moment starts with, −learningRate and the
/// corrections of both moments, epsilonRoot, epsilon.
struct Yogi : StepRule {
  static constexpr const char* name = "Yogi";
  static constexpr size_t slots = 2, numbers = 6;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    // optax corrects both moments, and starts the first one where the second starts.
    const bool optax = ConventionOf(now.options[5]) == Convention::kOptax;
    const double start = optax && now.step <= 1 ? now.options[4] : 0;
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(beta1 * start);
    c[3] = static_cast<float>(-now.rate / (optax ? 1 - std::pow(beta1, now.step) : 1));
    c[4] = static_cast<float>(optax ? 1 / (1 - std::pow(beta2, now.step)) : 1);
    c[5] = static_cast<float>(now.options[3]);
    c[6] = static_cast<float>(now.options[2]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]) + hn::Set(d, c[2]);
    const V square = gradient * gradient;
    const V above = slot[1] - square;
    const V move = hn::CopySign(hn::Set(d, c[1]) * square, above);
    slot[1] = slot[1] - hn::IfThenZeroElse(hn::Eq(above, hn::Zero(d)), move);
    return hn::MulAdd(hn::Set(d, c[3]), slot[0] / RootOf(d, slot[1], c[4], c[5], c[6]), parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_YOGI_INL_H_
