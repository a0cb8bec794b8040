// e^x kept in factors, so that its product with a number overflows or underflows only where the product does.
#if defined(STEEPEST_MATH_EXPANDED_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_EXPANDED_EXP_INL_H_
#undef STEEPEST_MATH_EXPANDED_EXP_INL_H_
#else
#define STEEPEST_MATH_EXPANDED_EXP_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "native/math/exp-inl.h"
#include "native/math/twofold-inl.h"
#include "native/math/twofold_log-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// e^x = mantissa·upper·lower, the last two powers of two and all three on one side of 1 (the mantissa nearly
/// so): a partial product overflows or underflows only where the whole one does.
template <class V>
struct ExpandedExp {
  V mantissa, upper, lower;
};

/// e^(x + low) for a `low` below the last digit of x. Beyond ±233 x counts as ±233, which makes any float
/// times e^x overflow or underflow all the same, while 0 stays 0 and ∞ stays ∞.
template <class D, class V>
HWY_INLINE ExpandedExp<V> ExpandExp(D d, V x, V low) {
  const hn::RebindToSigned<D> di;
  const auto power_of_two = [=](auto n) HWY_ATTR { return BitCast(d, hn::ShiftLeft<23>(n + Set(di, 127))); };
  // The order of the arguments of Min and Max lets NaN through.
  const V limited = Min(Set(d, 233.0f), Max(Set(d, -233.0f), x));
  const ExpReduction<V> reduced = ReduceExp(d, limited, 0.0f);
  const auto n = BitCast(di, reduced.shifted) - BitCast(di, Set(d, kRoundingShift));
  const auto most = Min(Set(di, 100), Max(Set(di, -100), n));
  const auto rest = n - most;
  const auto half = hn::ShiftRight<1>(rest);
  const V polynomial = ExpPolynomial(d, reduced.remainder + low, 1.0f);
  return {polynomial * power_of_two(most), power_of_two(rest - half), power_of_two(half)};
}

/// Where a product in the exponent is too large to matter, what its rounding lost may be ∞ or NaN: 0 instead.
template <class D, class V>
HWY_INLINE V LowIfMatters(D d, V product, V low) {
  return IfThenElseZero(hn::Abs(product) < Set(d, 256.0f), low);
}

/// e^(a·x), the product taken in two parts. The magnitude of `a` is 0 or at least 2^−60.
template <class D, class V>
HWY_INLINE ExpandedExp<V> ExpandExpOfProduct(D d, V a, V x) {
  const V product = a * x;
  return ExpandExp(d, product, LowIfMatters(d, product, ProductError(d, a, x, product)));
}

/// x^exponent from the logarithm of x; `low` is what the exponent's own rounding lost.
template <class D, class V>
HWY_INLINE ExpandedExp<V> ExpandPower(D d, const TwofoldLog<V>& log, V exponent, V low) {
  const V product = log.high * exponent;
  const V lost = ProductError(d, log.high, exponent, product);
  const V rest = MulAdd(log.low, exponent, MulAdd(log.high, low, lost));
  return ExpandExp(d, product, LowIfMatters(d, product, rest));
}

/// factor·e^x. Within 2 ulp over all floats, also of a product a·x or a power; subnormal results within 1.5
/// subnormal ulp.
template <class V>
HWY_INLINE V TimesExp(const ExpandedExp<V>& e, V factor) {
  return e.mantissa * factor * e.upper * e.lower;
}

/// The same with another factor, between 2^−24 and 2^24, before everything else.
template <class V>
HWY_INLINE ExpandedExp<V> Scaled(const ExpandedExp<V>& e, V moderate) {
  return {e.mantissa * moderate, e.upper, e.lower};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_EXPANDED_EXP_INL_H_
