// Negative log-likelihood of log-probabilities: −Σ w_c·t_c·x_c.
#include "native/losses/log_probability-inl.h"

#if defined(STEEPEST_LOSSES_NLL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_NLL_INL_H_
#undef STEEPEST_LOSSES_NLL_INL_H_
#else
#define STEEPEST_LOSSES_NLL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

struct NllForm {
  static HWY_INLINE LinearClass At(FloatVec score, FloatVec target, FloatVec class_weight) {
    return {hn::Mul(target, class_weight), hn::Neg(score)};
  }
};

/// No options.
struct Nll : LogProbabilityLoss<NllForm> {
  static constexpr const char* name = "nll";
  static constexpr bool class_mass = true;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_NLL_INL_H_
