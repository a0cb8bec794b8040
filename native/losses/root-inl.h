// 1 − (x/ρ)², the factor of a hessian that has a zero at ρ, right to a few ulp also beside it.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_ROOT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_ROOT_INL_H_
#undef STEEPEST_LOSSES_ROOT_INL_H_
#else
#define STEEPEST_LOSSES_ROOT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// From e = 1 − x/ρ: (1 − x/ρ)(1 + x/ρ) = e(2 − e), which does not cancel.
template <class D, class V>
HWY_INLINE V OneMinusSquare(D d, V e) {
  return e * (hn::Set(d, 2.0f) - e);
}

/// 1 − (x/ρ)² for finite x. `root` holds ρ and 1/ρ in two floats each: so ρ − x is right to the last digit.
template <class D, class V>
HWY_INLINE V OneMinusSquaredRatio(D d, V x, const float* root) {
  const V gap = (hn::Set(d, root[0]) - x) + hn::Set(d, root[1]);
  return OneMinusSquare(d, Quotient(d, gap, root + 2));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_ROOT_INL_H_
