// Barron (2019), A general and adaptive robust loss function. The published form, (b/α)·((1 + z)^(α/2) − 1),
// loses all its digits near α = 0 and α = 2 in float, and b·c² alone leaves float's range; here everything
// between the rounded residual and the rounded result is in double. Within 1 ulp for every α and c over the
// whole range.
#include "native/engine/pointwise-inl.h"
#include "native/engine/wide-inl.h"
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
HWY_INLINE Terms<V> BarronTerms(D d, V r, ColumnOptions options, size_t lane) {
  const auto constant = [&](BarronOption which) { return options.Get(d, which, lane); };
  const V one = Set(d, 1.0);
  const V z = r * r * constant(kSquareToZ);
  const V u = constant(kHalfAlpha) * WideLog1p(d, z);
  const WideExponential<V> power =
      WideExpAndExpm1(d, u);  // where u is beyond ±708, outputs are 0 or ∞ as floats
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
  using Options = ColumnOptions;

  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, ColumnOptions options) {
    const V residual = prediction - target;
    const WideVec wide = WideVec::From(residual);
    const auto low = BarronTerms(DoubleTag(), wide.low, options, 0);
    const auto high = BarronTerms(DoubleTag(), wide.high, options, kDoubles);
    const V distance = hn::Abs(residual);
    const auto endless = hn::Eq(distance, Set(d, std::numeric_limits<float>::infinity()));
    // Where the residual is infinite an output is its limit there, where it is NaN (∞ − ∞) NaN.
    const auto output = [&](DoubleVec lower, DoubleVec upper, BarronOption limit) {
      const WideVec end = {options.Get(DoubleTag(), limit, 0), options.Get(DoubleTag(), limit, kDoubles)};
      return hn::IfThenElse(hn::Or(endless, hn::IsNaN(distance)),
                            hn::IfThenElse(endless, end.Rounded(), distance),
                            WideVec{lower, upper}.Rounded());
    };
    return {output(low.value, high.value, kValueAtInfinity),
            hn::CopySign(output(low.gradient, high.gradient, kSlopeAtInfinity), residual),
            output(low.hessian, high.hessian, kCurvatureAtInfinity)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GENERAL_ROBUST_INL_H_
