// Numbers in two floats, high + low with |low| ≤ ulp(high): twice the digits, for where the rounding of one
// float would be amplified, as in an exponent.
#if defined(STEEPEST_MATH_TWO_FLOATS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_TWO_FLOATS_INL_H_
#undef STEEPEST_MATH_TWO_FLOATS_INL_H_
#else
#define STEEPEST_MATH_TWO_FLOATS_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class V>
struct TwoFloats {
  V high, low;
};

/// The upper 12 bits of each number, rounded: what remains has 11 and a sign.
template <class D, class V>
HWY_INLINE V UpperHalf(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const auto rounded = BitCast(du, x) + Set(du, uint32_t{0x800});
  return BitCast(d, And(rounded, Set(du, uint32_t{0xfffff000})));
}

/// a·b exactly, unless it overflows or its low part underflows.
template <class D, class V>
HWY_INLINE TwoFloats<V> ExactProduct(D d, V a, V b) {
  const V high = a * b;
#if HWY_NATIVE_FMA
  (void)d;
  return {high, MulSub(a, b, high)};
#else
  // Dekker (1971): products of halves are exact, and so is their sum in this order.
  const V a_high = UpperHalf(d, a), b_high = UpperHalf(d, b);
  const V a_low = a - a_high, b_low = b - b_high;
  return {high, ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low};
#endif
}

/// The number of two floats times one.
template <class D, class V>
HWY_INLINE TwoFloats<V> Product(D d, TwoFloats<V> a, V b) {
  const TwoFloats<V> product = ExactProduct(d, a.high, b);
  return {product.high, MulAdd(a.low, b, product.low)};
}

template <class D, class V>
HWY_INLINE TwoFloats<V> Square(D d, TwoFloats<V> a) {
  const TwoFloats<V> square = ExactProduct(d, a.high, a.high);
  return {square.high, MulAdd(a.high + a.high, a.low, square.low)};
}

/// a − b, right to twice the digits of the larger one.
template <class V>
HWY_INLINE TwoFloats<V> Difference(TwoFloats<V> a, TwoFloats<V> b) {
  const V rounded = a.high - b.high;
  // Knuth (1969): what this rounding lost.
  const V taken = a.high - rounded;
  const V lost = (a.high - (rounded + taken)) + (taken - b.high);
  const V rest = lost + (a.low - b.low);
  const V high = rounded + rest;
  return {high, (rounded - high) + rest};
}

/// x/c for finite x, from 1/c in two floats. Rounded once; twice on SSE4, which has no fused multiply-add.
template <class D, class V>
HWY_INLINE V Quotient(D d, V x, const float* reciprocal) {
  return MulAdd(x, Set(d, reciprocal[0]), x * Set(d, reciprocal[1]));
}

/// The same in two floats.
template <class D, class V>
HWY_INLINE TwoFloats<V> QuotientInTwo(D d, V x, const float* reciprocal) {
  const TwoFloats<V> product = ExactProduct(d, x, Set(d, reciprocal[0]));
  return {product.high, MulAdd(x, Set(d, reciprocal[1]), product.low)};
}

/// (x/c)² for finite x, from 1/c in two floats, rounded once.
template <class D, class V>
HWY_INLINE V SquaredQuotient(D d, V x, const float* reciprocal) {
  const TwoFloats<V> square = Square(d, QuotientInTwo(d, x, reciprocal));
  return square.high + square.low;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_TWO_FLOATS_INL_H_
