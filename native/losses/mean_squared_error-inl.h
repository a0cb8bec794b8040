// r²: value, gradient and hessian within 1 ulp of the rounded residual.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_MEAN_SQUARED_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MEAN_SQUARED_ERROR_INL_H_
#undef STEEPEST_LOSSES_MEAN_SQUARED_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_MEAN_SQUARED_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Squared error, r² with r = prediction − target.
struct MeanSquaredError {
  static constexpr const char* name = "meanSquaredError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V residual = prediction - target;
    return {residual * residual, residual + residual, hn::Set(d, 2.0f)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MEAN_SQUARED_ERROR_INL_H_
