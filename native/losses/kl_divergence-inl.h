// Kullback-Leibler divergence of log-probabilities x from probabilities t, Σ w_c·t_c·(ln t_c − x_c), or from
// their logarithms.
#include "native/losses/log_probability-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_KL_DIVERGENCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_KL_DIVERGENCE_INL_H_
#undef STEEPEST_LOSSES_KL_DIVERGENCE_INL_H_
#else
#define STEEPEST_LOSSES_KL_DIVERGENCE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

struct KlDivergenceForm {
  static HWY_INLINE LinearClass At(FloatVec score, FloatVec target, FloatVec class_weight) {
    return {hn::Mul(target, class_weight), hn::Sub(Log(FloatTag(), target), score)};
  }
};

struct KlDivergenceFromLogForm {
  static HWY_INLINE LinearClass At(FloatVec score, FloatVec target, FloatVec class_weight) {
    return {hn::Mul(Exp(FloatTag(), target), class_weight), hn::Sub(target, score)};
  }
};

/// No options.
struct KlDivergence : LogProbabilityLoss<KlDivergenceForm> {
  static constexpr const char* name = "klDivergence";
  static constexpr bool class_mass = false;
};

/// No options.
struct KlDivergenceFromLog : LogProbabilityLoss<KlDivergenceFromLogForm> {
  static constexpr const char* name = "klDivergenceFromLog";
  static constexpr bool class_mass = false;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_KL_DIVERGENCE_INL_H_
