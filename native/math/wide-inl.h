// Exponential and logarithm of doubles, for formulas whose float32 result a float cannot carry: powers with
// any exponent, differences near a kink. Relative error below 2^−48, so that the rounding to float32 is all
// that shows.
#if defined(STEEPEST_MATH_WIDE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_WIDE_INL_H_
#undef STEEPEST_MATH_WIDE_INL_H_
#else
#define STEEPEST_MATH_WIDE_INL_H_
#endif

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

/// The least exponent of WideExpOfNonPositive: e^−700 is a normal double and 0 in float32.
constexpr double kWideExpEnd = -700.0;

/// e^x and 1 − e^x, both to relative precision.
template <class V>
struct WideExponential {
  V power, complement;
};

/// Both for doubles x ≤ 0; below −700 they are those of −700; NaN gives NaN. The polynomial's own relative
/// error is 2^−49.5; Sollya: fpminimax((exp(x)-1-x)/x^2, 8, [|D...|], [-0.34665; 0.34665], absolute).
template <class D, class V>
HWY_INLINE WideExponential<V> WideExpOfNonPositive(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const V one = hn::Set(d, 1.0);
  const V limited = hn::Max(hn::Set(d, kWideExpEnd), x);
  // Adding 1.5·2⁵² + 1023 rounds n = x/ln 2 to an integer, which with the exponent's bias lies in the low
  // bits.
  const V shift = hn::Set(d, 0x1.8p52 + 1023.0);
  const V shifted = hn::MulAdd(limited, hn::Set(d, 1.4426950408889634), shift);
  const V n = shifted - shift;
  // ln 2 in two parts, the first of 33 bits, so that its product with n is exact.
  const V partly = hn::NegMulAdd(n, hn::Set(d, 6.93147180369123816490e-01), limited);
  const V r = hn::NegMulAdd(n, hn::Set(d, 1.90821492927058770002e-10), partly);
  const V tail = Polynomial(d, r, 0.5000000000000002, 0.16666666666648267, 0.041666666666594895,
                            0.0083333333537464957, 0.0013888888929156763, 0.00019841208699319284,
                            2.4801505517080383e-05, 2.7625133670873504e-06, 2.7626626247534434e-07);
  const V growth = hn::MulAdd(tail * r, r, r);  // e^r − 1
  const V scale = BitCast(d, hn::ShiftLeft<52>(BitCast(du, shifted)));
  return {hn::MulAdd(growth, scale, scale), hn::NegMulAdd(growth, scale, one - scale)};
}

/// e^x of the same.
template <class D, class V>
HWY_INLINE V WideExpNonPositive(D d, V x) {
  return WideExpOfNonPositive(d, x).power;
}

/// ln x for normal positive doubles x, given also `less` = x − 1, which a caller may know better than x near
/// 1; anything else, NaN included, gives a meaningless number. x = 2^e·(1 + f) with 1 + f in [√½, √2) and
/// ln(1 + f) = 2 artanh(f/(2 + f)). The polynomial's own relative error is 2^−50; Sollya:
/// fpminimax((atanh(sqrt(x))*2-2*sqrt(x))/(x*sqrt(x)), 5, [|D...|], [1b-30; 0.0294373], absolute).
template <class D, class V>
HWY_INLINE V WideLog(D d, V x, V less) {
  const hn::RebindToUnsigned<D> du;
  const V one = hn::Set(d, 1.0);
  const auto bits_of_one = BitCast(du, one);
  const auto bits = BitCast(du, x);
  const auto shifted = bits + (bits_of_one - BitCast(du, hn::Set(d, 0x1.6a09e667f3bcdp-1)));
  const auto biased = hn::ShiftRight<52>(shifted);
  const V scaled = BitCast(d, bits - hn::ShiftLeft<52>(biased) + bits_of_one);
  // The biased exponent as a number: 2⁵² + it, less 2⁵² and the bias.
  const V exponent =
      BitCast(d, hn::Or(biased, BitCast(du, hn::Set(d, 0x1p52)))) - hn::Set(d, 0x1p52 + 1023.0);
  const V f = hn::IfThenElse(hn::Eq(exponent, hn::Zero(d)), less, scaled - one);
  const V ratio = f / (f + hn::Set(d, 2.0));
  const V square = ratio * ratio;
  const V tail = Polynomial(d, square, 0.66666666666662022, 0.40000000011310294, 0.28571424110088300,
                            0.22222864967920328, 0.18140089388808994, 0.16623236671813507);
  const V logarithm = hn::MulAdd(ratio * square, tail, ratio + ratio);
  return hn::MulAdd(exponent, hn::Set(d, 0.69314718055994531), logarithm);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_WIDE_INL_H_
