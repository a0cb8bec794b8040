// Barron (2019), A general and adaptive robust loss function. The published form, (b/α)·((1 + z)^(α/2) − 1),
// loses all its digits near α = 0 and α = 2 in float, and b·c² alone leaves float's range; here everything
// between the rounded residual and the rounded result is in double. Within 1 ulp for every α and c over the
// whole range.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_
#undef STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_
#else
#define STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The numbers that lib/losses/barron.ts prepares, in its order.
enum BarronOption {
  kHalfAlpha,
  kSquareToZ,  // 1/(b·c²)
  kAmplitude,  // b/α
  kPrecision,  // 1/c²
  kRoot,       // the residual at which the curvature changes sign, as a float, and what is left of it
  kRootRest,
  kRootScale,  // the curvature's numerator is this · (root² − r²) + kRootShift
  kRootShift,
  kValueAtInfinity,
  kSlopeAtInfinity,
  kCurvatureAtInfinity,
};

/// ρ, ρ′ and ρ″ of finite residuals as doubles. With z = (r/c)²/b, L = ln(1 + z) and e^u for u = ½α·L:
/// (b/α)·(e^u − 1), (r/c²)·e^u/(1 + z), and (1/c²)·e^u/(1 + z)·(1 + (α − 1)·z)/(1 + z), whose numerator is
/// factored at its root because 1 + (α − 1)·z cancels there.
template <class D, class V>
HWY_INLINE Terms<V> BarronTerms(D d, V r, const double* option) {
  const auto constant = [&](BarronOption which) { return Set(d, option[which]); };
  const V one = Set(d, 1.0);
  const V z = r * r * constant(kSquareToZ);
  const V u = constant(kHalfAlpha) * WideLog1p(d, z);
  const V limit = Set(d, 700.0);  // beyond, every output is ∞ or 0 as a float
  const WideExponential<V> power = WideExp(d, hn::Min(limit, hn::Max(hn::Neg(limit), u)));
  const V inverse = one / (one + z);
  const V weight = constant(kPrecision) * (power.exp * inverse);
  const V distance = hn::Abs(r);
  const V gap = (constant(kRoot) - distance) + constant(kRootRest);
  const V sum = (constant(kRoot) + distance) + constant(kRootRest);
  const V numerator = MulAdd(gap * sum, constant(kRootScale), constant(kRootShift));
  return {constant(kAmplitude) * power.expm1, r * weight, weight * (numerator * inverse)};
}

/// Barron's ρ(r, α, c) with the limits of α = 0, 2 and −∞. Options: see BarronOption.
struct GeneralRobust {
  static constexpr const char* name = "generalRobust";
  using Option = double;
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const double* option) {
    const hn::Half<D> half;
    const WideTag<D> wide;
    const V residual = prediction - target;
    const auto low = BarronTerms(wide, PromoteTo(wide, LowerHalf(half, residual)), option);
    const auto high = BarronTerms(wide, PromoteTo(wide, UpperHalf(half, residual)), option);
    const V infinity = Set(d, std::numeric_limits<float>::infinity());
    const V distance = hn::Abs(residual);
    const auto finite = hn::Lt(distance, infinity);
    const auto at = [&](auto lower, auto upper, BarronOption which) {
      const V joined = Combine(d, DemoteTo(half, upper), DemoteTo(half, lower));
      const V end =
          hn::IfThenElse(hn::Eq(distance, infinity), Set(d, static_cast<float>(option[which])), distance);
      return hn::IfThenElse(finite, joined, end);  // the residual ∞ − ∞ is NaN and stays it
    };
    return {at(low.value, high.value, kValueAtInfinity),
            hn::CopySign(at(low.gradient, high.gradient, kSlopeAtInfinity), residual),
            at(low.hessian, high.hessian, kCurvatureAtInfinity)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_
