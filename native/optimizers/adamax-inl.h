// Adamax (Kingma and Ba 2015), Adam with the infinity norm.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADAMAX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAMAX_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAMAX_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAMAX_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, convention. Slots: first moment, infinity norm. Constants: beta1, 1 −
/// beta1, beta2, −learningRate / (1 − beta1ᵗ), epsilon added to the gradient's size, epsilon added to the
/// norm.
struct Adamax : StepRule {
  static constexpr const char* name = "Adamax";
  static constexpr size_t slots = 2, numbers = 4;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], epsilon = now.options[2];
    const bool after = ConventionOf(now.options[3]) == Convention::kKeras;
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(now.options[1]);
    c[2] = static_cast<float>(-now.rate / (1 - std::pow(beta1, now.step)));
    c[3] = static_cast<float>(after ? 0 : epsilon);
    c[4] = static_cast<float>(after ? epsilon : 0);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    slot[1] = LargerOf(hn::Set(d, c[1]) * slot[1], hn::Abs(gradient) + hn::Set(d, c[3]));
    return hn::MulAdd(hn::Set(d, c[2]), slot[0] / (slot[1] + hn::Set(d, c[4])), parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAMAX_INL_H_
