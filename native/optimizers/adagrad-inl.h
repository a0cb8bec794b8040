// Adagrad (Duchi et al. 2011).
#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_ADAGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAGRAD_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAGRAD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAGRAD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: learningRateDecay, epsilon, convention. Slot: the sum of squares. Constants: −learningRate,
/// epsilon under the root, epsilon after it.
struct Adagrad : StepRule {
  static constexpr const char* name = "Adagrad";
  static constexpr size_t slots = 1, numbers = 3;

  static void Prepare(const StepNumbers& now, float* c) {
    const double epsilon = now.options[1];
    const bool outside = ConventionOf(now.options[2]) == Convention::kPyTorch;
    c[0] = static_cast<float>(-now.rate / (1 + (now.step - 1) * now.options[0]));
    c[1] = static_cast<float>(outside ? 0 : epsilon);
    c[2] = static_cast<float>(outside ? epsilon : 0);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = hn::MulAdd(gradient, gradient, slot[0]);
    const V root = hn::Sqrt(slot[0] + hn::Set(d, c[1])) + hn::Set(d, c[2]);
    return hn::MulAdd(hn::Set(d, c[0]), gradient / root, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAGRAD_INL_H_
