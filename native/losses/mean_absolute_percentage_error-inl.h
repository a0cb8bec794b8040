// The absolute error in percent of the target, as in Keras.
#include <limits>

#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"

#if defined(STEEPEST_LOSSES_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#undef STEEPEST_LOSSES_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// 100·|r| / max(|t|, ε). Options: epsilon.
struct MeanAbsolutePercentageError {
  static constexpr const char* name = "meanAbsolutePercentageError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V hundred = hn::Set(d, 100.0f);
    const V residual = prediction - target;
    const V size = hn::Max(hn::Abs(target), hn::Set(d, option[0]));
    const V scale = hundred / size;
    // An infinite target is the whole of its own distance from any finite prediction; 0·∞ is NaN.
    const auto infinite = hn::Eq(size, hn::Set(d, std::numeric_limits<float>::infinity()));
    const V whole = hn::MulAdd(prediction, hn::Zero(d), hundred);
    const V value = hn::IfThenElse(infinite, whole, hn::Abs(residual) * scale);
    return {value, Sign(d, residual) * scale, hn::Zero(d)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
