// Cross-entropy of sixteen rows of few classes at a time, a row per lane: where a row is shorter than a
// vector, one row after the other spends its time waiting for its own maximum, sum and logarithm. The same
// roundings in the same order as a row by itself, so the bits do not tell which way a row went.
#include "native/engine/rowwise-inl.h"
#include "native/engine/wide-inl.h"
#include "native/losses/softmax-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_CROSS_ENTROPY_GROUP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CROSS_ENTROPY_GROUP_INL_H_
#undef STEEPEST_LOSSES_CROSS_ENTROPY_GROUP_INL_H_
#else
#define STEEPEST_LOSSES_CROSS_ENTROPY_GROUP_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Rows [row, row + kFloats) of at most 16 classes with labels.
class LabelGroup {
 public:
  HWY_INLINE LabelGroup(const RowwiseArguments& a, size_t row) : a_(a), row_(row) {
    for (size_t lane = 0; lane < kFloats; ++lane) ReadRow(lane);
  }

  template <unsigned kWanted>
  HWY_INLINE void Evaluate(float* values) {
    const FloatTag f;
    const WideVec rest = Exponentiate();
    const WideVec total = WideVec::Of(1.0).Plus(rest);
    const FloatVec mass = hn::Load(f, mass_);
    const FloatVec slope = WideVec::From(mass).Over(total).Rounded();
    if constexpr ((kWanted & kValue) != 0) StoreValues(mass, rest.Rounded(), values);
    if constexpr ((kWanted & kGradient) != 0) StoreGradient(total.Rounded(), rest.Rounded(), slope);
  }

 private:
  /// One row into its lane; a row that does not count has weight 0 and, to be read safely, label 0.
  HWY_INLINE void ReadRow(size_t lane) {
    const size_t row = row_ + lane;
    const int64_t given = a_.targets.Label(row);
    const bool ignored = given == a_.ignored_label;
    const size_t label = ignored ? 0 : static_cast<size_t>(given);
    weight_[lane] = ignored ? 0.0f : a_.weights == nullptr ? 1.0f : a_.weights[row];
    mass_[lane] = a_.class_weights == nullptr ? 1.0f : a_.class_weights[label];
    label_[lane] = static_cast<float>(label);
    const float* scores = a_.scores + row * a_.classes;
    for (size_t c = 0; c < a_.classes; ++c) columns_[c][lane] = scores[c];
  }

  /// Replaces the scores by their exponentials; returns their sum but for one of the largest (see
  /// ExponentiateRow).
  HWY_INLINE WideVec Exponentiate() {
    const FloatTag f;
    maximum_ = hn::Load(f, columns_[0]);
    for (size_t c = 1; c < a_.classes; ++c) maximum_ = hn::Max(maximum_, hn::Load(f, columns_[c]));
    const FloatVec label = hn::Load(f, label_);
    FloatVec largest = hn::Zero(f);
    label_score_ = hn::Zero(f);
    WideVec sums[kVirtualLanes];
    for (size_t c = 0; c < a_.classes; ++c) {
      const FloatVec score = hn::Load(f, columns_[c]);
      const FloatVec shifted = hn::Sub(score, maximum_);
      const FloatVec exponential = ExpNonPositive(f, shifted);
      const auto top = hn::Eq(shifted, hn::Zero(f));
      const auto hit = hn::Eq(label, hn::Set(f, static_cast<float>(c)));
      largest = hn::Add(largest, hn::IfThenElseZero(top, hn::Set(f, 1.0f)));
      label_score_ = hn::IfThenElse(hit, score, label_score_);
      sums[c] = WideVec::From(hn::IfThenZeroElse(top, exponential));
      hn::Store(exponential, f, columns_[c]);
    }
    return Tree(sums).Plus(WideVec::From(hn::Sub(largest, hn::Set(f, 1.0f))));
  }

  /// The tree of LaneSum::Total, class c standing in lane c and nothing in the others.
  HWY_INLINE WideVec Tree(WideVec* sums) const {
    size_t filled = a_.classes;
    for (size_t width = kVirtualLanes / 2; width > 0; width /= 2) {
      for (size_t c = 0; c + width < filled; ++c) sums[c] = sums[c].Plus(sums[c + width]);
      if (filled > width) filled = width;
    }
    return sums[0];
  }

  HWY_INLINE void StoreValues(FloatVec mass, FloatVec rest, float* values) const {
    const FloatTag f;
    const FloatVec weight = hn::Load(f, weight_);
    const auto massless = hn::Eq(mass, hn::Zero(f));
    const FloatVec excess = hn::IfThenZeroElse(massless, hn::Mul(mass, hn::Sub(maximum_, label_score_)));
    const WideVec product = WideVec::From(mass).Times(WideVec::From(Log1p(f, rest)));
    const FloatVec value = hn::Mul(WideVec::From(excess).Plus(product).Rounded(), weight);
    hn::StoreU(hn::IfThenZeroElse(hn::Eq(weight, hn::Zero(f)), value), f, values);
  }

  HWY_INLINE void StoreGradient(FloatVec total, FloatVec rest, FloatVec slope) {
    const FloatTag f;
    const FloatVec weight = hn::Load(f, weight_);
    const FloatVec label = hn::Load(f, label_);
    const FloatVec scale = hn::Mul(hn::Set(f, a_.scale), weight);
    const auto ignored = hn::Eq(weight, hn::Zero(f));
    for (size_t c = 0; c < a_.classes; ++c) {
      const FloatVec exponential = hn::Load(f, columns_[c]);
      const FloatVec others = OthersOf(exponential, total, rest);
      const auto hit = hn::Eq(label, hn::Set(f, static_cast<float>(c)));
      const FloatVec scaled = hn::Mul(hn::Mul(hn::IfThenElse(hit, others, exponential), slope), scale);
      const FloatVec signed_gradient = hn::IfThenElse(hit, hn::Neg(scaled), scaled);
      hn::Store(hn::IfThenZeroElse(ignored, signed_gradient), f, columns_[c]);
    }
    float* gradient = a_.gradient + row_ * a_.classes;
    for (size_t lane = 0; lane < kFloats; ++lane) {
      for (size_t c = 0; c < a_.classes; ++c) *gradient++ = columns_[c][lane];
    }
  }

  const RowwiseArguments& a_;
  size_t row_;
  HWY_ALIGN float columns_[kVirtualLanes][kFloats];
  HWY_ALIGN float weight_[kFloats];
  HWY_ALIGN float mass_[kFloats];
  HWY_ALIGN float label_[kFloats];
  FloatVec maximum_;
  FloatVec label_score_;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CROSS_ENTROPY_GROUP_INL_H_
