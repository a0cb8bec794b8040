// |r|, exact for the rounded residual.
#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"

#if defined(STEEPEST_LOSSES_MEAN_ABSOLUTE_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MEAN_ABSOLUTE_ERROR_INL_H_
#undef STEEPEST_LOSSES_MEAN_ABSOLUTE_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_MEAN_ABSOLUTE_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Absolute error, |r|; the subgradient at 0 is 0.
struct MeanAbsoluteError {
  static constexpr const char* name = "meanAbsoluteError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V residual = prediction - target;
    return {hn::Abs(residual), Sign(d, residual), hn::Zero(d)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MEAN_ABSOLUTE_ERROR_INL_H_
