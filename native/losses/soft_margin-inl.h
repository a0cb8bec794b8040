// ln(1 + e^(−t·p)) as softplus: value and gradient within 2 ulp over the whole range, hessian within 4. The
// form log1p(exp(−t·p)) is ∞ with a gradient of NaN below a margin of −88.7.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_SOFT_MARGIN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SOFT_MARGIN_INL_H_
#undef STEEPEST_LOSSES_SOFT_MARGIN_INL_H_
#else
#define STEEPEST_LOSSES_SOFT_MARGIN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Softplus of the negated margin. Options: scale and shift of the target.
struct SoftMargin {
  static constexpr const char* name = "softMargin";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V given, const float* option) {
    const V target = SignedTarget(d, given, option);
    const SoftplusSigmoid<V> at = SoftplusAndSigmoid(d, hn::Neg(target * prediction));
    const V slope = target * at.sigmoid;
    return {at.softplus, hn::Neg(slope), target * slope * at.complement};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SOFT_MARGIN_INL_H_
