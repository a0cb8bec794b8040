// The natural logarithm in two floats, for powers: an error of the logarithm is a relative one of the power.
#if defined(STEEPEST_MATH_TWOFOLD_LOG_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_TWOFOLD_LOG_INL_H_
#undef STEEPEST_MATH_TWOFOLD_LOG_INL_H_
#else
#define STEEPEST_MATH_TWOFOLD_LOG_INL_H_
#endif

#include <cfloat>
#include <limits>

#include "hwy/highway.h"
#include "native/math/log-inl.h"
#include "native/math/twofold-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A logarithm as the sum of two floats, the second below the last digit of the first.
template <class V>
struct TwofoldLog {
  V high, low;
};

/// ln(1 + f) + e·ln 2 for f and `scaled_exponent` as in LogFromParts, in two floats. With s = f/(2 + f),
/// ln(1 + f) = 2·atanh s = 2s + ⅔s³ + ⅖s⁵ + …; only 2s needs its own rounding's loss.
template <class D, class V>
HWY_INLINE TwofoldLog<V> TwofoldLogFromParts(D d, V f, V scaled_exponent) {
  const V two = Set(d, 2.0f);
  const V total = f + two;
  const V inverse = Set(d, 1.0f) / total;
  const V s = f * inverse;
  const V product = s * total;
  const V missing = (f - product) - ProductError(d, s, total, product);
  const V s_low = NegMulAdd(s, f - (total - two), missing) * inverse;
  const V square = s * s;
  const V tail = square * s * Polynomial(d, square, 2.0f / 3, 2.0f / 5, 2.0f / 7, 2.0f / 9, 2.0f / 11);
  // ln 2 in two parts, the first of 15 bits, so that its product with e is exact.
  const V most = scaled_exponent * Set(d, 0x1p-23f * 0.693145751953125f);
  const V rest = MulAdd(scaled_exponent, Set(d, 0x1p-23f * 1.42860677e-6f), tail);
  const V sum = most + (s + s);
  const V low = ((s + s) - (sum - most)) + ((s_low + s_low) + rest);
  const V high = sum + low;
  return {high, low - (high - sum)};
}

/// ln x with a relative error below 2^−28; ±0 gives −∞, negative numbers NaN.
template <class D, class V>
HWY_INLINE TwofoldLog<V> LogInTwo(D d, V x) {
  const hn::RebindToSigned<D> di;
  const auto subnormal = x < Set(d, FLT_MIN);
  const auto bits = BitCast(di, IfThenElse(subnormal, x * Set(d, 0x1p25f), x));
  const auto exponent = ExponentInPlace(di, bits);
  const V f = BitCast(d, bits - exponent) - Set(d, 1.0f);
  const V scaled_exponent = ConvertTo(d, exponent) - IfThenElseZero(subnormal, Set(d, 25 * 0x1p23f));
  const TwofoldLog<V> log = TwofoldLogFromParts(d, f, scaled_exponent);
  const V high = LogEdges(d, x, x, log.high);
  const auto finite = Abs(high) < Set(d, std::numeric_limits<float>::infinity());
  return {high, IfThenElseZero(finite, log.low)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_TWOFOLD_LOG_INL_H_
