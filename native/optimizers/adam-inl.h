// Adam (Kingma and Ba 2015), AMSGrad (Reddi et al. 2018) and decoupled weight decay (Loshchilov and Hutter
// 2019); the rule of torch.optim.Adam and AdamW.
#include <cmath>

#include "native/engine/stepping-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADAM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAM_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAM_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAM_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Hyper: learningRate, step, beta1, beta2, epsilon, weightDecay, decoupledWeightDecay, maximize.
/// Constants: ±1 of maximize, coupled decay, −learningRate·decay if decoupled, beta1, 1 − beta1, beta2,
/// 1 − beta2, −learningRate / (1 − beta1ᵗ), 1 / √(1 − beta2ᵗ), epsilon.
struct AdamConstants {
  static constexpr size_t hyper = 8;

  static void Prepare(const double* h, float* c) {
    const double rate = h[0], step = h[1], beta1 = h[2], beta2 = h[3], decay = h[5];
    const bool decoupled = h[6] != 0;
    c[0] = h[7] != 0 ? -1.0f : 1.0f;
    c[1] = decoupled ? 0.0f : static_cast<float>(decay);
    c[2] = decoupled ? static_cast<float>(-rate * decay) : 0.0f;
    c[3] = static_cast<float>(beta1);
    c[4] = static_cast<float>(1 - beta1);
    c[5] = static_cast<float>(beta2);
    c[6] = static_cast<float>(1 - beta2);
    c[7] = static_cast<float>(-rate / (1 - std::pow(beta1, step)));
    c[8] = static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, step)));
    c[9] = static_cast<float>(h[4]);
  }

  /// Updates both moments and returns the second.
  template <class D, class V>
  static HWY_INLINE V Moments(D d, V parameter, V gradient, V* slot, const float* c) {
    const V decayed = hn::MulAdd(hn::Set(d, c[1]), parameter, gradient * hn::Set(d, c[0]));
    slot[0] = hn::MulAdd(hn::Set(d, c[3]), slot[0], hn::Set(d, c[4]) * decayed);
    slot[1] = hn::MulAdd(hn::Set(d, c[5]), slot[1], hn::Set(d, c[6]) * decayed * decayed);
    return slot[1];
  }

  template <class D, class V>
  static HWY_INLINE V Stepped(D d, V parameter, V first, V second, const float* c) {
    const V root = hn::MulAdd(hn::Sqrt(second), hn::Set(d, c[8]), hn::Set(d, c[9]));
    // Not parameter·(1 − rate·decay): that factor rounds by up to 3e-8, which is 0.3 % of a decay of 1e-5.
    const V decayed = hn::MulAdd(hn::Set(d, c[2]), parameter, parameter);
    return hn::MulAdd(hn::Set(d, c[7]), first / root, decayed);
  }
};

/// Slots: first and second moment.
struct Adam : AdamConstants {
  static constexpr const char* name = "Adam";
  static constexpr size_t slots = 2;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, parameter, gradient, slot, c);
    return Stepped(d, parameter, slot[0], second, c);
  }
};

/// Slots: first and second moment, the largest second moment so far (before bias correction, as PyTorch).
struct AdamAmsgrad : AdamConstants {
  static constexpr const char* name = "AdamAmsgrad";
  static constexpr size_t slots = 3;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, parameter, gradient, slot, c);
    slot[2] = hn::IfThenElse(hn::Lt(second, slot[2]), slot[2], second);  // a NaN must win, unlike with Max
    return Stepped(d, parameter, slot[0], slot[2], c);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAM_INL_H_
