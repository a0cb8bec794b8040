// Focal loss of a softmax (Lin et al. 2017): φ(s) = α·(1 − p)^γ·s.
#include "native/losses/surprise-inl.h"

#if defined(STEEPEST_LOSSES_FOCAL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_FOCAL_INL_H_
#undef STEEPEST_LOSSES_FOCAL_INL_H_
#else
#define STEEPEST_LOSSES_FOCAL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: gamma.
struct FocalForm {
  static constexpr bool spreads = false;

  explicit HWY_INLINE FocalForm(const float* option) : gamma(option[0]) {}

  HWY_INLINE SurpriseTerms At(const SurpriseClass& own) const {
    const DoubleTag d;
    const DoubleVec one = hn::Set(d, 1.0);
    const DoubleVec exponent = hn::Set(d, gamma);
    const auto sure = hn::Eq(own.others, hn::Zero(d));  // where s and 1 − p vanish together
    const DoubleVec power = gamma == 0.0 ? one : WideExp(d, hn::Mul(exponent, WideLog(d, own.others)));
    const DoubleVec factor = hn::Mul(hn::Mul(own.target, own.option), power);
    // p·s and s/(1 − p) in their limits.
    const DoubleVec weighted =
        hn::IfThenZeroElse(hn::Eq(own.share, hn::Zero(d)), hn::Mul(own.share, own.surprise));
    const DoubleVec ratio = hn::IfThenElse(sure, one, hn::Div(weighted, own.others));
    const DoubleVec slope = hn::MulAdd(exponent, ratio, one);
    // γ·p·((γ − 1)·p·s/(1 − p) + 2 − s)/(1 − p); where 1 − p is 0 all that it multiplies is.
    const DoubleVec rise = hn::MulAdd(hn::Set(d, gamma - 1.0), hn::Mul(ratio, own.share),
                                      hn::Sub(hn::Add(own.share, own.share), weighted));
    const DoubleVec bend = hn::Div(hn::Mul(exponent, rise), own.others);
    return {hn::Mul(factor, own.surprise), hn::Mul(factor, slope),
            hn::IfThenZeroElse(sure, hn::Mul(factor, bend))};
  }

  double gamma;
};

struct Focal : SurpriseLoss<FocalForm> {
  static constexpr const char* name = "focal";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_FOCAL_INL_H_
