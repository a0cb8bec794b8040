// Stochastic gradient descent with momentum. Sutskever et al. (2013) for Nesterov's form.
#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_SGD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_SGD_INL_H_
#undef STEEPEST_OPTIMIZERS_SGD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_SGD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: momentum, dampening, nesterov, convention. Constants: −learningRate of the direction, what
/// the buffer forgets and what of the gradient enters it, buffer and gradient in the direction.
struct SgdConstants : StepRule {
  static constexpr size_t numbers = 4;

  static void Prepare(const StepNumbers& now, float* c) {
    const double momentum = now.options[0], dampening = now.options[1];
    const bool nesterov = now.options[2] != 0;
    // Keras's buffer holds steps, not gradients: it matters where the learning rate changes.
    const bool of_steps = ConventionOf(now.options[3]) == Convention::kKeras;
    const double scale = of_steps ? now.rate : 1;
    // The first step fills the buffer with the gradient itself.
    const double entering = now.step <= 1 ? 1 : 1 - dampening;
    c[0] = static_cast<float>(of_steps ? -1 : -now.rate);
    c[1] = static_cast<float>(now.step <= 1 ? 1 : 1 - momentum);
    c[2] = static_cast<float>(scale * entering);
    c[3] = static_cast<float>(nesterov ? momentum : 1);
    c[4] = static_cast<float>(nesterov ? scale : 0);
  }
};

struct Sgd : SgdConstants {
  static constexpr const char* name = "SGD";
  static constexpr size_t slots = 0;
  static void Prepare(const StepNumbers& now, float* c) { c[0] = static_cast<float>(-now.rate); }
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V*, const float* c) {
    return hn::MulAdd(hn::Set(d, c[0]), gradient, parameter);
  }
};

/// Slot: the momentum buffer.
struct SgdMomentum : SgdConstants {
  static constexpr const char* name = "SGDMomentum";
  static constexpr size_t slots = 1;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = hn::MulAdd(hn::Set(d, c[2]), gradient, Faded(d, slot[0], c[1]));
    const V direction = hn::MulAdd(hn::Set(d, c[3]), slot[0], hn::Set(d, c[4]) * gradient);
    return hn::MulAdd(hn::Set(d, c[0]), direction, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SGD_INL_H_
