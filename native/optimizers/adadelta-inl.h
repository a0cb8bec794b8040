// Adadelta (Zeiler 2012).
#include "native/engine/stepping-inl.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADADELTA_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADADELTA_INL_H_
#undef STEEPEST_OPTIMIZERS_ADADELTA_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADADELTA_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: rho, epsilon. Slots: mean squares of the gradient and of the step. Constants: 1 − rho,
/// epsilon, −learningRate.
struct Adadelta : StepRule {
  static constexpr const char* name = "Adadelta";
  static constexpr size_t slots = 2, numbers = 2;

  static void Prepare(const StepNumbers& now, float* c) {
    c[0] = static_cast<float>(1 - now.options[0]);
    c[1] = static_cast<float>(now.options[1]);
    c[2] = static_cast<float>(-now.rate);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V epsilon = hn::Set(d, c[1]);
    slot[0] = RunningSquare(d, slot[0], gradient, c[0]);
    const V step = hn::Sqrt((slot[1] + epsilon) / (slot[0] + epsilon)) * gradient;
    slot[1] = RunningSquare(d, slot[1], step, c[0]);
    return hn::MulAdd(hn::Set(d, c[2]), step, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADADELTA_INL_H_
