// Makridakis (1993), Accuracy measures: theoretical and practical concerns.
#include <limits>

#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"

#if defined(STEEPEST_LOSSES_SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#undef STEEPEST_LOSSES_SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#else
#define STEEPEST_LOSSES_SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// 200·|r| / (|p| + |t|), 0 at 0/0.
///
/// Everything is a product of |t| and powers of share = 20/(k·(|p| + |t|)), where the power of two k keeps
/// the sum and the products normal numbers over the whole range of float.
struct SymmetricMeanAbsolutePercentageError {
  static constexpr const char* name = "symmetricMeanAbsolutePercentageError";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V zero = hn::Zero(d);
    const V infinity = hn::Set(d, std::numeric_limits<float>::infinity());
    const V largest = hn::Set(d, std::numeric_limits<float>::max());
    const V residual = prediction - target;
    const V sign = Sign(d, residual);
    const V p = hn::Abs(prediction), t = hn::Abs(target);
    const auto small = hn::Lt(hn::Max(p, t), hn::Set(d, 64.0f));
    const V k = hn::IfThenElse(small, hn::Set(d, 0x1p32f), hn::Set(d, 0x1p-2f));
    const V k_squared = hn::IfThenElse(small, hn::Set(d, 0x1p64f), hn::Set(d, 0x1p-4f));
    const V total = hn::Max(p * k + t * k, hn::Set(d, 0x1p-120f));
    const V share = hn::Set(d, 20.0f) / total;

    const auto at_zero = hn::Eq(prediction, zero);
    const V between = hn::IfNegativeThenElse(hn::Xor(prediction, target), hn::Abs(sign), zero);
    const auto opposite = hn::AndNot(at_zero, hn::Ne(between, zero));
    const auto whole = hn::Or(opposite, hn::Eq(total, infinity));
    const V part = hn::Abs(residual) * k * share * hn::Set(d, 10.0f);
    const V value = hn::IfThenElse(whole, hn::Set(d, 200.0f) * hn::Abs(sign), part);

    const auto flat = hn::Or(opposite, hn::Eq(residual, zero));
    const V pull = hn::Min(largest, t * k_squared) * share;
    const V slope = pull * share * hn::IfThenElse(at_zero, hn::Set(d, 0.5f), hn::Set(d, 1.0f));
    const V gradient = hn::IfThenZeroElse(flat, sign * slope);

    const V twice = hn::Min(largest, share * (k * hn::Set(d, 0.1f)));  // 2 / (|p| + |t|)
    const V curvature = pull * twice * share;
    const V inward = hn::Neg(sign) * Sign(d, prediction);
    return {value, gradient, hn::IfThenZeroElse(hn::Or(flat, at_zero), inward * curvature)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SYMMETRIC_MEAN_ABSOLUTE_PERCENTAGE_ERROR_INL_H_
