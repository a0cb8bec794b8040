// The logits of a row as a softmax loss takes them: as given, with an offset per class, or with the margin of
// the target's class taken off and a scale. Scores, their distances from the largest and the scaled distances
// are each rounded to float32, in both writings.
#include "native/engine/rowwise-inl.h"

#if defined(STEEPEST_LOSSES_SOFTMAX_SCORES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SOFTMAX_SCORES_INL_H_
#undef STEEPEST_LOSSES_SOFTMAX_SCORES_INL_H_
#else
#define STEEPEST_LOSSES_SOFTMAX_SCORES_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The targets of one row as vectors: w_c·((1 − s)·t_c + s/C).
struct SmoothedTargets {
  const float* soft;  // null: a label
  int64_t label;
  const float* class_weights;
  float keep;    // 1 − s
  float spread;  // s / C

  HWY_INLINE SmoothedTargets(const RowwiseArguments& a, size_t row, float keep_share, float smoothing)
      : soft(nullptr),
        label(-1),
        class_weights(a.class_weights),
        keep(keep_share),
        spread(smoothing / static_cast<float>(a.classes)) {
    if (a.targets.kind == TargetKind::kSoft) {
      soft = static_cast<const float*>(a.targets.data) + row * a.classes;
    } else {
      label = a.targets.Label(row);
    }
  }

  /// w_c of the label.
  HWY_INLINE float LabelWeight() const { return class_weights == nullptr ? 1.0f : class_weights[label]; }

  /// t_c itself.
  template <class Slice>
  HWY_INLINE FloatVec Plain(const Slice& slice) const {
    const FloatTag f;
    if (soft != nullptr) return slice.Load(soft, 0.0f);
    const hn::RebindToSigned<FloatTag> i;
    const auto index = hn::Iota(i, static_cast<int32_t>(slice.begin));
    const auto hit = hn::RebindMask(f, hn::Eq(index, hn::Set(i, static_cast<int32_t>(label))));
    return hn::IfThenElseZero(hit, hn::Set(f, 1.0f));
  }

  template <class Slice>
  HWY_INLINE FloatVec Load(const Slice& slice) const {
    const FloatTag f;
    const FloatVec smoothed = hn::MulAdd(hn::Set(f, keep), Plain(slice), hn::Set(f, spread));
    return class_weights == nullptr ? smoothed : hn::Mul(smoothed, slice.Load(class_weights, 0.0f));
  }
};

/// The logits as they are.
class PlainScores {
 public:
  HWY_INLINE PlainScores(const RowwiseArguments& a, size_t row) : row_(a.scores + row * a.classes) {}

  template <class Slice>
  HWY_INLINE FloatVec Load(const Slice& slice, float fill) const {
    return slice.Load(row_, fill);
  }
  HWY_INLINE float At(size_t c) const { return row_[c]; }
  /// What a difference of scores is multiplied by.
  static HWY_INLINE float Scale() { return 1.0f; }
  static HWY_INLINE FloatVec Scaled(FloatVec difference) { return difference; }

 private:
  const float* row_;
};

/// x_c plus the class's own number (null: plain).
class OffsetScores {
 public:
  HWY_INLINE OffsetScores(const RowwiseArguments& a, size_t row)
      : row_(a.scores + row * a.classes), offsets_(a.class_options) {}

  template <class Slice>
  HWY_INLINE FloatVec Load(const Slice& slice, float fill) const {
    const FloatVec plain = slice.Load(row_, fill);
    return offsets_ == nullptr ? plain : hn::Add(plain, slice.Load(offsets_, 0.0f));
  }
  HWY_INLINE float At(size_t c) const { return offsets_ == nullptr ? row_[c] : row_[c] + offsets_[c]; }
  static HWY_INLINE float Scale() { return 1.0f; }
  static HWY_INLINE FloatVec Scaled(FloatVec difference) { return difference; }

 private:
  const float* row_;
  const float* offsets_;
};

/// scale·(x_c − Δ_c·t_c): options[3] is the scale, the margins Δ are the classes' own numbers, or all
/// options[4].
class MarginScores {
 public:
  HWY_INLINE MarginScores(const RowwiseArguments& a, size_t row)
      : row_(a.scores + row * a.classes),
        margins_(a.class_options),
        scale_(a.options[3]),
        margin_(a.options[4]),
        targets_(a, row, 1.0f, 0.0f) {}

  template <class Slice>
  HWY_INLINE FloatVec Load(const Slice& slice, float fill) const {
    const FloatVec margin = margins_ == nullptr ? hn::Set(FloatTag(), margin_) : slice.Load(margins_, 0.0f);
    return hn::Sub(slice.Load(row_, fill), hn::Mul(margin, targets_.Plain(slice)));
  }
  /// Of the label, whose share is 1.
  HWY_INLINE float At(size_t c) const { return row_[c] - (margins_ == nullptr ? margin_ : margins_[c]); }
  HWY_INLINE float Scale() const { return scale_; }
  HWY_INLINE FloatVec Scaled(FloatVec difference) const {
    return hn::Mul(difference, hn::Set(FloatTag(), scale_));
  }

 private:
  const float* row_;
  const float* margins_;
  float scale_;
  float margin_;
  SmoothedTargets targets_;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SOFTMAX_SCORES_INL_H_
