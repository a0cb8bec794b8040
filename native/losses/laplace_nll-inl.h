// The negative log-likelihood of a Laplace distribution with predicted location and scale.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_LAPLACE_NLL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_LAPLACE_NLL_INL_H_
#undef STEEPEST_LOSSES_LAPLACE_NLL_INL_H_
#else
#define STEEPEST_LOSSES_LAPLACE_NLL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ln b + |r|/b + ln 2.
struct LaplaceNLL {
  static constexpr const char* name = "laplaceNLL";
  static constexpr size_t inputs = 2;
  template <class D, class V>
  static HWY_INLINE JointTerms<V, 2> At(D d, const V* prediction, V target, const float*) {
    const V residual = prediction[0] - target;
    const V scale = prediction[1];
    const V inverse = hn::Set(d, 1.0f) / scale;
    const V distance = hn::Abs(residual) / scale;
    const V slope = inverse * (hn::Set(d, 1.0f) - distance);
    const V curvature = inverse * (inverse * (distance + distance - hn::Set(d, 1.0f)));
    const V value = Log(d, scale) + (distance + hn::Set(d, 0.693147180559945309f));
    const auto exact = hn::Eq(residual, hn::Zero(d));
    const V direction = hn::IfThenZeroElse(exact, hn::CopySign(inverse, residual));
    return {value, {direction, slope}, {hn::Zero(d), curvature}};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_LAPLACE_NLL_INL_H_
