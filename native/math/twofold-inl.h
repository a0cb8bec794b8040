// Exact errors of float operations: a sum or product together with what its rounding lost (Dekker 1971).
#if defined(STEEPEST_MATH_TWOFOLD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_TWOFOLD_INL_H_
#undef STEEPEST_MATH_TWOFOLD_INL_H_
#else
#define STEEPEST_MATH_TWOFOLD_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if !HWY_NATIVE_FMA
/// The upper 12 bits of the significand, so that products of such parts are exact.
template <class D, class V>
HWY_INLINE V UpperPart(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  return BitCast(d, And(BitCast(du, x), Set(du, uint32_t{0xfffff000})));
}
#endif

/// a·b − product, exactly where nothing overflows or underflows, for product = a·b as rounded.
template <class D, class V>
HWY_INLINE V ProductError(D d, V a, V b, V product) {
#if HWY_NATIVE_FMA
  (void)d;
  return MulSub(a, b, product);
#else
  const V upper_a = UpperPart(d, a), upper_b = UpperPart(d, b);
  const V lower_a = a - upper_a, lower_b = b - upper_b;
  const V crossed = (upper_a * upper_b - product) + upper_a * lower_b + lower_a * upper_b;
  return crossed + lower_a * lower_b;
#endif
}

/// a + b − sum, exactly, for sum = a + b as rounded; a and b in any order.
template <class V>
HWY_INLINE V SumError(V a, V b, V sum) {
  const V second = sum - a;
  return (a - (sum - second)) + (b - second);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_TWOFOLD_INL_H_
