// Elementary functions of a vector of doubles, for powers and for formulas that lose digits in float: a
// relative error of 2^−50 in them leaves the float that is made of the result right.
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

/// A double per lane of a float vector, in two vectors.
template <class V>
struct WideHalves {
  V lower, upper;
};

template <class D, class V, class W = hn::Vec<hn::RepartitionToWide<D>>>
HWY_INLINE WideHalves<W> Widen(D d, V x) {
  const hn::Half<decltype(d)> half;
  const hn::RepartitionToWide<D> wide;
  return {hn::PromoteTo(wide, hn::LowerHalf(half, x)), hn::PromoteTo(wide, hn::UpperHalf(half, x))};
}

/// The floats next to the doubles.
template <class D, class W>
HWY_INLINE hn::Vec<D> Narrow(D d, W lower, W upper) {
  const hn::Half<D> half;
  return hn::Combine(d, hn::DemoteTo(half, upper), hn::DemoteTo(half, lower));
}

/// ln 2 in two parts, the first of 33 bits, so that its product with an exponent is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr uint64_t kWideBitsOfRootHalf = 0x3fe6a09e667f3bcd;

/// e^x as power·(1 + expm1), power being 2^n for an integer n.
template <class V>
struct WideExpParts {
  V power, expm1;
};

/// For |x| ≤ 709. x = n·ln 2 + r with |r| ≤ ½·ln 2; the Taylor polynomial of e^r − 1 ends with an error of
/// 2^−57.
template <class D, class V>
HWY_INLINE WideExpParts<V> SplitWideExp(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  // Adding 1.5·2⁵² rounds to an integer, which then lies, with the bias of an exponent, in the low bits.
  const V shift = Set(d, 0x1.8p52 + 1023);
  const V shifted = MulAdd(x, Set(d, 1.4426950408889634), shift);
  const V n = shifted - shift;
  const V r = NegMulAdd(n, Set(d, kLn2Low), NegMulAdd(n, Set(d, kLn2High), x));
  const V tail = Polynomial(d, r, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320,
                            1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800);
  return {BitCast(d, hn::ShiftLeft<52>(BitCast(du, shifted))), MulAdd(r * r, tail, r)};
}

/// e^x for x in [−708, 709]; 0 below, ∞ above; NaN gives NaN.
template <class D, class V>
HWY_INLINE V WideExp(D d, V x) {
  const V lowest = Set(d, -708.0);
  const V highest = Set(d, 709.0);
  // The order of the arguments of Min and Max lets NaN through.
  const WideExpParts<V> parts = SplitWideExp(d, Min(highest, Max(lowest, x)));
  const V result = MulAdd(parts.power, parts.expm1, parts.power);
  const V infinity = Set(d, std::numeric_limits<double>::infinity());
  return IfThenZeroElse(x < lowest, IfThenElse(x > highest, infinity, result));
}

/// e^x and e^x − 1.
template <class V>
struct WideExponential {
  V exp, expm1;
};

/// The least exponent of WideExpAndExpm1: its power is a normal double and 0 in float32.
constexpr double kWideExpEnd = -708.0;

/// e^x and e^x − 1, each with its own last digits, for |x| ≤ 708; beyond, those of ±708. NaN gives NaN.
template <class D, class V>
HWY_INLINE WideExponential<V> WideExpAndExpm1(D d, V x) {
  const WideExpParts<V> parts = SplitWideExp(d, Min(Set(d, 708.0), Max(Set(d, -708.0), x)));
  return {MulAdd(parts.power, parts.expm1, parts.power),
          MulAdd(parts.power, parts.expm1, parts.power - Set(d, 1.0))};
}

/// An integer from 0 to 2⁵² − 1 as a double: in the low bits of 2⁵² it is that much more.
template <class D, class VU>
HWY_INLINE hn::Vec<D> WideFromInteger(D d, VU integer) {
  const hn::RebindToUnsigned<D> du;
  return BitCast(d, Or(integer, BitCast(du, Set(d, 0x1p52)))) - Set(d, 0x1p52);
}

/// ln(1 + f) + exponent·ln 2 for f in [√½ − 1, √2 − 1]: 2·artanh s with s = f/(2 + f), |s| ≤ 0.172. The
/// polynomial of s² is a Chebyshev fit of its series; its own relative error is 2^−56.
template <class D, class V>
HWY_INLINE V WideLogFromParts(D d, V f, V exponent) {
  const V s = f / (f + Set(d, 2.0));
  const V square = s * s;
  const V tail =
      square * Polynomial(d, square, 0.666666666666667, 0.39999999999899444, 0.2857142862600329,
                          0.22222211130257052, 0.18182889455834972, 0.15331710613859573, 0.14616585470388274);
  const V half_square = Set(d, 0.5) * f * f;
  const V low = MulAdd(s, half_square + tail, exponent * Set(d, kLn2Low));
  return MulAdd(exponent, Set(d, kLn2High), f - (half_square - low));
}

/// ln(1 + x) for x from 0 to 1e300. 0 gives 0, NaN NaN.
template <class D, class V>
HWY_INLINE V WideLog1p(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const auto one = Set(d, 1.0);
  // 1 + x = 2^e·m with m in [√½, √2) and e ≥ 0.
  const auto e = hn::ShiftRight<52>(BitCast(du, one + x) - Set(du, kWideBitsOfRootHalf));
  // f = 2^−e·(1 + x) − 1 = 2^−e·x + (2^−e − 1), rounded once. Where e is 0 it is x itself.
  const V power = BitCast(d, BitCast(du, one) - hn::ShiftLeft<52>(e));
  const V f = x * power + (power - one);
  return WideLogFromParts(d, f, WideFromInteger(d, e));
}

/// ln x for normal x above 0, given also `less` = x − 1, which a caller may know better than x near 1;
/// anything else, NaN included, gives a meaningless number.
template <class D, class V>
HWY_INLINE V WideLog(D d, V x, V less) {
  const hn::RebindToUnsigned<D> du;
  constexpr uint64_t kOffset = uint64_t{1024} << 52;  // keeps the exponent above 0
  const auto bits = BitCast(du, x);
  const auto e = hn::ShiftRight<52>(bits - Set(du, kWideBitsOfRootHalf) + Set(du, kOffset));
  const V m = BitCast(d, bits + Set(du, kOffset) - hn::ShiftLeft<52>(e));  // in [√½, √2)
  const V exponent = WideFromInteger(d, e) - Set(d, 1024.0);
  const V f = IfThenElse(exponent == Zero(d), less, m - Set(d, 1.0));
  return WideLogFromParts(d, f, exponent);
}

/// ln x for normal x above 0; 0 gives −∞, ∞ gives ∞, NaN gives NaN.
template <class D, class V>
HWY_INLINE V WideLog(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  constexpr uint64_t kOffset = uint64_t{1024} << 52;  // keeps the exponent above 0
  const auto bits = BitCast(du, x);
  const auto e = hn::ShiftRight<52>(bits - Set(du, kWideBitsOfRootHalf) + Set(du, kOffset));
  const V m = BitCast(d, bits + Set(du, kOffset) - hn::ShiftLeft<52>(e));  // in [√½, √2)
  const V result = WideLogFromParts(d, m - Set(d, 1.0), WideFromInteger(d, e) - Set(d, 1024.0));
  const V edges = IfThenElse(x < Set(d, std::numeric_limits<double>::infinity()), result, x);
  return IfThenElse(x == Zero(d), Set(d, -std::numeric_limits<double>::infinity()), edges);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_WIDE_INL_H_
