// The squared difference of logarithms, as in Keras and scikit-learn.
#include <limits>

#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_MEAN_SQUARED_LOGARITHMIC_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MEAN_SQUARED_LOGARITHMIC_ERROR_INL_H_
#undef STEEPEST_LOSSES_MEAN_SQUARED_LOGARITHMIC_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_MEAN_SQUARED_LOGARITHMIC_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// L² with L = ln(1 + p) − ln(1 + t) as the logarithm of one number above 1, which does not cancel.
struct MeanSquaredLogarithmicError {
  static constexpr const char* name = "meanSquaredLogarithmicError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V one = hn::Set(d, 1.0f);
    const V residual = prediction - target;
    const V smaller = one + hn::Min(prediction, target);
    const V logarithm = hn::CopySign(Log1p(d, hn::Abs(residual) / smaller), residual);
    // The reciprocal outgrows the logarithm of an infinite prediction.
    const V limited = hn::Min(hn::Set(d, std::numeric_limits<float>::max()), logarithm);
    const V twice = hn::Set(d, 2.0f) / (one + prediction);
    const V curvature = (one - limited) * twice / (one + prediction);
    return {logarithm * logarithm, twice * limited, curvature};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MEAN_SQUARED_LOGARITHMIC_ERROR_INL_H_
