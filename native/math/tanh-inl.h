// The hyperbolic tangent.
#if defined(STEEPEST_MATH_TANH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_TANH_INL_H_
#undef STEEPEST_MATH_TANH_INL_H_
#else
#define STEEPEST_MATH_TANH_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/exp-inl.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Up to here tanh is one polynomial; from here on 1 − tanh is at most ½.
constexpr float kTanhPolynomialEnd = 0.55f;

/// tanh r for |r| ≤ 0.55. The polynomial's own relative error is 2^−24.7; Sollya:
/// fpminimax(tanh(x), [|3,5,7,9|], [|SG...|], [1b-10; 0.5501], x, relative).
template <class D, class V>
HWY_INLINE V TanhPolynomial(D d, V r) {
  const V square = r * r;
  const V tail = Polynomial(d, square, -0.33332946897f, 0.13320726156f, -0.052671693265f, 0.016437100247f);
  return MulAdd(square * tail, r, r);
}

/// tanh x. Within 2 ulp over all floats; odd, −0 gives −0.
///
/// With |x| = n·½ln 2 + r, t = tanh r and s = 2^n: e^2|x| = s(1 + t)/(1 − t), and
/// 1 − tanh |x| = 2/(1 + e^2|x|) = (1 − t)/(½(1 − t) + ½s(1 + t)). Small |x| have n = 0 and take t itself.
template <class D, class V>
HWY_INLINE V Tanh(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const V one = Set(d, 1.0f), half = Set(d, 0.5f);
  // Beyond 10 the result is 1 in float. The order of Min's arguments lets NaN through.
  const V magnitude = Min(Set(d, 10.0f), Abs(x));
  const auto small = magnitude < Set(d, kTanhPolynomialEnd);
  const V shift = Set(d, kRoundingShift + 126.0f);
  const V shifted = MulAdd(magnitude, Set(d, 2 * 1.44269504f), shift);
  const V n = IfThenZeroElse(small, shifted - shift);
  const V t = TanhPolynomial(d, NegMulAdd(n, Set(d, 0.5f * 0.69314718f), magnitude));
  const V half_power = BitCast(d, hn::ShiftLeft<23>(BitCast(du, shifted)));
  const V rest = one - t;
  const V complement = rest / MulAdd(half_power, one + t, half * rest);
  return Or(IfThenElse(small, t, one - complement), And(x, SignBit(d)));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_TANH_INL_H_
