// The cube root: a third of the exponent by the bits, then two steps of Halley's method.
#if defined(STEEPEST_MATH_CBRT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_CBRT_INL_H_
#undef STEEPEST_MATH_CBRT_INL_H_
#else
#define STEEPEST_MATH_CBRT_INL_H_
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// From an estimate within 4 % to one within 5e-5, or from that to the last bits: the error is cubed.
template <class D, class V>
HWY_INLINE V HalleyCbrt(D, V x, V y) {
  const V square = y * y;
  // y³ − x with the rounding of y² made good, else it would be most of the result's error.
  const V excess = MulAdd(hn::MulSub(y, y, square), y, hn::MulSub(square, y, x));
  const V cube = square * y;
  return hn::NegMulAdd(y, excess / (cube + cube + x), y);
}

/// ∛x for 2^-60 ≤ x ≤ 2^100.
template <class D, class V>
HWY_INLINE V CbrtOfModerate(D d, V x) {
  const hn::RebindToSigned<D> di;
  // The bits of x are its logarithm, roughly: a third of them and two thirds of those of 1 estimate the root.
  const V bits = hn::ConvertTo(d, hn::BitCast(di, x));
  const V third = MulAdd(bits, Set(d, 1.0f / 3), Set(d, 709958130.0f));
  const V estimate = hn::BitCast(d, hn::ConvertTo(di, third));
  return HalleyCbrt(d, x, HalleyCbrt(d, x, estimate));
}

/// ∛x. Within 1 ulp.
template <class D, class V>
HWY_INLINE V Cbrt(D d, V x) {
  const V size = hn::Abs(x);
  const auto small = hn::Lt(size, Set(d, 0x1p-60f));
  const auto large = hn::Gt(size, Set(d, 0x1p100f));
  const V one = Set(d, 1.0f);
  const V scale = hn::IfThenElse(small, Set(d, 0x1p90f), hn::IfThenElse(large, Set(d, 0x1p-60f), one));
  const V back = hn::IfThenElse(small, Set(d, 0x1p-30f), hn::IfThenElse(large, Set(d, 0x1p20f), one));
  const V root = CbrtOfModerate(d, size * scale) * back;
  // 0, ∞ and NaN are their own roots.
  const auto ordinary = hn::And(hn::Gt(size, Zero(d)), hn::Lt(size, Set(d, HUGE_VALF)));
  return hn::IfThenElse(ordinary, hn::CopySign(root, x), x);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_CBRT_INL_H_
