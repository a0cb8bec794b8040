// Dennis and Welsch (1978), Techniques for nonlinear least squares and robust regression; also Leclerc
// (1989). Value within 4 ulp, gradient within 2, hessian within 6 of the rounded residual.
#include "native/losses/root-inl.h"

#if defined(STEEPEST_LOSSES_WELSCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_WELSCH_INL_H_
#undef STEEPEST_LOSSES_WELSCH_INL_H_
#else
#define STEEPEST_LOSSES_WELSCH_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²/2·(1 − e^−z) with z = (r/c)². Options: c, 1/c in two floats, the distance 13c beyond which the
/// derivatives are 0, the root c/√2 in two floats and its reciprocal in two.
struct Welsch {
  static constexpr const char* name = "welsch";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V half = hn::Set(d, 0.5f);
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Min(hn::Set(d, option[3]), hn::Abs(residual));  // in this order NaN passes
    // An error of z is one of e^−z: one float's would be 100 ulp where z is 100.
    const TwoFloats<V> square = Square(d, QuotientInTwo(d, distance, option + 1));
    const ExpFactors<V> exponential = FactorsOfExp(d, hn::Neg(square.high), hn::Neg(square.low));
    const V near = half * distance * distance;
    const V far = half * c * hn::Neg(exponential.MinusOne(d)) * c;
    return {hn::IfThenElse(hn::Lt(square.high, hn::Set(d, 0x1p-26f)), near, far),
            hn::CopySign(exponential.Times(distance), residual),
            exponential.Times(OneMinusSquaredRatio(d, distance, option + 4))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_WELSCH_INL_H_
