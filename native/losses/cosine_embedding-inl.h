// Brings vectors together or apart by their angle; torch.nn.CosineEmbeddingLoss.
#include "native/losses/cosine-inl.h"

#if defined(STEEPEST_LOSSES_COSINE_EMBEDDING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_COSINE_EMBEDDING_INL_H_
#undef STEEPEST_LOSSES_COSINE_EMBEDDING_INL_H_
#else
#define STEEPEST_LOSSES_COSINE_EMBEDDING_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// 1 − cos where the target is 1, max(0, cos − margin) where it is −1, active at 0. Options: margin, then
/// scale and shift of the target.
struct CosineEmbedding {
  static constexpr const char* name = "cosineEmbedding";
  static constexpr size_t inputs = 2;
  static constexpr bool targeted = true;

  template <unsigned kWanted>
  static HWY_INLINE double Row(const EmbeddingArguments& a, size_t row, const RowOutputs& outputs) {
    const size_t begin = row * a.columns;
    const Cosine cosine(a.inputs[0] + begin, a.inputs[1] + begin, a.columns);
    const bool alike = a.target[row] * a.options[1] + a.options[2] > 0;
    const double excess = cosine.Value() - static_cast<double>(a.options[0]);
    const double sign = alike ? -1.0 : excess >= 0 ? 1.0 : 0.0;
    Derivatives<kWanted>(cosine, sign, outputs, 0);
    Derivatives<kWanted>(cosine.Swapped(), sign, outputs, 1);
    if constexpr ((kWanted & kValue) == 0) return 0;
    if (alike) return cosine.Distance();
    return excess < 0 ? 0.0 : excess;
  }

 private:
  template <unsigned kWanted>
  static HWY_INLINE void Derivatives(const Cosine& cosine, double sign, const RowOutputs& outputs,
                                     size_t input) {
    const DoublePair factor = DoublePair::Of(sign);
    if constexpr ((kWanted & kGradient) != 0)
      cosine.Gradient([&](auto slice, const DoublePair& slope)
                          HWY_ATTR { outputs.Store(slice, factor * slope, outputs.gradients[input]); });
    if constexpr ((kWanted & kHessian) != 0)
      cosine.Hessian([&](auto slice, const DoublePair& curvature)
                         HWY_ATTR { outputs.Store(slice, factor * curvature, outputs.hessians[input]); });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_COSINE_EMBEDDING_INL_H_
