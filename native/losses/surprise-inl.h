// Losses Σ_c φ_c(s_c) of the surprises s = −ln p under the softmax p of a row, where only classes with a
// target have a φ, and each class without one may cost a constant times its p. A form gives φ, φ' and φ''.
// With v = φ', h = φ'', V = Σ v and H = Σ h,
//   gradient_k = p_k·(V − v_k) − (1 − p_k)·v_k
//   hessian    = V·(diag(p) − p pᵀ) + Σ_c h_c·(p − e_c)(p − e_c)ᵀ.
// Classes with a target go through doubles, where powers and differences keep their digits; the others only
// need their exponential. A label is one class with a target, evaluated by the same vector code, so that
// labels and one-hot targets agree exactly.
#include "native/engine/rowwise-inl.h"
#include "native/engine/wide-inl.h"
#include "native/losses/softmax-inl.h"

#if defined(STEEPEST_LOSSES_SURPRISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SURPRISE_INL_H_
#undef STEEPEST_LOSSES_SURPRISE_INL_H_
#else
#define STEEPEST_LOSSES_SURPRISE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A class with a target, as a form sees it.
struct SurpriseClass {
  DoubleVec surprise;  // −ln p
  DoubleVec share;     // p
  DoubleVec others;    // 1 − p, without cancellation
  DoubleVec target;    // t, smoothed and times the class weight unless the form spreads
  DoubleVec option;    // the class's own number
};

/// φ of a class with its first and second derivative by the surprise.
struct SurpriseTerms {
  DoubleVec value;
  DoubleVec slope;
  DoubleVec curvature;
};

/// The sums of a row over the classes with a target.
struct SurpriseSums {
  double value = 0;
  double slope = 0;
  double curvature = 0;
};

/// One row. A Form is made of the options from the fourth on and has `At` (SurpriseClass → SurpriseTerms),
/// `Spread`, the cost of p of a class without a target, and `spreads`, whether there is one: then a class has
/// its t and the row counts with Σ t·w. Options: 1 − labelSmoothing, labelSmoothing, the number of every
/// class that has none of its own.
template <class Form>
class SurpriseRow {
 public:
  HWY_INLINE SurpriseRow(const RowwiseArguments& a, size_t row, float weight)
      : form_(a.options + 3),
        scores_(a, row),
        targets_(a, row, a.options[0], a.options[1]),
        classes_(a.classes),
        class_options_(a.class_options),
        option_(a.options[2]),
        weight_(weight),
        scale_(a.scale * weight),
        sparse_(targets_.soft == nullptr && a.options[1] == 0.0f) {
    if constexpr (Form::spreads) TakeRowMass();
  }

  template <unsigned kWanted>
  HWY_INLINE float Evaluate(float* out) {
    constexpr bool kSpread = Form::spreads && (kWanted & kValue) != 0;
    LaneSum untouched;
    softmax_ = ExponentiateRow(scores_, classes_, LargestScore(scores_, classes_), out,
                               [&](const auto& slice, size_t part, FloatVec exponential) HWY_ATTR {
                                 if constexpr (kSpread)
                                   untouched.Add(part, hn::IfThenElseZero(Empty(slice), exponential));
                               });
    SumClasses();
    if constexpr ((kWanted & kGradient) != 0) Gradient(out);
    if constexpr ((kWanted & kHessian) != 0) Hessian(out);
    if constexpr ((kWanted & kValue) == 0) return 0.0f;
    double value = sums_.value;
    if constexpr (kSpread) value += row_mass_ * form_.Spread() * (untouched.Total() / softmax_.Total());
    return Value(value);
  }

  HWY_NOINLINE void HessianVector(const float* vector, float* out) {
    const RowMean mean =
        ExponentiateWithMean(scores_, classes_, LargestScore(scores_, classes_), vector, out);
    softmax_ = mean.softmax;
    SumClasses();
    Multiply(vector, static_cast<float>(mean.mean), out);
  }

