// Ceres Solver's TolerantLoss (Agarwal, Mierle et al.). Value within 5 ulp, gradient within 3, hessian within
// 7 of the rounded residual.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_TOLERANT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_TOLERANT_INL_H_
#undef STEEPEST_LOSSES_TOLERANT_INL_H_
#else
#define STEEPEST_LOSSES_TOLERANT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½b·ln((1 + e^x)/(1 + e^(−a/b))) with x = (r² − a)/b. With δ = r²/b, κ = 1/(1 + e^(−a/b)) and
/// y = δ − ln(1 + e^(a/b)) = x + ln κ this is ½b·ln(1 + e^y·(1 − e^−δ)), whose terms are positive, or
/// ½b·(y + ln(1 + κe^−y)), and the sigmoid of x is e^y/(κ + e^y). Options: 1/b and ln(1 + e^(a/b)) in two
/// floats each, κ, ½b, a distance at which e^−y is 0 and a no longer counts.
struct Tolerant {
  static constexpr const char* name = "tolerant";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V half = hn::Set(d, 0.5f);
    const V kappa = hn::Set(d, option[4]), half_b = hn::Set(d, option[5]), end = hn::Set(d, option[6]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const V held = hn::Min(end, distance);  // in this order NaN passes
    const TwoFloats<V> delta = Product(d, QuotientInTwo(d, held, option), held);
    const TwoFloats<V> y = Difference(delta, {hn::Set(d, option[2]), hn::Set(d, option[3])});
    const auto below = hn::Le(y.high, hn::Zero(d));
    const V low = hn::IfThenElseZero(below, y.low);  // above, e^−y is below 1 and only added to 1
    const ExpFactors<V> factors = FactorsOfExp(d, hn::Or(y.high, hn::SignBit(d)), low);  // of e^−|y|
    const V exponential = factors.Times(one);

    // e^−δ − 1 needs no second float. A term that is e^y times something is multiplied late.
    const V rise = hn::Neg(FactorsOfExp(d, hn::Neg(delta.high), hn::Zero(d)).MinusOne(d));
    const V argument = exponential * hn::IfThenElse(below, rise, kappa);
    const V value = half_b * (hn::Max(hn::Zero(d), y.high) + Log1pOfUnit(d, argument));
    const V square = half * distance * distance;
    const V scaled_rise = hn::IfThenElse(hn::Lt(delta.high, hn::Set(d, 0x1p-25f)), square, half_b * rise);
    const auto small = hn::And(below, hn::Lt(argument, hn::Set(d, 0x1p-25f)));
    const V inner = hn::IfThenElse(small, factors.Times(scaled_rise), value);

    const V divisor =
        hn::MulAdd(kappa, hn::IfThenElse(below, one, exponential), hn::IfThenElse(below, exponential, one));
    const V weight = one / divisor;
    const V rest = kappa * hn::IfThenElse(below, one, exponential) * weight;  // 1 − the sigmoid
    const V slope = distance / divisor;
    const V curvature = weight * hn::MulAdd(delta.high + delta.high, rest, one);
    const V gradient = hn::IfThenElse(below, factors.Times(slope), slope);
    return {hn::IfThenElse(hn::Gt(distance, end), square, inner), hn::CopySign(gradient, residual),
            hn::IfThenElse(below, factors.Times(curvature), curvature)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_TOLERANT_INL_H_
