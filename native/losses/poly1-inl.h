// Poly-1 cross-entropy (Leng et al. 2022): φ(s) = s + ε·(1 − p).
#include "native/losses/surprise-inl.h"

#if defined(STEEPEST_LOSSES_POLY1_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_POLY1_INL_H_
#undef STEEPEST_LOSSES_POLY1_INL_H_
#else
#define STEEPEST_LOSSES_POLY1_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: epsilon.
struct Poly1Form {
  static constexpr bool spreads = false;

  explicit HWY_INLINE Poly1Form(const float* option) : epsilon(option[0]) {}

  HWY_INLINE SurpriseTerms At(const SurpriseClass& own) const {
    const DoubleTag d;
    const DoubleVec factor = hn::Mul(hn::Set(d, epsilon), own.target);
    return {hn::MulAdd(factor, own.others, hn::Mul(own.target, own.surprise)),
            hn::MulAdd(factor, own.share, own.target), hn::Neg(hn::Mul(factor, own.share))};
  }

  double epsilon;
};

struct Poly1 : SurpriseLoss<Poly1Form> {
  static constexpr const char* name = "poly1";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_POLY1_INL_H_
