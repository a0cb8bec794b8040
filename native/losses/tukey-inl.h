// Beaton and Tukey (1974), The fitting of power series; the biweight. Value within 4 ulp, gradient within 7,
// hessian within 6 of the rounded residual.
#include "native/losses/root-inl.h"

#if defined(STEEPEST_LOSSES_TUKEY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_TUKEY_INL_H_
#undef STEEPEST_LOSSES_TUKEY_INL_H_
#else
#define STEEPEST_LOSSES_TUKEY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²/6·(1 − (1 − z)³) with z = (r/c)², c²/6 beyond c. Options: c, 1/c in two floats, the root c/√5 in two
/// floats and its reciprocal in two.
struct Tukey {
  static constexpr const char* name = "tukey";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V held = hn::Min(c, hn::Abs(residual));                         // in this order NaN passes
    const V rest = OneMinusSquare(d, Quotient(d, c - held, option + 1));  // 1 − z
    const V square = hn::Set(d, 1.0f) - rest;
    // (1 − (1 − z)³)/(3z) = (1 − z) + ⅓z².
    const V share = hn::MulAdd(square * hn::Set(d, 1.0f / 3.0f), square, rest);
    const V gradient = held * rest * rest;
    return {hn::Set(d, 0.5f) * held * share * held, hn::CopySign(gradient, residual),
            rest * OneMinusSquaredRatio(d, held, option + 3)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_TUKEY_INL_H_
