// e^x: x = n·ln 2 + r with |r| ≤ ½·ln 2, a minimax polynomial of r, and 2^n put together from its bits.
#if defined(STEEPEST_MATH_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_EXP_INL_H_
#undef STEEPEST_MATH_EXP_INL_H_
#else
#define STEEPEST_MATH_EXP_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// x = n·ln 2 + remainder. `shifted` holds n + bias in the low bits of its representation.
template <class V>
struct ExpReduction {
  V shifted, remainder;
};

/// Adding 1.5·2²³ to a small number rounds it to an integer, which then lies in the low bits of the sum.
constexpr float kRoundingShift = 12582912.0f;

/// |x| ≤ 256. ln 2 is taken in two parts, the first of 15 bits, so that its product with n is exact.
template <class D, class V>
HWY_INLINE ExpReduction<V> ReduceExp(D d, V x, float bias) {
  const V shift = Set(d, kRoundingShift + bias);
  const V shifted = MulAdd(x, Set(d, 1.44269504f), shift);
  const V n = shifted - shift;
  const V partly = NegMulAdd(n, Set(d, 0.693145751953125f), x);
  return {shifted, NegMulAdd(n, Set(d, 1.42860677e-6f), partly)};
}

/// scale·(e^r − 1 − r)/r² for |r| ≤ 0.34665, scale a power of two. As a part of e^r the polynomial's own
/// relative error is 2^−28; Sollya: fpminimax(exp(x), [|2,...,6|], [|SG...|], [-0.34665; 0.34665], 1+x,
/// relative).
template <class D, class V>
HWY_INLINE V ExpTail(D d, V r, float scale) {
  return Polynomial(d, r, scale * 0.49999991059f, scale * 0.16666521132f, scale * 0.041668962687f,
                    scale * 0.0083686728030f, scale * 0.0013782493770f);
}

/// scale·e^r for |r| ≤ 0.34665, scale a power of two.
template <class D, class V>
HWY_INLINE V ExpPolynomial(D d, V r, float scale) {
  const V one = Set(d, scale);
  const V tail = ExpTail(d, r, scale);
#if HWY_NATIVE_FMA
  return MulAdd(MulAdd(tail, r, one), r, one);
#else
  return (r * one + r * r * tail) + one;  // where products round, the small terms are added first
#endif
}

/// e^x for x ≤ 0, −∞ included; NaN gives NaN. Within 1 ulp; subnormal results within 1 subnormal ulp.
/// For x > 0 the result is meaningless.
template <class D, class V>
HWY_INLINE V ExpNonPositive(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  // The polynomial carries 2^−24, so that 2^(n+24) is a normal number down to the last subnormal result and
  // the one rounding happens in the last product. Below −105 the power is exactly 0 (no slow underflow). The
  // order of Max's arguments lets NaN through.
  const ExpReduction<V> reduced = ReduceExp(d, Max(Set(d, -105.0f), x), 127.0f + 24.0f);
  const V power = BitCast(d, hn::ShiftLeft<23>(BitCast(du, reduced.shifted)));
  return ExpPolynomial(d, reduced.remainder, 0x1p-24f) * power;
}

/// 2⁴⁰·e^x for −115 ≤ x ≤ 0, for products that are no subnormal numbers though e^x is one; NaN gives NaN.
/// Within 1 ulp, and times 2⁻⁴⁰ the bits of ExpNonPositive. Below −115 it is the number at −115.
template <class D, class V>
HWY_INLINE V ScaledExpNonPositive(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  const ExpReduction<V> reduced = ReduceExp(d, Max(Set(d, -115.0f), x), 127.0f + 40.0f);
  const V power = BitCast(d, hn::ShiftLeft<23>(BitCast(du, reduced.shifted)));
  return ExpPolynomial(d, reduced.remainder, 1.0f) * power;
}

/// e^x. Within 1 ulp over all floats; subnormal results within 1 subnormal ulp; overflows to ∞.
template <class D, class V>
HWY_INLINE V Exp(D d, V x) {
  const hn::RebindToUnsigned<D> du;
  // The order of the arguments of Min and Max lets NaN through.
  const V limited = Min(Set(d, 89.0f), Max(Set(d, -105.0f), x));
  const ExpReduction<V> reduced = ReduceExp(d, limited, 2 * 127.0f);
  // 2^n may be out of range where e^x is not: multiply by 2^⌊n/2⌋ and 2^⌈n/2⌉, of which only the last can
  // round.
  const auto both = BitCast(du, reduced.shifted);
  const auto half = hn::ShiftRight<1>(both);
  const V lower = BitCast(d, hn::ShiftLeft<23>(half));
  const V upper = BitCast(d, hn::ShiftLeft<23>(both - half));
  return ExpPolynomial(d, reduced.remainder, 1.0f) * lower * upper;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_EXP_INL_H_
