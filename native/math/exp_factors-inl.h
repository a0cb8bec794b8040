// e^x of a non-positive x in two floats, kept in factors: multiplied late it does not underflow where its
// product with a large number is an ordinary one, and e^x − 1 comes from the same reduction.
#if defined(STEEPEST_MATH_EXP_FACTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_EXP_FACTORS_INL_H_
#undef STEEPEST_MATH_EXP_FACTORS_INL_H_
#else
#define STEEPEST_MATH_EXP_FACTORS_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// e^x = (1 + excess)·lower·upper, the last two powers of two of at least 2^−126.
template <class V>
struct ExpFactors {
  V excess, lower, upper;

  /// factor·e^x, rounded as a product of them.
  HWY_INLINE V Times(V factor) const { return MulAdd(factor, excess, factor) * lower * upper; }

  /// e^x − 1; +0 for both zeros.
  template <class D>
  HWY_INLINE V MinusOne(D d) const {
    const V power = lower * upper;
    return MulAdd(power, excess, power - Set(d, 1.0f));
  }
};

/// Below this exponent the factors are those of this one: e^−174 is 2^−251.
constexpr float kLeastFactoredExponent = -174.0f;

/// e^(x + low) for x ≤ 0, −∞ included, and |low| ≤ 2^−10; NaN gives NaN. Times(1) is within 1.25 ulp,
/// MinusOne() within 1.
template <class D, class V>
HWY_INLINE ExpFactors<V> FactorsOfExp(D d, V x, V low) {
  const hn::RebindToUnsigned<D> du;
  // The order of Max's arguments lets NaN through.
  const ExpReduction<V> reduced = ReduceExp(d, Max(Set(d, kLeastFactoredExponent), x), 2 * 127.0f);
  const V r = reduced.remainder + low;
  const auto both = BitCast(du, reduced.shifted);
  const auto half = hn::ShiftRight<1>(both);
  const V lower = BitCast(d, hn::ShiftLeft<23>(half));
  const V upper = BitCast(d, hn::ShiftLeft<23>(both - half));
  return {MulAdd(ExpTail(d, r, 1.0f) * r, r, r), lower, upper};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_EXP_FACTORS_INL_H_
