// Koenker and Bassett (1978), Regression quantiles.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_QUANTILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_QUANTILE_INL_H_
#undef STEEPEST_LOSSES_QUANTILE_INL_H_
#else
#define STEEPEST_LOSSES_QUANTILE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// (1 − q)·r above the target, −q·r below it; the subgradient at 0 is 0. Options: q, 1 − q.
struct Quantile {
  static constexpr const char* name = "quantile";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V zero = hn::Zero(d);
    const V residual = prediction - target;
    const V below = hn::IfThenElse(hn::Lt(residual, zero), hn::Set(d, -option[0]), residual);
    const V slope = hn::IfThenElse(hn::Gt(residual, zero), hn::Set(d, option[1]), below);
    // The mask is for a side without weight, whose value is 0 also at an infinite residual.
    return {hn::IfThenZeroElse(hn::Eq(slope, zero), slope * residual), slope, zero};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_QUANTILE_INL_H_
