// Geman and McClure (1985), Bayesian image analysis. Value within 4 ulp, gradient within 6, hessian within 7
// of the rounded residual.
#include "native/losses/root-inl.h"

#if defined(STEEPEST_LOSSES_GEMAN_MCCLURE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_GEMAN_MCCLURE_INL_H_
#undef STEEPEST_LOSSES_GEMAN_MCCLURE_INL_H_
#else
#define STEEPEST_LOSSES_GEMAN_MCCLURE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½r²/(1 + z) with z = (r/c)². Options: c, 1/c in two floats, the largest distance at which z is finite, the
/// root c/√3 in two floats and its
/// reciprocal in two.
struct GemanMcClure {
  static constexpr const char* name = "gemanMcClure";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V half = hn::Set(d, 0.5f);
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Min(hn::Set(d, option[3]), hn::Abs(residual));  // in this order NaN passes
    const V divisor = one + SquaredQuotient(d, distance, option + 1);      // 1 + z
    const V weight = one / divisor;
    const V near = half * distance * weight * distance;
    const V far = half * c * (one - weight) * c;
    // (1 − 3z)/(1 + z) is 4/(1 + z) − 3 where this does not cancel.
    const V away = hn::MulAdd(hn::Set(d, 4.0f), weight, hn::Set(d, -3.0f)) * weight * weight;
    const V beside = OneMinusSquaredRatio(d, distance, option + 4) / (divisor * divisor * divisor);
    return {hn::IfThenElse(hn::Gt(distance, c), far, near),
            hn::CopySign(distance * weight * weight, residual),
            hn::IfThenElse(hn::Lt(weight, hn::Set(d, 0.63f)), away, beside)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GEMAN_MCCLURE_INL_H_
