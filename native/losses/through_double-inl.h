// Formulas that go through double, two vectors of it for one of floats, and are rounded once.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_THROUGH_DOUBLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_THROUGH_DOUBLE_INL_H_
#undef STEEPEST_LOSSES_THROUGH_DOUBLE_INL_H_
#else
#define STEEPEST_LOSSES_THROUGH_DOUBLE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The terms of `Formula::InDouble`, rounded to float.
template <class Formula, class D, class V>
HWY_INLINE Terms<V> ThroughDouble(D d, V prediction, V target, const float* option) {
  const hn::RepartitionToWide<D> wide;
  const auto predictions = Widen(d, prediction);
  const auto targets = Widen(d, target);
  const auto lower = Formula::InDouble(wide, predictions.lower, targets.lower, option);
  const auto upper = Formula::InDouble(wide, predictions.upper, targets.upper, option);
  return {Narrow(d, lower.value, upper.value), Narrow(d, lower.gradient, upper.gradient),
          Narrow(d, lower.hessian, upper.hessian)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_THROUGH_DOUBLE_INL_H_
