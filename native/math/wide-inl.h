// Exponential and logarithm of a vector of doubles, for powers: a relative error of 2^−45 in them leaves the
// float that is made of the result right. Truncated series, whose coefficients need no table.
#if defined(STEEPEST_MATH_WIDE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_WIDE_INL_H_
#undef STEEPEST_MATH_WIDE_INL_H_
#else
#define STEEPEST_MATH_WIDE_INL_H_
#endif

#include <cstdint>
#include <limits>

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// e^x. Within 2^−45 of the result for x in [−708, 709]; 0 below, ∞ above; NaN gives NaN.
template <class D, class V>
HWY_INLINE V WideExp(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  constexpr double kShift = 0x1.8p52;  // adding it rounds to an integer, which then lies in the low bits
  const V lowest = Set(d, -708.0);
  const V limited = Min(Set(d, 709.0), Max(lowest, x));  // the order of the arguments lets NaN through
  const V shifted = MulAdd(limited, Set(d, 1.4426950408889634), Set(d, kShift + 1023.0));
  const V n = shifted - Set(d, kShift + 1023.0);
  // ln 2 in two parts, the first of 33 bits, so that its product with n is exact.
  const V partly = NegMulAdd(n, Set(d, 0x1.62e42feep-1), limited);
  const V r = NegMulAdd(n, Set(d, 0x1.a39ef35793c76p-33), partly);
  const V tail = Polynomial(d, r, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320,
                            1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600);
  const V power = BitCast(d, hn::ShiftLeft<52>(BitCast(du, shifted)));
  const V result = MulAdd(r * r, tail, r + Set(d, 1.0)) * power;
  const V infinity = Set(d, std::numeric_limits<double>::infinity());
  return IfThenZeroElse(x < lowest, IfThenElse(x > Set(d, 709.0), infinity, result));
}

/// ln x for normal x above 0, within 2^−45 of the result; 0 gives −∞, ∞ gives ∞, NaN gives NaN.
template <class D, class V>
HWY_INLINE V WideLog(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  constexpr uint64_t kRootHalf = 0x3fe6a09e667f3bcd;
  constexpr uint64_t kOffset = uint64_t{1024} << 52;  // keeps the exponent above 0
  const auto bits = BitCast(du, x);
  const auto exponent = hn::ShiftRight<52>(bits - Set(du, kRootHalf) + Set(du, kOffset));
  const V m = BitCast(d, bits + Set(du, kOffset) - hn::ShiftLeft<52>(exponent));  // in [√½, √2)
  const V e = BitCast(d, Or(exponent, Set(du, 0x4330000000000000))) - Set(d, 0x1p52 + 1024.0);
  const V f = m - Set(d, 1.0);
  // ln(1 + f) = 2·artanh s with s = f/(2 + f), |s| ≤ 0.172.
  const V s = f / (f + Set(d, 2.0));
  const V square = s * s;
  const V tail =
      Polynomial(d, square, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17);
  const V twice = s + s;
  const V result = MulAdd(e, Set(d, 0.6931471805599453), MulAdd(twice * square, tail, twice));
  const V edges = IfThenElse(x < Set(d, std::numeric_limits<double>::infinity()), result, x);
  return IfThenElse(x == Zero(d), Set(d, -std::numeric_limits<double>::infinity()), edges);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_WIDE_INL_H_
