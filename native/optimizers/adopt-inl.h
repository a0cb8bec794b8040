// ADOPT (Taniguchi et al. 2024): Adam that divides by the second moment before the gradient enters it.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADOPT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADOPT_INL_H_
#undef STEEPEST_OPTIMIZERS_ADOPT_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADOPT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon. Slots: the mean of the scaled gradient, the second moment. Constants:
/// 1 − beta1, 1 − beta2, epsilon, the bound of the scaled gradient, −learningRate. The first
/// step only fills the second moment: its bound is 0.
struct Adopt : StepRule {
  static constexpr const char* name = "ADOPT";
  static constexpr size_t slots = 2, numbers = 3;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.step <= 1 ? 0 : now.options[1];
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(now.options[2]);
    c[3] = static_cast<float>(std::sqrt(std::sqrt(now.step - 1)));
    c[4] = static_cast<float>(-now.rate);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V root = hn::Max(hn::Set(d, c[2]), hn::Sqrt(slot[1]));  // in this order NaN gets through
    const V scaled = Clipped(d, gradient / root, c[3]);
    slot[0] = RunningMean(d, slot[0], scaled, c[0]);
    slot[1] = RunningSquare(d, slot[1], gradient, c[1]);
    return hn::MulAdd(hn::Set(d, c[4]), slot[0], parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADOPT_INL_H_
