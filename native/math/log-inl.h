// Natural logarithms: x = 2^e·m with m in [√½, √2), a minimax polynomial of f = m − 1, and e·ln 2.
#if defined(STEEPEST_MATH_LOG_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_LOG_INL_H_
#undef STEEPEST_MATH_LOG_INL_H_
#else
#define STEEPEST_MATH_LOG_INL_H_
#endif

#include <cfloat>
#include <cstdint>
#include <limits>

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The exponent e of x = 2^e·m with m in [√½, √2), still in its place in the representation: e·2²³.
template <class DI, class VI>
HWY_INLINE VI ExponentInPlace(DI di, VI bits) {
  constexpr int32_t kBitsOfRootHalf = 0x3f3504f3;
  constexpr int32_t kSignAndExponent = static_cast<int32_t>(0xff800000);
  return And(bits - Set(di, kBitsOfRootHalf), Set(di, kSignAndExponent));
}

/// ln(1 + f) + e·ln 2 for f in [√½ − 1, √2 − 1] and `scaled_exponent` = e·2²³. The polynomial's own relative
/// error is 2^−27.8; Sollya: fpminimax(log1p(x), [|2,...,10|], [|SG...|], [sqrt(.5)-1-1b-20;
/// sqrt(2)-1+1b-20], x, relative).
template <class D, class V>
HWY_INLINE V LogFromParts(D d, V f, V scaled_exponent) {
  const V tail =
      Polynomial(d, f, -0.49999988079f, 0.33333325386f, -0.25001600385f, 0.20002003014f, -0.16608765721f,
                 0.14181134105f, -0.13244561851f, 0.12909090519f, -0.076239779560f);
#if HWY_NATIVE_FMA
  // For |e| = 1 the last sum is exact where it cancels; for larger e the rounding of the rest does not
  // matter.
  return MulAdd(scaled_exponent, Set(d, 0x1p-23f * 0.69314718f), MulAdd(f * f, tail, f));
#else
  // ln 2 in two parts, the first of 15 bits, so that its product with e is exact.
  const V low = MulAdd(scaled_exponent, Set(d, 0x1p-23f * 1.42860677e-6f), f * f * tail);
  return MulAdd(scaled_exponent, Set(d, 0x1p-23f * 0.693145751953125f), f + low);
#endif
}

/// What logarithms give at the edges, for u the number whose logarithm it is: −∞ at 0, NaN below, and `x`
/// itself where x is ∞ or NaN.
template <class D, class V>
HWY_INLINE V LogEdges(D d, V x, V u, V result) {
  const V infinity = Set(d, std::numeric_limits<float>::infinity());
  const V finite = IfThenElse(x < infinity, result, x);
  const V zero_done = IfThenElse(u == Zero(d), Neg(infinity), finite);
  return Or(zero_done, VecFromMask(d, u < Zero(d)));  // all bits set is a NaN
}

/// ln x. Within 1 ulp over all floats, subnormals included; ±0 gives −∞, negative numbers NaN.
template <class D, class V>
HWY_INLINE V Log(D d, V x) {
  const hn::RebindToSigned<D> di;
  const auto subnormal = x < Set(d, FLT_MIN);
  const auto bits = BitCast(di, IfThenElse(subnormal, x * Set(d, 0x1p25f), x));
  const auto exponent = ExponentInPlace(di, bits);
  const V f = BitCast(d, bits - exponent) - Set(d, 1.0f);
  const V scaled_exponent = ConvertTo(d, exponent) - IfThenElseZero(subnormal, Set(d, 25 * 0x1p23f));
  return LogEdges(d, x, x, LogFromParts(d, f, scaled_exponent));
}

/// ln(1 + x). Within 2 ulp over all floats, also for tiny x (where it is x, of the same sign) and near −1;
/// −1 gives −∞, numbers below −1 NaN.
template <class D, class V>
HWY_INLINE V Log1p(D d, V x) {
  const hn::RebindToSigned<D> di;
  const V u = x + Set(d, 1.0f);
  const auto exponent = ExponentInPlace(di, BitCast(di, u));
  // f = 2^−e·(1 + x) − 1 = 2^−e·x + (2^−e − 1), rounded once; 4·2^−e because 2^−e itself can be subnormal.
  const V scaled_x = BitCast(d, BitCast(di, x) - exponent);
  const V four_scaled = BitCast(d, BitCast(di, Set(d, 4.0f)) - exponent);
  const V f = scaled_x + MulAdd(Set(d, 0.25f), four_scaled, Set(d, -1.0f));
  const V result = LogFromParts(d, f, ConvertTo(d, exponent));
  return LogEdges(d, x, u, Or(result, And(x, SignBit(d))));  // the sign keeps −0
}

/// ln(1 + y) for y in [0, 1] as y + y·p, where the polynomial p of y − ½ has small coefficients, so that only
/// the last additions round noticeably. Within 1.25 ulp; NaN gives NaN. The polynomial's own error is
/// 2^−26.9; Sollya: fpminimax(log1p(x+.5)/(x+.5)-1, [|0,...,9|], [|SG...|], [-.5+1b-12; .5], absolute).
template <class D, class V>
HWY_INLINE V Log1pOfUnit(D d, V y) {
  const V centred = y - Set(d, 0.5f);
  const V slope =
      Polynomial(d, centred, -0.28852713108f, 0.13260889053f, -0.067686721683f, 0.036637052894f,
                 -0.020583605394f, 0.011567909271f, -0.0066812392325f, 0.0052677458152f, -0.0033633979037f);
  return MulAdd(y, MulAdd(slope, centred, Set(d, -0.18906977773f)), y);
}

/// (y − ln(1 + y))/y² for y in [0, 1], where the difference itself would cancel. Within 2.25 ulp; NaN gives
/// NaN. The polynomial's own relative error is 2^−26.6; Sollya: fpminimax((x-log1p(x))/x^2, [|1,...,9|],
/// [|SG...|], [1b-30; 1], 1/2, relative).
template <class D, class V>
HWY_INLINE V Log1pCurvatureOfUnit(D d, V y) {
  const V tail =
      Polynomial(d, y, -0.33333271742f, 0.24997422099f, -0.19962313771f, 0.16390433908f, -0.13099682331f,
                 0.092438921332f, -0.050283849239f, 0.017679126933f, -0.0029072642792f);
  return MulAdd(tail, y, Set(d, 0.5f));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_LOG_INL_H_
