// Girshick (2015), Fast R-CNN; beta as in PyTorch. Value within 2 ulp of the rounded residual.
#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"

#if defined(STEEPEST_LOSSES_SMOOTH_L1_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SMOOTH_L1_INL_H_
#undef STEEPEST_LOSSES_SMOOTH_L1_INL_H_
#else
#define STEEPEST_LOSSES_SMOOTH_L1_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½r²/beta where |r| < beta, else |r| − ½beta; beta 0 is the absolute error. Options: beta, 1/beta.
struct SmoothL1 {
  static constexpr const char* name = "smoothL1";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V beta = hn::Set(d, option[0]);
    const V curvature = hn::Set(d, option[1]);
    const V half = hn::Set(d, 0.5f);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const V slope = residual * curvature;
    const auto inner = hn::Lt(distance, beta);
    return {hn::IfThenElse(inner, half * residual * slope, hn::NegMulAdd(half, beta, distance)),
            hn::IfThenElse(inner, slope, Sign(d, residual)), hn::IfThenElseZero(inner, curvature)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SMOOTH_L1_INL_H_
