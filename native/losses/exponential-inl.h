// The loss of AdaBoost (Friedman, Hastie and Tibshirani 2000). Each output within 1 ulp; beyond a margin of
// −88.7 it is ∞, as e^88.7 is in float32.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_EXPONENTIAL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_EXPONENTIAL_INL_H_
#undef STEEPEST_LOSSES_EXPONENTIAL_INL_H_
#else
#define STEEPEST_LOSSES_EXPONENTIAL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// e^(−t·p). Options: scale and shift of the target.
struct ExponentialMargin {
  static constexpr const char* name = "exponential";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V given, const float* option) {
    const V target = SignedTarget(d, given, option);
    const V value = Exp(d, hn::Neg(target * prediction));
    const V slope = target * value;
    return {value, hn::Neg(slope), target * slope};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_EXPONENTIAL_INL_H_
