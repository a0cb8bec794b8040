// The arc tangent.
#if defined(STEEPEST_MATH_ATAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_ATAN_INL_H_
#undef STEEPEST_MATH_ATAN_INL_H_
#else
#define STEEPEST_MATH_ATAN_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

/// atan y for y in [0, 1]. The polynomial's own relative error is 2^−28.5; Sollya:
/// fpminimax(atan(sqrt(x))/sqrt(x), [|1,...,9|], [|SG...|], [1b-30; 1], 1, relative).
template <class D, class V>
HWY_INLINE V AtanPolynomial(D d, V y) {
  const V square = y * y;
  const V tail =
      Polynomial(d, square, -0.33333298564f, 0.19998535514f, -0.14264126122f, 0.10951654613f,
                 -0.084020562470f, 0.057935800403f, -0.031157765564f, 0.010904536583f, -0.0017915019999f);
  return MulAdd(square * tail, y, y);
}

/// atan x. Within 1.75 ulp over all floats; odd, −0 gives −0, ±∞ give ±½π. Beyond 1 it is ½π − atan(1/x).
template <class D, class V>
HWY_INLINE V Atan(D d, V x) {
  const V one = Set(d, 1.0f);
  const V distance = Abs(x);
  const auto far = distance > one;
  const V angle = AtanPolynomial(d, IfThenElse(far, one / distance, distance));
  const V beyond = (Set(d, 1.57079637f) - angle) + Set(d, -4.37113883e-8f);
  return CopySign(IfThenElse(far, beyond, angle), x);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_ATAN_INL_H_
