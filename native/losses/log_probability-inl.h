// Losses Σ_c u_c·(k_c − x_c) of log-probabilities x: the gradient is −u and the hessian 0. A form makes the
// mass u and the difference k − x of a vector of classes; the difference is rounded to float32, as a residual
// is.
#include "native/engine/rowwise-inl.h"
#include "native/losses/softmax_scores-inl.h"

#if defined(STEEPEST_LOSSES_LOG_PROBABILITY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_LOG_PROBABILITY_INL_H_
#undef STEEPEST_LOSSES_LOG_PROBABILITY_INL_H_
#else
#define STEEPEST_LOSSES_LOG_PROBABILITY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What a class counts, and what one unit of it costs.
struct LinearClass {
  FloatVec mass;
  FloatVec cost;
};

/// A Form has `At` (log-probabilities, targets, class weights → LinearClass).
template <class Form>
struct LogProbabilityLoss {
  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments&) {
    return false;
  }
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments&, size_t, float*) {}

  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    const FloatTag f;
    const float* scores = a.scores + row * a.classes;
    float* out = nullptr;
    if constexpr ((kWanted & kGradient) != 0) out = a.gradient + row * a.classes;
    if constexpr ((kWanted & kHessian) != 0) out = a.hessian + row * a.classes;
    const SmoothedTargets targets(a, row, 1.0f, 0.0f);
    const FloatVec scale = hn::Set(f, a.scale * weight);
    const FloatVec one = hn::Set(f, 1.0f);
    LaneSum sum;
    auto invalid = hn::IsNaN(hn::Zero(f));
    VisitRow(a.classes, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec score = slice.Load(scores, 0.0f);
      const FloatVec target = slice.Clip(targets.Plain(slice));
      const FloatVec class_weight = a.class_weights == nullptr ? one : slice.Load(a.class_weights, 0.0f);
      invalid = hn::Or(invalid, hn::Or(hn::IsNaN(score), hn::IsNaN(target)));
      const LinearClass own = Form::At(score, target, class_weight);
      const FloatVec mass = slice.Clip(own.mass);
      const auto empty = hn::Eq(mass, hn::Zero(f));
      if constexpr ((kWanted & kValue) != 0) sum.AddProduct(part, mass, hn::IfThenZeroElse(empty, own.cost));
      if constexpr ((kWanted & kGradient) != 0) slice.Store(hn::Neg(hn::Mul(mass, scale)), out);
      if constexpr ((kWanted & kHessian) != 0) slice.Store(hn::Zero(f), out);
    });
    if (!hn::AllFalse(f, invalid)) return Spoil(out, a.classes);
    return (kWanted & kValue) == 0 ? 0.0f : static_cast<float>(sum.Total()) * weight;
  }

  static HWY_INLINE void HessianVector(const RowwiseArguments& a, size_t row, float weight) {
    const FloatTag f;
    float* out = a.hessian + row * a.classes;
    Row<kHessian>(a, row, weight);
    const float* vector = a.vector + row * a.classes;
    auto invalid = hn::IsNaN(hn::Zero(f));
    VisitRow(a.classes, [&](auto slice, size_t)
                            HWY_ATTR { invalid = hn::Or(invalid, hn::IsNaN(slice.Load(vector, 0.0f))); });
    if (!hn::AllFalse(f, invalid)) Spoil(out, a.classes);
  }

 private:
  /// A row with NaN among its inputs gives NaN, also where a class has no part in it.
  static HWY_INLINE float Spoil(float* out, size_t classes) {
    const float nothing = std::numeric_limits<float>::quiet_NaN();
    for (size_t c = 0; out != nullptr && c < classes; ++c) out[c] = nothing;
    return nothing;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_LOG_PROBABILITY_INL_H_
