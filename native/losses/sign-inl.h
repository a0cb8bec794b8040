// The sign of a residual, with the subgradient 0 at 0.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_SIGN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SIGN_INL_H_
#undef STEEPEST_LOSSES_SIGN_INL_H_
#else
#define STEEPEST_LOSSES_SIGN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// −1, 0 or 1; NaN stays NaN.
template <class D, class V>
HWY_INLINE V Sign(D d, V x) {
  const V distance = hn::Abs(x);
  return hn::CopySign(hn::IfThenElse(hn::Gt(distance, hn::Zero(d)), hn::Set(d, 1.0f), distance), x);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SIGN_INL_H_
