// Hinge losses for targets of ±1; option 0 and 1 map the given target, see SignedTarget.
// Exact but for the rounding of 1 − margin. Active at equality, as scikit-learn's.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"

#if defined(STEEPEST_LOSSES_HINGE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_HINGE_INL_H_
#undef STEEPEST_LOSSES_HINGE_INL_H_
#else
#define STEEPEST_LOSSES_HINGE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The margin's shortfall, max(0, 1 − t·p), and whether the hinge is active.
template <class D, class V>
struct Shortfall {
  V target;
  V amount;
  hn::Mask<D> active;

  HWY_INLINE Shortfall(D d, V prediction, V given, const float* option)
      : target(SignedTarget(d, given, option)) {
    const V distance = hn::NegMulAdd(target, prediction, hn::Set(d, 1.0f));
    amount = hn::Max(distance, hn::Zero(d));
    active = hn::Ge(distance, hn::Zero(d));
  }
};

/// max(0, 1 − t·p).
struct Hinge {
  static constexpr const char* name = "hinge";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const Shortfall<D, V> shortfall(d, prediction, target, option);
    const V gradient = hn::IfThenElseZero(shortfall.active, hn::Neg(shortfall.target));
    return {shortfall.amount, gradient, hn::Zero(d)};
  }
};

/// max(0, 1 − t·p)².
struct SquaredHinge {
  static constexpr const char* name = "squaredHinge";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const Shortfall<D, V> shortfall(d, prediction, target, option);
    const V doubled = shortfall.target + shortfall.target;
    const V curvature = hn::IfThenElseZero(shortfall.active, doubled * shortfall.target);
    return {shortfall.amount * shortfall.amount, hn::Neg(doubled * shortfall.amount), curvature};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_HINGE_INL_H_
