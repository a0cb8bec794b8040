// Cauchy's, also Lorentz's, function (Black and Anandan 1996). Value within 4 ulp, gradient within 3, hessian
// within 7 of the rounded residual.
#include "native/losses/root-inl.h"

#if defined(STEEPEST_LOSSES_CAUCHY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CAUCHY_INL_H_
#undef STEEPEST_LOSSES_CAUCHY_INL_H_
#else
#define STEEPEST_LOSSES_CAUCHY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²/2·ln(1 + z) with z = (r/c)². Beyond 2⁶⁰c, where z could overflow, ln(1 + z) is 2·ln(r/c). Options: c,
/// 1/c in two floats, 2⁶⁰c, s/c with the power of two s that keeps r/c in range there, −ln s, s·c, s.
struct Cauchy {
  static constexpr const char* name = "cauchy";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V half = hn::Set(d, 0.5f);
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const auto far = hn::Gt(distance, hn::Set(d, option[3]));
    const V scaled = distance * hn::Set(d, option[4]);
    const V square = SquaredQuotient(d, distance, option + 1);

    const V logarithm = Log1p(d, hn::IfThenElse(far, scaled, square));
    const V half_logarithm = hn::IfThenElse(far, logarithm + hn::Set(d, option[5]), half * logarithm);
    const auto tiny = hn::Lt(square, hn::Set(d, 0x1p-26f));
    const V value = hn::IfThenElse(tiny, half * distance * distance, c * half_logarithm * c);

    const V divisor = hn::IfThenElse(far, scaled, one + square);
    const V gradient = hn::IfThenElse(far, hn::Set(d, option[6]), distance) / divisor;

    // (1 − z)/(1 + z) is 2/(1 + z) − 1 where this does not cancel; far out the hessian is −(c/r)².
    const V weight = one / divisor;
    const V away = hn::MulSub(hn::Set(d, 2.0f), weight, one) * weight;
    const V beside = OneMinusSquare(d, Quotient(d, c - distance, option + 1)) / (divisor * divisor);
    const V root = weight * hn::Set(d, option[7]);
    const V near_hessian = hn::IfThenElse(hn::Lt(weight, hn::Set(d, 0.4f)), away, beside);
    const V hessian = hn::IfThenElse(far, hn::Neg(root * root), near_hessian);
    return {value, hn::CopySign(gradient, residual), hessian};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CAUCHY_INL_H_
