// Brings similar vectors together and others apart by their distance (Hadsell, Chopra and LeCun 2006).
#include "native/engine/embeddings-inl.h"

#if defined(STEEPEST_LOSSES_CONTRASTIVE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CONTRASTIVE_INL_H_
#undef STEEPEST_LOSSES_CONTRASTIVE_INL_H_
#else
#define STEEPEST_LOSSES_CONTRASTIVE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½t·d² + ½(1 − t)·max(0, margin − d)² with d the distance, active at d = margin; at d = 0 the second part
/// has no direction and no derivative. Option: margin.
struct Contrastive {
  static constexpr const char* name = "contrastive";
  static constexpr size_t inputs = 2;
  static constexpr bool targeted = true;

  template <unsigned kWanted>
  static HWY_INLINE double Row(const EmbeddingArguments& a, size_t row, const RowOutputs& outputs) {
    const float* first = a.inputs[0] + row * a.columns;
    const float* second = a.inputs[1] + row * a.columns;
    LaneSum squares;
    VisitRow(a.columns, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec gap = hn::Sub(slice.Load(first, 0.0f), slice.Load(second, 0.0f));
      squares.AddProduct(part, gap, gap);
    });
    const double similar = a.target[row], square = squares.Total(), distance = std::sqrt(square);
    const double margin = a.options[0], room = margin - distance;
    const double push = room < 0 || distance == 0 ? 0.0 : (1 - similar) / distance;  // NaN stays NaN
    // Of either vector: ±slope·r, then slope + bend·r².
    const DoublePair slope = DoublePair::Of(similar - push * room);
    const DoublePair bend = DoublePair::Of(push == 0 ? 0.0 : push * margin / square);
    if constexpr ((kWanted & (kGradient | kHessian)) != 0) {
      VisitRow(a.columns, [&](auto slice, size_t) HWY_ATTR {
        const DoublePair gap = DoublePair::Of(hn::Sub(slice.Load(first, 0.0f), slice.Load(second, 0.0f)));
        if constexpr ((kWanted & kGradient) != 0) {
          outputs.Store(slice, slope * gap, outputs.gradients[0]);
          outputs.Store(slice, DoublePair::Of(0.0) - slope * gap, outputs.gradients[1]);
        }
        if constexpr ((kWanted & kHessian) != 0) {
          const DoublePair term = slope + bend * (gap * gap);
          outputs.Store(slice, term, outputs.hessians[0]);
          outputs.Store(slice, term, outputs.hessians[1]);
        }
      });
    }
    return 0.5 * (similar * square + (1 - similar) * (room < 0 ? 0.0 : room * room));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CONTRASTIVE_INL_H_
