// Symmetric cross-entropy (Wang et al. 2019): α·Σ t·s + β·Σ p·min(−ln t, 4), the logarithm of 0 being −4.
#include "native/losses/surprise-inl.h"

#if defined(STEEPEST_LOSSES_SYMMETRIC_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SYMMETRIC_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_SYMMETRIC_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_SYMMETRIC_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: alpha, beta.
struct SymmetricCrossEntropyForm {
  static constexpr bool spreads = true;
  static constexpr double farthest = 4.0;  // −ln 0

  explicit HWY_INLINE SymmetricCrossEntropyForm(const float* option) : alpha(option[0]), beta(option[1]) {}

  HWY_INLINE double Spread() const { return farthest * beta; }

  /// In φ itself a class costs β·p·min(−ln t, 4); the slope is what it saves against a class without target.
  HWY_INLINE SurpriseTerms At(const SurpriseClass& own) const {
    const DoubleTag d;
    const DoubleVec limit = hn::Set(d, farthest);
    const DoubleVec distance = hn::Min(limit, hn::Neg(WideLog(d, own.target)));
    const DoubleVec forward = hn::Mul(hn::Set(d, alpha), own.target);
    const DoubleVec backward = hn::Mul(hn::Set(d, beta), own.share);
    const DoubleVec saved = hn::Mul(backward, hn::Sub(limit, distance));
    return {hn::MulAdd(backward, distance, hn::Mul(forward, own.surprise)), hn::Add(forward, saved),
            hn::Neg(saved)};
  }

  double alpha;
  double beta;
};

struct SymmetricCrossEntropy : SurpriseLoss<SymmetricCrossEntropyForm> {
  static constexpr const char* name = "symmetricCrossEntropy";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SYMMETRIC_CROSS_ENTROPY_INL_H_
