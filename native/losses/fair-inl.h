// Fair (1974), On the robust estimation of econometric models. Value within 6 ulp, gradient within 3, hessian
// within 4 of the rounded residual.
#include <cfloat>

#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_FAIR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_FAIR_INL_H_
#undef STEEPEST_LOSSES_FAIR_INL_H_
#else
#define STEEPEST_LOSSES_FAIR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²·(x − ln(1 + x)) with x = |r|/c. Options: c, 1/c.
struct Fair {
  static constexpr const char* name = "fair";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V half = hn::Set(d, 0.5f);
    const V largest = hn::Set(d, FLT_MAX);
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    // The order of the arguments of Min and Max lets NaN through.
    const V finite = hn::Min(largest, distance);
    const V ratio = hn::Min(largest, finite * hn::Set(d, option[1]));
    const V near = distance * Log1pCurvatureOfUnit(d, ratio) * distance;
    const V far = hn::NegMulAdd(c, Log1p(d, ratio), distance) * c;
    const V value = hn::IfThenElse(hn::Gt(ratio, hn::Set(d, 1.0f)), far, near);
    // 1/(1 + x) as c/(c + |r|), in halves so that the sum does not overflow; r/(1 + x) is min·max/(min +
    // max).
    const V smaller = hn::Min(c, finite), larger = hn::Max(c, finite);
    const V gradient = smaller * (half * larger / hn::MulAdd(half, smaller, half * larger));
    const V share = half * c / hn::MulAdd(half, c, half * distance);
    return {value, hn::CopySign(gradient, residual), share * share};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_FAIR_INL_H_
