// ln(1 + x) and e^x − 1 of doubles without cancellation near 0, within 2^−42 of the result.
#if defined(STEEPEST_MATH_WIDE_NEAR_ONE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_WIDE_NEAR_ONE_INL_H_
#undef STEEPEST_MATH_WIDE_NEAR_ONE_INL_H_
#else
#define STEEPEST_MATH_WIDE_NEAR_ONE_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"
#include "native/math/wide-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

/// ln(1 + x) for x ≥ 0 and finite: the logarithm of the rounded sum, and what the sum lost.
template <class D, class V>
HWY_INLINE V WideLog1p(D d, V x) {
  const V one = Set(d, 1.0);
  const V u = one + x;
  return WideLog(d, u) + (x - (u - one)) / u;
}

/// e^x − 1 for x ≤ 0, −∞ included.
template <class D, class V>
HWY_INLINE V WideExpMinus1(D d, V x) {
  const V tail = Polynomial(d, x, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320,
                            1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800);
  return IfThenElse(x > Set(d, -0.3), MulAdd(x * x, tail, x), WideExp(d, x) - Set(d, 1.0));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_WIDE_NEAR_ONE_INL_H_
