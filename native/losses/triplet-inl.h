// An anchor is to be nearer to a positive than to a negative by a margin; torch.nn.TripletMarginLoss
// (Schroff, Kalenichenko and Philbin 2015), `swap` after Balntas et al. (2016).
#include "native/losses/distance-inl.h"

#if defined(STEEPEST_LOSSES_TRIPLET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_TRIPLET_INL_H_
#undef STEEPEST_LOSSES_TRIPLET_INL_H_
#else
#define STEEPEST_LOSSES_TRIPLET_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// max(0, d(anchor, positive) − d(anchor, negative) + margin), active at 0; with swap the negative's distance
/// is that to the positive where it is smaller. Options: margin, p, epsilon, swap.
struct Triplet {
  static constexpr const char* name = "triplet";
  static constexpr size_t inputs = 3;
  static constexpr bool targeted = false;

  template <unsigned kWanted>
  static HWY_INLINE double Row(const EmbeddingArguments& a, size_t row, const RowOutputs& outputs) {
    const float* rows[3];
    for (size_t i = 0; i < 3; ++i) rows[i] = a.inputs[i] + row * a.columns;
    const auto between = [&](size_t i, size_t j) HWY_ATTR {
      return Distance(rows[i], rows[j], a.columns, a.options[1], a.options[2]);
    };
    const Distance near = between(0, 1);
    Distance far = between(0, 2);
    size_t from = 0;  // whose distance to the negative counts
    if (a.options[3] != 0.0f) {
      const Distance other = between(1, 2);
      if (other.Value() < far.Value()) {
        far = other;
        from = 1;
      }
    }
    const double excess = near.Value() - far.Value() + a.options[0];
    const double active = excess < 0 ? 0.0 : excess >= 0 ? 1.0 : excess;  // NaN stays NaN
    if constexpr ((kWanted & (kGradient | kHessian)) != 0) {
      VisitRow(a.columns, [&](auto slice, size_t)
                              HWY_ATTR { Derivatives<kWanted>(slice, near, far, from, active, outputs); });
    }
    return excess < 0 ? 0.0 : excess;
  }

 private:
  template <unsigned kWanted, class Slice>
  static HWY_INLINE void Derivatives(const Slice& slice, const Distance& near, const Distance& far,
                                     size_t from, double active, const RowOutputs& outputs) {
    const DoublePair factor = DoublePair::Of(active), zero = DoublePair::Of(0.0);
    if constexpr ((kWanted & kGradient) != 0) {
      const DoublePair pull = factor * near.First(slice), push = factor * far.First(slice);
      outputs.Store(slice, from == 0 ? pull - push : pull, outputs.gradients[0]);
      outputs.Store(slice, from == 0 ? zero - pull : zero - pull - push, outputs.gradients[1]);
      outputs.Store(slice, push, outputs.gradients[2]);
    }
    if constexpr ((kWanted & kHessian) != 0) {
      const DoublePair pull = factor * near.Second(slice), push = factor * far.Second(slice);
      outputs.Store(slice, from == 0 ? pull - push : pull, outputs.hessians[0]);
      outputs.Store(slice, from == 0 ? pull : pull - push, outputs.hessians[1]);
      outputs.Store(slice, zero - push, outputs.hessians[2]);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_TRIPLET_INL_H_
