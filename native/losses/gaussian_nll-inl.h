// The negative log-likelihood of a normal distribution with predicted mean and variance;
// torch.nn.GaussianNLLLoss.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_GAUSSIAN_NLL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_GAUSSIAN_NLL_INL_H_
#undef STEEPEST_LOSSES_GAUSSIAN_NLL_INL_H_
#else
#define STEEPEST_LOSSES_GAUSSIAN_NLL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½(ln v + r²/v) + constant with v = max(variance, epsilon); the clamp is not differentiated. Options:
/// epsilon, constant. r²/v is (r/v)·r, which overflows only where it must.
struct GaussianNLL {
  static constexpr const char* name = "gaussianNLL";
  static constexpr size_t inputs = 2;
  template <class D, class V>
  static HWY_INLINE JointTerms<V, 2> At(D d, const V* prediction, V target, const float* option) {
    const V half = hn::Set(d, 0.5f);
    const V residual = prediction[0] - target;
    const V variance = hn::Max(prediction[1], hn::Set(d, option[0]));
    const V precision = hn::Set(d, 1.0f) / variance;
    const V slope = residual / variance;
    const V square = slope * slope;
    const V value =
        hn::MulAdd(half * slope, residual, hn::MulAdd(half, Log(d, variance), hn::Set(d, option[1])));
    const V curvature = hn::NegMulAdd(half * precision, precision, slope * (slope * precision));
    return {value, {slope, half * (precision - square)}, {precision, curvature}};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GAUSSIAN_NLL_INL_H_
