// Softmax cross-entropy from logits, with labels or soft targets, class weights, label smoothing (Szegedy et
// al. 2016) and the z-loss of PaLM (Chowdhery et al. 2022). Per row ℓ = Σ_c u_c·(m − x_c) + U·ln(1 + R) +
// z·(m + ln(1 + R))², where u_c = w_c·((1 − s)·t_c + s/C), U = Σ u_c, m the largest logit and R the sum of
// e^(x − m) over all classes but one of the largest. No term is negative, so none cancels (but for m + ln(1 +
// R) itself): a confident row keeps its few ulp where ln Σ e^x − x_y would be 0. For the distances m − x_c
// rounded to float32, values are within 3 ulp, hessians within 6, and gradients within 6 ulp of the larger of
// their terms. Labels and one-hot targets go through the same roundings and agree exactly.
#include "native/engine/rowwise-inl.h"
#include "native/losses/cross_entropy_group-inl.h"
#include "native/losses/softmax-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Cross-entropy of one row, whatever the scores are. Options: 1 − labelSmoothing, labelSmoothing, zLoss.
template <class Scores>
class CrossEntropyRow {
 public:
  HWY_INLINE CrossEntropyRow(const RowwiseArguments& a, size_t row, float weight)
      : scores_(a, row),
        targets_(a, row, a.options[0], a.options[1]),
        classes_(a.classes),
        weight_(weight),
        factor_(a.scale * weight),
        penalty_(a.options[2]),
        sparse_(targets_.soft == nullptr && a.options[1] == 0.0f) {}

  /// `out` may be the row of scores itself, which is read no more once it is written.
  template <unsigned kWanted>
  HWY_INLINE float Evaluate(float* out) {
    Measure();
    softmax_ = ExponentiateRow(scores_, classes_, maximum_, out);
    if constexpr ((kWanted & kGradient) != 0) {
      if (sparse_)
        LabelGradient(out);
      else
        SoftGradient(out);
    }
    if constexpr ((kWanted & kHessian) != 0) Hessian(out);
    return (kWanted & kValue) == 0 ? 0.0f : Value();
  }

