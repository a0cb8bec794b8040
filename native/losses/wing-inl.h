// Feng et al. (2018), Wing loss for robust facial landmark localisation with convolutional neural networks.
#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_WING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_WING_INL_H_
#undef STEEPEST_LOSSES_WING_INL_H_
#else
#define STEEPEST_LOSSES_WING_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// w·ln(1 + |r|/ε) within w, a straight line beyond: the logarithm at the nearer of |r| and w, and the rest
/// of the way with slope 1. Options: width, curvature, 1/width, 1/curvature,
/// width/curvature.
struct Wing {
  static constexpr const char* name = "wing";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V width = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const V near = hn::Min(width, distance);  // in this order NaN goes through
    const V ratio = near * hn::Set(d, option[3]);
    // Where the logarithm is the ratio, which can be subnormal and then lacks digits, one product does.
    const auto tiny = hn::Lt(ratio, hn::Set(d, 0x1p-60f));
    const V curve = hn::IfThenElse(tiny, near * hn::Set(d, option[4]), width * Log1p(d, ratio));
    const auto inner = hn::Lt(distance, width);
    const V slope = width / (hn::Set(d, option[1]) + distance);
    const V steepness = hn::IfThenElse(inner, slope, hn::Set(d, 1.0f));
    const V curvature = slope * (slope * hn::Set(d, option[2]));
    return {curve + (distance - near), steepness * Sign(d, residual),
            hn::Neg(hn::IfThenElseZero(inner, curvature))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_WING_INL_H_
