// Stochastic gradient descent with momentum; the rule of torch.optim.SGD. Sutskever et al. (2013) for
// Nesterov's form.
#include <cmath>

#include "native/engine/stepping-inl.h"

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

/// Hyper: learningRate, step, momentum, dampening, nesterov, weightDecay, maximize.
/// Constants: −learningRate, ±1 of maximize, weight decay, momentum, 1 − dampening, momentum looked ahead,
/// own part.
struct SgdConstants {
  static constexpr size_t hyper = 7;

  static void Prepare(const double* h, float* c) {
    const bool first = h[1] <= 1;
    const bool nesterov = h[4] != 0;
    c[0] = static_cast<float>(-h[0]);
    c[1] = h[6] != 0 ? -1.0f : 1.0f;
    c[2] = static_cast<float>(h[5]);
    c[3] =
        first ? 0.0f : static_cast<float>(h[2]);  // the first step fills the buffer with the gradient itself
    c[4] = first ? 1.0f : static_cast<float>(1 - h[3]);
    c[5] = nesterov ? static_cast<float>(h[2]) : 1.0f;
    c[6] = nesterov ? 1.0f : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V Decayed(D d, V parameter, V gradient, const float* c) {
    return hn::MulAdd(hn::Set(d, c[2]), parameter, gradient * hn::Set(d, c[1]));
  }
};

struct Sgd : SgdConstants {
  static constexpr const char* name = "SGD";
  static constexpr size_t slots = 0;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V*, const float* c) {
    return hn::MulAdd(hn::Set(d, c[0]), Decayed(d, parameter, gradient, c), parameter);
  }
};

/// Slot: the momentum buffer.
struct SgdMomentum : SgdConstants {
  static constexpr const char* name = "SGDMomentum";
  static constexpr size_t slots = 1;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V decayed = Decayed(d, parameter, gradient, c);
    slot[0] = hn::MulAdd(hn::Set(d, c[3]), slot[0], hn::Set(d, c[4]) * decayed);
    const V direction = hn::MulAdd(hn::Set(d, c[5]), slot[0], hn::Set(d, c[6]) * decayed);
    return hn::MulAdd(hn::Set(d, c[0]), direction, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SGD_INL_H_