  /// U·(diag(p) − p pᵀ)·v, and the same of the z-loss, for v = `vector`.
  HWY_NOINLINE void HessianVector(const float* vector, float* out) {
    Measure();
    const RowMean mean = ExponentiateWithMean(scores_, classes_, maximum_, vector, out);
    softmax_ = mean.softmax;
    const FloatTag f;
    const FloatVec slope = hn::Set(f, Bend(mass_ + Pull()));
    const FloatVec level = hn::Set(f, static_cast<float>(mean.mean));
    const FloatVec own = hn::Set(f, Bend(2.0 * penalty_ * mean.mean));
    const FloatVec scale = hn::Set(f, factor_);
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec centred = hn::Sub(slice.Load(vector, 0.0f), level);
      const FloatVec product = hn::MulAdd(slope, centred, own);
      slice.Store(hn::Mul(hn::Mul(slice.Load(out, 0.0f), product), scale), out);
    });
  }

 private:
  /// The largest score, the mass of the targets and its excess.
  HWY_INLINE void Measure() {
    maximum_ = LargestScore(scores_, classes_);
    if (sparse_) {
      mass_ = targets_.LabelWeight();
      excess_ = LabelExcess();
    } else {
      Moments();
    }
  }

  /// A number over Σ e, times the scale of the scores.
  HWY_INLINE float Slope(double mass) const {
    return static_cast<float>(scores_.Scale() * mass / softmax_.Total());
  }

  /// The same, times the scale of the scores once more.
  HWY_INLINE float Bend(double mass) const {
    return static_cast<float>(scores_.Scale() * (scores_.Scale() * mass) / softmax_.Total());
  }

  /// ln Σ e^x, in two parts.
  HWY_INLINE double Logarithm() const {
    const hn::CappedTag<float, 4> d;
    return hn::GetLane(Log1p(d, hn::Set(d, static_cast<float>(softmax_.rest))));
  }

  /// The derivative of the z-loss by ln Σ e^x.
  HWY_INLINE double Pull() const {
    return penalty_ == 0.0f ? 0.0 : 2.0 * penalty_ * (softmax_.maximum + Logarithm());
  }

  HWY_INLINE float Value() const {
    const double logarithm = Logarithm();
    double value = excess_ + mass_ * logarithm;
    if (penalty_ != 0.0f) {
      const double whole = softmax_.maximum + logarithm;
      value += penalty_ * whole * whole;
    }
    return static_cast<float>(value) * weight_;
  }

  /// U·(maximum − x_y); a class of weight 0 costs nothing, also where its score is −∞.
  HWY_INLINE float LabelExcess() const {
    const float distance = maximum_ - scores_.At(static_cast<size_t>(targets_.label));
    return mass_ == 0 ? 0.0f : targets_.LabelWeight() * (scores_.Scale() * distance);
  }

  /// All mass on one class: only that class's entry differs from the scaled softmax.
  HWY_INLINE void LabelGradient(float* out) const {
    const FloatTag f;
    const RowFactors factors(softmax_, factor_);
    const size_t label = static_cast<size_t>(targets_.label);
    const FloatVec exponential = hn::Set(f, out[label]);
    const FloatVec slope = hn::Set(f, Slope(mass_ + Pull()));
    const FloatVec scale = hn::Set(f, factors.scale);
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      slice.Store(hn::Mul(hn::Mul(slice.Load(out, 0.0f), slope), scale), out);
    });
    out[label] = hn::GetLane(hn::Mul(Whole(factors, exponential), scale));
  }

  /// The gradient of a class that holds all the mass: −U·(1 − p), and the z-loss's pull.
  HWY_INLINE FloatVec Whole(const RowFactors& factors, FloatVec exponential) const {
    const FloatTag f;
    const FloatVec slope = hn::Set(f, Slope(mass_));
    const FloatVec push = hn::Neg(hn::Mul(factors.Others(exponential), slope));
    if (penalty_ == 0.0f) return push;
    return hn::MulAdd(exponential, hn::Set(f, Slope(Pull())), push);
  }

  /// U·p·(1 − p), and of the z-loss p·(pull·(1 − p) + 2z·p).
  HWY_NOINLINE void Hessian(float* out) const {
    const FloatTag f;
    const RowFactors factors(softmax_, factor_);
    const FloatVec scale = hn::Set(f, factors.scale);
    const FloatVec slope = hn::Set(f, Bend(mass_ + Pull()));
    const FloatVec inverse = hn::Set(f, factors.inverse);
    const FloatVec bend = hn::Set(f, Bend(2.0 * penalty_) * factors.inverse);
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec exponential = slice.Load(out, 0.0f);
      const FloatVec complement = hn::Mul(factors.Others(exponential), inverse);
      FloatVec own = hn::Mul(hn::Mul(exponential, slope), complement);
      if (penalty_ != 0.0f) own = hn::MulAdd(hn::Mul(exponential, bend), exponential, own);
      slice.Store(hn::Mul(own, scale), out);
    });
  }

  /// Σ u_c·(maximum − x_c) and Σ u_c; a class without mass adds nothing, also where its score is −∞.
  HWY_NOINLINE void Moments() {
    const FloatTag f;
    LaneSum excesses, masses;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec target = slice.Clip(targets_.Load(slice));
      const FloatVec shifted = ShiftedScores(scores_, slice, maximum_);
      const auto empty = hn::Eq(target, hn::Zero(f));
      excesses.Add(part, hn::IfThenZeroElse(empty, hn::Mul(target, hn::Neg(shifted))));
      masses.Add(part, target);
    });
    excess_ = excesses.Total();
    mass_ = masses.Total();
  }

  /// U·p − u per class; where a class holds all the mass, −U·(1 − p) without cancellation.
  HWY_NOINLINE void SoftGradient(float* out) const {
    const FloatTag f;
    const RowFactors factors(softmax_, factor_);
    const FloatVec mass = hn::Set(f, static_cast<float>(mass_));
    const FloatVec slope = hn::Set(f, Slope(mass_ + Pull()));
    const FloatVec scale = hn::Set(f, factors.scale);
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec exponential = slice.Load(out, 0.0f);
      const FloatVec target = targets_.Load(slice);
      const FloatVec mixed = hn::MulSub(exponential, slope, scores_.Scaled(target));
      const auto whole = hn::Eq(target, mass);
      slice.Store(hn::Mul(hn::IfThenElse(whole, Whole(factors, exponential), mixed), scale), out);
    });
  }

  Scores scores_;
  SmoothedTargets targets_;
  size_t classes_;
  float weight_;
  float factor_;   // the reduction's scale times the weight
  float penalty_;  // zLoss
  bool sparse_;    // all mass on the label
  float maximum_ = 0;
  RowSoftmax softmax_ = {};
  double excess_ = 0;
  double mass_ = 0;
};

/// What the losses that are a cross-entropy of some scores share.
template <class Scores>
struct CrossEntropyOf {
  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    return CrossEntropyRow<Scores>(a, row, weight)
        .template Evaluate<kWanted>(RowDestination<kWanted>(a, row));
  }

  static HWY_INLINE void HessianVector(const RowwiseArguments& a, size_t row, float weight) {
    const size_t begin = row * a.classes;
    CrossEntropyRow<Scores>(a, row, weight).HessianVector(a.vector + begin, a.hessian + begin);
  }
};

struct CrossEntropy : CrossEntropyOf<PlainScores> {
  static constexpr const char* name = "crossEntropy";
  static constexpr bool class_mass = true;

  /// Whether rows go sixteen at a time through Group.
  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments& a) {
    const bool plain = a.targets.kind != TargetKind::kSoft && a.options[1] == 0.0f && a.options[2] == 0.0f;
    return (kWanted & kHessian) == 0 && plain && a.classes <= kVirtualLanes;
  }

  /// Rows [row, row + 16) with their weighted terms.
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments& a, size_t row, float* values) {
    for (size_t lane = 0; lane < kVirtualLanes; lane += kFloats) {
      LabelGroup(a, row + lane).Evaluate<kWanted>(values + lane);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
