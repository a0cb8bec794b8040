// Zhang (2004), Statistical behavior and consistency of classification methods; a margin of ±1 counts as
// quadratic. Exact but for the rounding of 1 − margin and of its square.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"

#if defined(STEEPEST_LOSSES_MODIFIED_HUBER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MODIFIED_HUBER_INL_H_
#undef STEEPEST_LOSSES_MODIFIED_HUBER_INL_H_
#else
#define STEEPEST_LOSSES_MODIFIED_HUBER_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The squared shortfall of the margin t·p below 1, going on as a line below −1. Options: scale and shift of
/// the target.
struct ModifiedHuber {
  static constexpr const char* name = "modifiedHuber";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V given, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V target = SignedTarget(d, given, option);
    const V margin = target * prediction;
    const V shortfall = hn::Max(one - margin, hn::Zero(d));
    const V line = margin * hn::Set(d, -4.0f);
    const V value = hn::IfThenElse(hn::Lt(margin, hn::Neg(one)), line, shortfall * shortfall);
    const V doubled = target + target;
    const V slope = doubled * hn::Min(shortfall, hn::Set(d, 2.0f));
    const auto quadratic = hn::Le(hn::Abs(margin), one);
    return {value, hn::Neg(slope), hn::IfThenElseZero(quadratic, doubled * target)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MODIFIED_HUBER_INL_H_
