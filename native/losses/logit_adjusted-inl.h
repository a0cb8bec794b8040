// Cross-entropy of logits adjusted by the prior of the classes (Menon et al. 2021; with tau = 1 the balanced
// softmax of Ren et al. 2020): x_c + τ·ln prior_c.
#include "native/losses/cross_entropy-inl.h"

#if defined(STEEPEST_LOSSES_LOGIT_ADJUSTED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_LOGIT_ADJUSTED_INL_H_
#undef STEEPEST_LOSSES_LOGIT_ADJUSTED_INL_H_
#else
#define STEEPEST_LOSSES_LOGIT_ADJUSTED_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The classes' own numbers are τ·ln prior. Options: 1, 0, 0 (those of CrossEntropyRow).
struct LogitAdjusted : CrossEntropyOf<OffsetScores> {
  static constexpr const char* name = "logitAdjusted";
  static constexpr bool class_mass = false;

  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments&) {
    return false;
  }
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments&, size_t, float*) {}
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_LOGIT_ADJUSTED_INL_H_
