// Generalized cross-entropy (Zhang and Sabuncu 2018): φ(s) = (1 − p^q)/q = −(e^(−q·s) − 1)/q, and s for q =
// 0.
#include "native/losses/surprise-inl.h"

#if defined(STEEPEST_LOSSES_GENERALIZED_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_GENERALIZED_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_GENERALIZED_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_GENERALIZED_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: q.
struct GeneralizedCrossEntropyForm {
  static constexpr bool spreads = false;

  explicit HWY_INLINE GeneralizedCrossEntropyForm(const float* option) : q(option[0]) {}

  HWY_INLINE SurpriseTerms At(const SurpriseClass& own) const {
    const DoubleTag d;
    if (q == 0.0) return {hn::Mul(own.target, own.surprise), own.target, hn::Zero(d)};
    const DoubleVec exponent = hn::Mul(hn::Set(d, -q), own.surprise);
    const WideExponential<DoubleVec> both = WideExpAndExpm1(d, exponent);
    const DoubleVec power = hn::Mul(own.target, both.exp);
    const DoubleVec value = hn::Mul(hn::Set(d, -1.0 / q), both.expm1);
    return {hn::Mul(own.target, value), power, hn::Mul(hn::Set(d, -q), power)};
  }

  double q;
};

struct GeneralizedCrossEntropy : SurpriseLoss<GeneralizedCrossEntropyForm> {
  static constexpr const char* name = "generalizedCrossEntropy";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_GENERALIZED_CROSS_ENTROPY_INL_H_