 private:
  /// The targets without their class weights, which become one weight of the row: Σ t·w.
  HWY_INLINE void TakeRowMass() {
    const float* weights = targets_.class_weights;
    row_mass_ = sparse_ ? targets_.LabelWeight() : 0.0;
    targets_.class_weights = nullptr;
    if (!sparse_) {
      LaneSum mass;
      VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
        const FloatVec target = slice.Load(targets_.soft, 0.0f);
        mass.Add(part, weights == nullptr ? target : hn::Mul(target, slice.Load(weights, 0.0f)));
      });
      row_mass_ = mass.Total();
    }
  }

  /// NaN where the row has one, which a class without a target does not show.
  HWY_INLINE float Value(double value) const {
    return static_cast<float>(value + 0.0 * softmax_.Total()) * weight_;
  }

  template <class Slice>
  HWY_INLINE hn::Mask<FloatTag> Empty(const Slice& slice) const {
    return hn::Eq(targets_.Load(slice), hn::Zero(FloatTag()));
  }

  HWY_INLINE bool HasLabel() const { return sparse_ && targets_.LabelWeight() != 0.0f; }

  /// Classes that lie `shifted` below the largest score.
  HWY_INLINE SurpriseClass ClassOf(DoubleVec shifted, DoubleVec target, DoubleVec option) const {
    const DoubleTag d;
    const DoubleVec exponential = WideExp(d, shifted);
    const DoubleVec inverse = hn::Set(d, inverse_);
    const auto top = hn::Eq(shifted, hn::Zero(d));
    const DoubleVec other =
        hn::IfThenElse(top, hn::Set(d, softmax_.rest), hn::Sub(hn::Set(d, softmax_.Total()), exponential));
    return {hn::Sub(hn::Set(d, log_total_), shifted), hn::Mul(exponential, inverse), hn::Mul(other, inverse),
            target, option};
  }

  /// The label's class in every lane.
  HWY_INLINE SurpriseClass LabelClass() const {
    const DoubleTag d;
    const size_t label = static_cast<size_t>(targets_.label);
    const float shifted = scores_.At(label) - softmax_.maximum;
    const float option = class_options_ == nullptr ? option_ : class_options_[label];
    return ClassOf(hn::Set(d, shifted), hn::Set(d, targets_.LabelWeight()), hn::Set(d, option));
  }

  /// A float vector of classes in its two halves.
  struct Classes {
    SurpriseClass low, high;
  };

  template <class Slice>
  HWY_INLINE Classes ClassesOf(const Slice& slice, FloatVec target) const {
    const WideVec shifted = WideVec::From(ShiftedScores(scores_, slice, softmax_.maximum));
    const WideVec wide = WideVec::From(target);
    const WideVec option = WideVec::From(class_options_ == nullptr ? hn::Set(FloatTag(), option_)
                                                                   : slice.Load(class_options_, 0.0f));
    return {ClassOf(shifted.low, wide.low, option.low), ClassOf(shifted.high, wide.high, option.high)};
  }

  HWY_INLINE SurpriseTerms TermsOf(const SurpriseClass& own) const {
    const SurpriseTerms terms = form_.At(own);
    if constexpr (!Form::spreads) return terms;
    const DoubleVec mass = hn::Set(DoubleTag(), row_mass_);
    // A row of weight 0 costs nothing, also where its value is ∞.
    const DoubleVec value = row_mass_ == 0.0 ? mass : hn::Mul(mass, terms.value);
    return {value, hn::Mul(mass, terms.slope), hn::Mul(mass, terms.curvature)};
  }

  /// The terms of classes, 0 without a target.
  HWY_INLINE SurpriseTerms Kept(const SurpriseClass& own) const {
    const auto empty = hn::Eq(own.target, hn::Zero(DoubleTag()));
    const SurpriseTerms terms = TermsOf(own);
    return {hn::IfThenZeroElse(empty, terms.value), hn::IfThenZeroElse(empty, terms.slope),
            hn::IfThenZeroElse(empty, terms.curvature)};
  }

  HWY_INLINE void SumClasses() {
    const DoubleTag d;
    inverse_ = 1.0 / softmax_.Total();
    log_total_ = hn::GetLane(WideLog1p(d, hn::Set(d, softmax_.rest)));
    if (!sparse_) {
      SumSoft();
    } else if (HasLabel()) {
      const SurpriseTerms terms = TermsOf(LabelClass());
      sums_ = {hn::GetLane(terms.value), hn::GetLane(terms.slope), hn::GetLane(terms.curvature)};
    }
  }

  HWY_NOINLINE void SumSoft() {
    LaneSum value, slope, curvature;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec target = slice.Clip(targets_.Load(slice));
      if (hn::AllTrue(FloatTag(), hn::Eq(target, hn::Zero(FloatTag())))) return;
      const Classes classes = ClassesOf(slice, target);
      const SurpriseTerms low = Kept(classes.low), high = Kept(classes.high);
      value.AddWide(part, low.value, high.value);
      slope.AddWide(part, low.slope, high.slope);
      curvature.AddWide(part, low.curvature, high.curvature);
    });
    sums_ = {value.Total(), slope.Total(), curvature.Total()};
  }

  /// Replaces a row of exponentials: by plain(slice, exponentials) for classes without a target, else by
  /// wide(class, terms, extra), each times the row's scale; `extra` (slice) is some float of each class, and
  /// `label_extra` that of the label.
  template <class Plain, class Wide, class Extra>
  HWY_INLINE void Fill(float* out, const Plain& plain, const Wide& wide, const Extra& extra,
                       float label_extra) const {
    const FloatTag f;
    const DoubleTag d;
    const FloatVec scale = hn::Set(f, scale_);
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      FloatVec result = plain(slice, slice.Load(out, 0.0f));
      if (!sparse_) {
        const FloatVec target = targets_.Load(slice);
        const auto empty = hn::Eq(target, hn::Zero(f));
        if (!hn::AllTrue(f, empty)) {
          const Classes own = ClassesOf(slice, target);
          const WideVec more = WideVec::From(extra(slice));
          const WideVec full = {wide(own.low, TermsOf(own.low), more.low),
                                wide(own.high, TermsOf(own.high), more.high)};
          result = hn::IfThenElse(empty, result, full.Rounded());
        }
      }
      slice.Store(hn::Mul(result, scale), out);
    });
    if (!HasLabel()) return;
    const SurpriseClass own = LabelClass();
    const DoubleVec full = wide(own, TermsOf(own), hn::Set(d, label_extra));
    const FloatVec rounded = WideVec{full, full}.Rounded();
    out[targets_.label] = hn::GetLane(hn::Mul(rounded, scale));
  }

  HWY_INLINE void Gradient(float* out) const {
    const FloatVec slope = hn::Set(FloatTag(), static_cast<float>(sums_.slope * inverse_));
    const DoubleVec whole = hn::Set(DoubleTag(), sums_.slope);
    const auto plain = [&](const auto&, FloatVec exponential)
                           HWY_ATTR { return hn::Mul(exponential, slope); };
    const auto wide = [&](const SurpriseClass& own, const SurpriseTerms& terms, DoubleVec) HWY_ATTR {
      return hn::MulSub(own.share, hn::Sub(whole, terms.slope), hn::Mul(own.others, terms.slope));
    };
    Fill(
        out, plain, wide, [](const auto&) HWY_ATTR { return hn::Zero(FloatTag()); }, 0.0f);
  }

  HWY_NOINLINE void Hessian(float* out) const {
    const FloatTag f;
    const DoubleTag d;
    const RowFactors factors(softmax_, scale_);
    const FloatVec inverse = hn::Set(f, factors.inverse);
    const FloatVec slope = hn::Set(f, static_cast<float>(sums_.slope));
    const FloatVec bend = hn::Set(f, static_cast<float>(sums_.curvature));
    const auto plain = [&](const auto&, FloatVec exponential) HWY_ATTR {
      const FloatVec share = hn::Mul(exponential, inverse);
      const FloatVec others = hn::Mul(factors.Others(exponential), inverse);
      return hn::Mul(share, hn::MulAdd(share, bend, hn::Mul(others, slope)));
    };
    const auto wide = [&](const SurpriseClass& own, const SurpriseTerms& terms, DoubleVec) HWY_ATTR {
      const DoubleVec away = hn::Sub(hn::Set(d, sums_.curvature), terms.curvature);
      const DoubleVec pull = hn::MulAdd(own.share, away, hn::Mul(own.others, hn::Set(d, sums_.slope)));
      return hn::MulAdd(own.share, pull, hn::Mul(terms.curvature, hn::Mul(own.others, own.others)));
    };
    Fill(
        out, plain, wide, [](const auto&) HWY_ATTR { return hn::Zero(FloatTag()); }, 0.0f);
  }

  /// Σ h_c·(v_c − mean) over the classes with a target.
  HWY_INLINE double PullOf(const float* vector, float mean) const {
    if (sparse_) return HasLabel() ? sums_.curvature * (vector[targets_.label] - mean) : 0.0;
    LaneSum pull;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec target = slice.Clip(targets_.Load(slice));
      const Classes classes = ClassesOf(slice, target);
      const WideVec away = WideVec::From(hn::Sub(slice.Load(vector, 0.0f), hn::Set(FloatTag(), mean)));
      pull.AddWide(part, hn::Mul(Kept(classes.low).curvature, away.low),
                   hn::Mul(Kept(classes.high).curvature, away.high));
    });
    return pull.Total();
  }

  /// p·(V·a − Σ h·a) + h·a with a = v − mean.
  HWY_INLINE void Multiply(const float* vector, float mean, float* out) const {
    const FloatTag f;
    const DoubleTag d;
    const double pull = PullOf(vector, mean);
    const FloatVec slope = hn::Set(f, static_cast<float>(sums_.slope * inverse_));
    const FloatVec offset = hn::Set(f, static_cast<float>(pull * inverse_));
    const auto away = [&](const auto& slice)
                          HWY_ATTR { return hn::Sub(slice.Load(vector, 0.0f), hn::Set(f, mean)); };
    const auto plain = [&](const auto& slice, FloatVec exponential)
                           HWY_ATTR { return hn::Mul(exponential, hn::MulSub(slope, away(slice), offset)); };
    const auto wide = [&](const SurpriseClass& own, const SurpriseTerms& terms, DoubleVec a) HWY_ATTR {
      const DoubleVec level = hn::MulSub(hn::Set(d, sums_.slope), a, hn::Set(d, pull));
      return hn::MulAdd(own.share, level, hn::Mul(terms.curvature, a));
    };
    Fill(out, plain, wide, away, HasLabel() ? vector[targets_.label] - mean : 0.0f);
  }

  Form form_;
  PlainScores scores_;
  SmoothedTargets targets_;
  size_t classes_;
  const float* class_options_;
  float option_;
  float weight_;
  float scale_;
  bool sparse_;  // a label and no class but its own has a target
  double row_mass_ = 1.0;
  RowSoftmax softmax_ = {};
  double inverse_ = 0;
  double log_total_ = 0;
  SurpriseSums sums_;
};

/// What the losses of a form share.
template <class Form>
struct SurpriseLoss {
  static constexpr bool class_mass = false;

  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments&) {
    return false;
  }
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments&, size_t, float*) {}

  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    return SurpriseRow<Form>(a, row, weight).template Evaluate<kWanted>(RowDestination<kWanted>(a, row));
  }

  static HWY_INLINE void HessianVector(const RowwiseArguments& a, size_t row, float weight) {
    const size_t begin = row * a.classes;
    SurpriseRow<Form>(a, row, weight).HessianVector(a.vector + begin, a.hessian + begin);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SURPRISE_INL_H_
