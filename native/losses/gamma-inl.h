// The negative log-likelihood of the gamma distribution up to terms free of the prediction, as in
// scikit-learn.
#include <limits>

#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_GAMMA_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_GAMMA_INL_H_
#undef STEEPEST_LOSSES_GAMMA_INL_H_
#else
#define STEEPEST_LOSSES_GAMMA_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// x + t·e^−x for the logarithm x of the mean.
struct Gamma {
  static constexpr const char* name = "gamma";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V ratio = TimesExp(ExpandExp(d, hn::Neg(prediction), hn::Zero(d)), target);
    // e^−x outgrows −x, so that the sum at −∞ is ∞.
    const V finite = hn::Max(hn::Set(d, std::numeric_limits<float>::lowest()), prediction);
    return {finite + ratio, hn::Set(d, 1.0f) - ratio, ratio};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GAMMA_INL_H_
