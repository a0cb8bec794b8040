// The arc tangent of the squared residual, as scipy.optimize.least_squares and Ceres have it. Value and
// gradient within 4 ulp, hessian within 7 of the rounded residual.
#include "native/losses/root-inl.h"

#if defined(STEEPEST_LOSSES_ARCTAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_ARCTAN_INL_H_
#undef STEEPEST_LOSSES_ARCTAN_INL_H_
#else
#define STEEPEST_LOSSES_ARCTAN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²/2·atan z with z = (r/c)². Options: c, 1/c in two floats, the largest distance at which z is finite, the
/// root c/∜3 in two floats and its reciprocal in two.
struct Arctan {
  static constexpr const char* name = "arctan";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V half = hn::Set(d, 0.5f);
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Min(hn::Set(d, option[3]), hn::Abs(residual));  // in this order NaN passes
    const V square = SquaredQuotient(d, distance, option + 1);
    const auto tiny = hn::Lt(square, hn::Set(d, 0x1p-26f));
    const V value = hn::IfThenElse(tiny, half * distance * distance, half * c * Atan(d, square) * c);

    // Where z² could overflow, 1 + z² is z²: 2¹²⁶·(2⁻⁶³z)².
    const auto far = hn::Gt(square, hn::Set(d, 0x1p62f));
    const V kept = square * hn::IfThenElse(far, hn::Set(d, 0x1p-63f), one);
    const V divisor = hn::MulAdd(kept, kept, hn::IfThenZeroElse(far, one));
    const V back = hn::IfThenElse(far, hn::Set(d, 0x1p-126f), one);
    const V gradient = distance / divisor * back;

    // (1 − 3z²)/(1 + z²) is 4/(1 + z²) − 3 where this does not cancel; 1 − 3z² = (1 − √3z)(1 + √3z).
    const V weight = one / divisor * back;
    const V away = hn::MulAdd(hn::Set(d, 4.0f), weight, hn::Set(d, -3.0f)) * weight;
    const V rising = hn::MulAdd(hn::Set(d, 1.73205081f), square, one);
    const V beside = OneMinusSquaredRatio(d, distance, option + 4) * rising / (divisor * divisor);
    return {value, hn::CopySign(gradient, residual),
            hn::IfThenElse(hn::Lt(weight, hn::Set(d, 0.6f)), away, beside)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_ARCTAN_INL_H_
