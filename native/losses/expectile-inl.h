// Newey and Powell (1987), Asymmetric least squares estimation and testing.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_EXPECTILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_EXPECTILE_INL_H_
#undef STEEPEST_LOSSES_EXPECTILE_INL_H_
#else
#define STEEPEST_LOSSES_EXPECTILE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// (1 − τ)·r² above the target, τ·r² elsewhere. Options: tau, 1 − tau.
struct Expectile {
  static constexpr const char* name = "expectile";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V zero = hn::Zero(d);
    const V residual = prediction - target;
    const V weight = hn::IfThenElse(hn::Gt(residual, zero), hn::Set(d, option[1]), hn::Set(d, option[0]));
    // A side without weight is 0 also at an infinite residual.
    const V pull = hn::IfThenZeroElse(hn::Eq(weight, zero), weight * residual);
    const V value = hn::IfThenZeroElse(hn::Eq(weight, zero), pull * residual);
    return {value, pull + pull, weight + weight};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_EXPECTILE_INL_H_
