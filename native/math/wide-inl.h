// Elementary functions in double, for formulas that lose digits in float: two vectors of doubles per vector
// of floats. Their errors are below 2^−50 of the result, on the ranges that each function names.
#if defined(STEEPEST_MATH_WIDE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_WIDE_INL_H_
#undef STEEPEST_MATH_WIDE_INL_H_
#else
#define STEEPEST_MATH_WIDE_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The doubles of half as many lanes as D, a vector of floats.
template <class D>
using WideTag = hn::Rebind<double, hn::Half<D>>;

/// ln 2 in two parts, the first of 33 bits, so that its product with an exponent is exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;

/// ln(1 + f) for f in [√½ − 1, √2 − 1]: 2·artanh s with s = f/(2 + f). The polynomial of s² is a Chebyshev
/// fit of its series; its own relative error is 2^−56.
template <class D, class V>
HWY_INLINE V WideLog1pReduced(D d, V f, V exponent) {
  const V s = f / (f + Set(d, 2.0));
  const V w = s * s;
  const V tail =
      w * Polynomial(d, w, 0.666666666666667, 0.39999999999899444, 0.2857142862600329, 0.22222211130257052,
                     0.18182889455834972, 0.15331710613859573, 0.14616585470388274);
  const V half_square = Set(d, 0.5) * f * f;
  const V low = MulAdd(s, half_square + tail, exponent * Set(d, kLn2Low));
  return MulAdd(exponent, Set(d, kLn2High), f - (half_square - low));
}

/// ln(1 + x) for x from 0 to 1e300. 0 gives 0.
template <class D, class V>
HWY_INLINE V WideLog1p(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  constexpr uint64_t kBitsOfRootHalf = 0x3fe6a09e667f3bcd;
  const auto one = Set(d, 1.0);
  // 1 + x = 2^e·m with m in [√½, √2) and e ≥ 0.
  const auto count = hn::ShiftRight<52>(BitCast(du, one + x) - Set(du, kBitsOfRootHalf));
  // f = 2^−e·(1 + x) − 1 = 2^−e·x + (2^−e − 1), rounded once. Where e is 0 it is x itself.
  const V power = BitCast(d, BitCast(du, one) - hn::ShiftLeft<52>(count));
  const V f = x * power + (power - one);
  // An integer below 2⁵² in the low bits of 2⁵² is that much more.
  const V exponent = BitCast(d, Or(count, BitCast(du, Set(d, 0x1p52)))) - Set(d, 0x1p52);
  return WideLog1pReduced(d, f, exponent);
}

/// e^x and e^x − 1.
template <class V>
struct WideExponential {
  V exp, expm1;
};

/// e^x and e^x − 1, each with its own last digits, for |x| ≤ 700. x = n·ln 2 + r with |r| ≤ ½·ln 2; the
/// Taylor polynomial of e^r − 1 ends with an error of 2^−57.
template <class D, class V>
HWY_INLINE WideExponential<V> WideExp(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  // Adding 1.5·2⁵² rounds to an integer, which then lies, with the bias of an exponent, in the low bits.
  const V shift = Set(d, 0x1.8p52 + 1023);
  const V shifted = MulAdd(x, Set(d, 1.44269504088896338700), shift);
  const V n = shifted - shift;
  const V r = NegMulAdd(n, Set(d, kLn2Low), NegMulAdd(n, Set(d, kLn2High), x));
  const V tail = Polynomial(d, r, 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320,
                            1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800);
  const V expm1 = MulAdd(r * r, tail, r);
  const V power = BitCast(d, hn::ShiftLeft<52>(BitCast(du, shifted)));
  return {MulAdd(power, expm1, power), MulAdd(power, expm1, power - Set(d, 1.0))};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_WIDE_INL_H_
