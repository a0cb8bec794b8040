// A power with a number that is the same for all elements.
#if defined(STEEPEST_MATH_POW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_POW_INL_H_
#undef STEEPEST_MATH_POW_INL_H_
#else
#define STEEPEST_MATH_POW_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "native/math/exp-inl.h"
#include "native/math/log-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// 2ᵏ for integers k, also where only the product with what follows is a float: in two factors.
template <class D, class V>
HWY_INLINE V ScaleByPower(D d, V x, V k) {
  const hn::RebindToSigned<D> di;
  const auto whole = hn::ConvertTo(di, hn::Min(hn::Max(k, Set(d, -252.0f)), Set(d, 254.0f)));
  const auto half = hn::ShiftRight<1>(whole);
  const auto bias = hn::Set(di, 127);
  const V first = hn::BitCast(d, hn::ShiftLeft<23>(half + bias));
  const V second = hn::BitCast(d, hn::ShiftLeft<23>(whole - half + bias));
  return x * first * second;
}

/// x^power for x ≥ 0 and |power| ≤ 2: within 3 ulp. x = 2ᵉ·m with m around 1: the logarithm of 2ᵉ is taken
/// exactly, because an error of it grows with its size.
template <class D, class V>
HWY_INLINE V PowNonNegative(D d, V x, float power) {
  constexpr int32_t kRootHalf = 0x3f3504f3;  // the bits of √½
  const hn::RebindToSigned<D> di;
  const auto tiny = hn::Lt(x, Set(d, 0x1p-126f));
  const V scaled = hn::IfThenElse(tiny, x * Set(d, 0x1p24f), x);
  const auto bits = hn::BitCast(di, scaled);
  const auto exponent = hn::ShiftRight<23>(bits - hn::Set(di, kRootHalf));
  const V mantissa = hn::BitCast(d, bits - hn::ShiftLeft<23>(exponent));
  const V e = hn::ConvertTo(d, exponent) - hn::IfThenElseZero(tiny, Set(d, 24.0f));
  const float high = static_cast<float>(static_cast<int32_t>(power * 16384.0f)) / 16384.0f;
  const V exact = Set(d, high) * e;  // 15 and 8 bits
  const V k = hn::Round(exact);
  const V rest = MulAdd(Set(d, power - high), e, exact - k);
  const V argument = MulAdd(rest, Set(d, 0.693147181f), Set(d, power) * Log(d, mantissa));
  const V result = ScaleByPower(d, Exp(d, argument), k);
  const V limit = power > 0 ? hn::Abs(x) : Set(d, 1.0f) / hn::Abs(x);  // of ±0 and ∞; NaN stays NaN
  const auto ordinary = hn::And(hn::Gt(x, Zero(d)), hn::Lt(x, Set(d, HUGE_VALF)));
  return hn::IfThenElse(ordinary, result, power == 0 ? Set(d, 1.0f) : limit);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_POW_INL_H_
