// Label-distribution-aware margins (Cao et al. 2019): cross-entropy of scale·(x_c − Δ_c·t_c).
#include "native/losses/cross_entropy-inl.h"

#if defined(STEEPEST_LOSSES_LABEL_DISTRIBUTION_AWARE_MARGIN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_LABEL_DISTRIBUTION_AWARE_MARGIN_INL_H_
#undef STEEPEST_LOSSES_LABEL_DISTRIBUTION_AWARE_MARGIN_INL_H_
#else
#define STEEPEST_LOSSES_LABEL_DISTRIBUTION_AWARE_MARGIN_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The classes' own numbers are their margins Δ. Options: 1, 0, 0 (those of CrossEntropyRow), scale, margin.
struct LabelDistributionAwareMargin : CrossEntropyOf<MarginScores> {
  static constexpr const char* name = "labelDistributionAwareMargin";
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

#endif  // STEEPEST_LOSSES_LABEL_DISTRIBUTION_AWARE_MARGIN_INL_H_
