// ½r²: value, gradient and hessian within 1 ulp of the rounded residual.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_HALF_SQUARED_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_HALF_SQUARED_ERROR_INL_H_
#undef STEEPEST_LOSSES_HALF_SQUARED_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_HALF_SQUARED_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Half the squared error, ½r²: its gradient is the residual itself.
struct HalfSquaredError {
  static constexpr const char* name = "halfSquaredError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V residual = prediction - target;
    return {residual * hn::Set(d, 0.5f) * residual, residual, hn::Set(d, 1.0f)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_HALF_SQUARED_ERROR_INL_H_
