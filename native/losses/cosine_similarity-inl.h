// The angle between a prediction and its target as a loss: −cos, 0 at a zero vector;
// keras.losses.CosineSimilarity.
#include "native/losses/cosine-inl.h"

#if defined(STEEPEST_LOSSES_COSINE_SIMILARITY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_COSINE_SIMILARITY_INL_H_
#undef STEEPEST_LOSSES_COSINE_SIMILARITY_INL_H_
#else
#define STEEPEST_LOSSES_COSINE_SIMILARITY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// −cos of the rows.
struct CosineSimilarity {
  static constexpr const char* name = "cosineSimilarity";
  static constexpr bool class_mass = false;

  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments&) {
    return false;
  }
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments&, size_t, float*) {}

  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    const size_t begin = row * a.classes;
    const Cosine cosine(a.scores + begin, static_cast<const float*>(a.targets.data) + begin, a.classes);
    const DoublePair factor = DoublePair::Of(-static_cast<double>(a.scale) * weight);
    if constexpr ((kWanted & kGradient) != 0)
      cosine.Gradient([&](auto slice, const DoublePair& slope)
                          HWY_ATTR { slice.Store((factor * slope).Rounded(), a.gradient + begin); });
    if constexpr ((kWanted & kHessian) != 0)
      cosine.Hessian([&](auto slice, const DoublePair& curvature)
                         HWY_ATTR { slice.Store((factor * curvature).Rounded(), a.hessian + begin); });
    return (kWanted & kValue) == 0 ? 0.0f : -static_cast<float>(cosine.Value()) * weight;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_COSINE_SIMILARITY_INL_H_
