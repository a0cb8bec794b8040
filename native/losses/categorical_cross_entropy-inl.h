// Cross-entropy from probabilities as in Keras: a row x is divided by its sum S and each p = x/S held within
// [ε, 1 − ε]; where it is held it has no slope. With u the targets, smoothed and weighted, and V their sum
// over the classes that are not held, gradient_k = V/S − u_k/x_k = (V − u_k)/S − u_k·(S − x_k)/(x_k·S), of
// which a label keeps only the second term. Classes without a target share one number.
#include "native/engine/rowwise-inl.h"
#include "native/engine/wide-inl.h"
#include "native/losses/softmax_scores-inl.h"
#include "native/math/wide-inl.h"

#if defined(STEEPEST_LOSSES_CATEGORICAL_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CATEGORICAL_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_CATEGORICAL_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_CATEGORICAL_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// One row. Options: 1 − labelSmoothing, labelSmoothing, epsilon, −ln epsilon, −ln(1 − epsilon).
class ProbabilityRow {
 public:
  HWY_INLINE ProbabilityRow(const RowwiseArguments& a, size_t row, float weight)
      : scores_(a.scores + row * a.classes),
        targets_(a, row, a.options[0], a.options[1]),
        options_(a.options),
        classes_(a.classes),
        weight_(weight),
        scale_(a.scale * weight) {
    MeasureScores();
    SumClasses();
  }

  template <unsigned kWanted>
  HWY_INLINE float Evaluate(float* out) const {
    if constexpr ((kWanted & kGradient) != 0) Gradient(out);
    if constexpr ((kWanted & kHessian) != 0) Hessian(out);
    return (kWanted & kValue) == 0 ? 0.0f : static_cast<float>(value_ + 0.0 * inverse_) * weight_;
  }

  /// u_k·v_k/x_k² − V·Σv/S².
  HWY_NOINLINE void HessianVector(const float* vector, float* out) const {
    const DoubleTag d;
    LaneSum sum;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR { sum.Add(part, slice.Load(vector, 0.0f)); });
    const double shared = -open_ * inverse_ * inverse_ * sum.Total();
    const auto own = [&](const Class& c, DoubleVec v) HWY_ATTR {
      const DoubleVec bend = hn::Div(hn::Div(hn::Mul(c.target, v), c.score), c.score);
      return hn::Add(hn::Set(d, shared), bend);
    };
    Fill(out, shared, own, [&](const auto& slice) HWY_ATTR { return slice.Load(vector, 0.0f); });
  }

 private:
  /// A vector of classes in double.
  struct Class {
    DoubleVec score;
    DoubleVec others;  // S − x, without cancellation
    DoubleVec target;
    hn::Mask<DoubleTag> low, high;  // held at ε or at 1 − ε
  };

  HWY_INLINE void MeasureScores() {
    const FloatTag f;
    maximum_ = RowMaximum(scores_, classes_);
    LaneSum rest;
    size_t largest = 0;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec score = slice.Load(scores_, 0.0f);
      const auto top = hn::Eq(score, hn::Set(f, maximum_));
      rest.Add(part, hn::IfThenZeroElse(top, score));
      largest += hn::CountTrue(f, hn::And(top, Inside(slice)));
    });
    rest_ = rest.Total() + (static_cast<double>(largest) - 1.0) * maximum_;
    total_ = rest_ + maximum_;
    inverse_ = total_ == 0.0 ? std::numeric_limits<double>::quiet_NaN() : 1.0 / total_;
  }

  /// The lanes inside the row.
  template <class Slice>
  static HWY_INLINE hn::Mask<FloatTag> Inside(const Slice& slice) {
    const FloatTag f;
    return hn::Ne(slice.Clip(hn::Set(f, 1.0f)), hn::Zero(f));
  }

  HWY_INLINE Class ClassOf(DoubleVec score, DoubleVec target) const {
    const DoubleTag d;
    const auto top = hn::Eq(score, hn::Set(d, maximum_));
    const DoubleVec others = hn::IfThenElse(top, hn::Set(d, rest_), hn::Sub(hn::Set(d, total_), score));
    const DoubleVec bound = hn::Set(d, options_[2] * total_);
    return {score, others, target, hn::Lt(score, bound), hn::Lt(others, bound)};
  }

  struct Classes {
    Class low, high;
  };

  template <class Slice>
  HWY_INLINE Classes ClassesOf(const Slice& slice, FloatVec target) const {
    const WideVec score = WideVec::From(slice.Load(scores_, 0.0f));
    const WideVec wide = WideVec::From(target);
    return {ClassOf(score.low, wide.low), ClassOf(score.high, wide.high)};
  }

  /// −u·ln p of a class, 0 without a target.
  HWY_INLINE DoubleVec ValueOf(const Class& c) const {
    const DoubleTag d;
    const DoubleVec free = WideLog1p(d, hn::Div(c.others, c.score));
    const DoubleVec zero_done = hn::IfThenElse(hn::Eq(c.score, hn::Zero(d)),
                                               hn::Set(d, std::numeric_limits<double>::infinity()), free);
    const DoubleVec above = hn::IfThenElse(c.high, hn::Set(d, options_[4]), zero_done);
    const DoubleVec held = hn::IfThenElse(c.low, hn::Set(d, options_[3]), above);
    return hn::IfThenZeroElse(hn::Eq(c.target, hn::Zero(d)), hn::Mul(c.target, held));
  }

  /// The target of a class where it is not held.
  static HWY_INLINE DoubleVec OpenOf(const Class& c) {
    return hn::IfThenZeroElse(hn::Or(c.low, c.high), c.target);
  }

  HWY_INLINE void SumClasses() {
    LaneSum value, open;
    VisitRow(classes_, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec target = slice.Clip(targets_.Load(slice));
      if (hn::AllTrue(FloatTag(), hn::Eq(target, hn::Zero(FloatTag())))) return;
      const Classes own = ClassesOf(slice, target);
      value.AddWide(part, ValueOf(own.low), ValueOf(own.high));
      open.AddWide(part, OpenOf(own.low), OpenOf(own.high));
    });
    value_ = value.Total();
    open_ = open.Total();
  }

  /// Fills a row with `shared` where a class has no open target, else with own(class, extra), `extra` (slice)
  /// being some float of each class; all times the row's scale.
  template <class Own, class Extra>
  HWY_INLINE void Fill(float* out, double shared, const Own& own, const Extra& extra) const {
    const FloatTag f;
    const DoubleTag d;
    const FloatVec scale = hn::Set(f, scale_);
    const FloatVec plain = hn::Set(f, static_cast<float>(shared));
    VisitRow(classes_, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec target = targets_.Load(slice);
      FloatVec result = plain;
      if (!hn::AllTrue(f, hn::Eq(target, hn::Zero(f)))) {
        const Classes classes = ClassesOf(slice, target);
        const WideVec more = WideVec::From(extra(slice));
        const auto half = [&](const Class& c, DoubleVec x) HWY_ATTR {
          const auto closed = hn::Eq(OpenOf(c), hn::Zero(d));
          return hn::IfThenElse(closed, hn::Set(d, shared), own(c, x));
        };
        result = WideVec{half(classes.low, more.low), half(classes.high, more.high)}.Rounded();
      }
      slice.Store(hn::Mul(result, scale), out);
    });
  }

  HWY_INLINE void Gradient(float* out) const {
    const DoubleTag d;
    const DoubleVec inverse = hn::Set(d, inverse_);
    const auto own = [&](const Class& c, DoubleVec) HWY_ATTR {
      const DoubleVec push = hn::Div(hn::Mul(c.target, c.others), c.score);
      return hn::Mul(hn::Sub(hn::Sub(hn::Set(d, open_), c.target), push), inverse);
    };
    Fill(out, open_ * inverse_, own, [](const auto&) HWY_ATTR { return hn::Zero(FloatTag()); });
  }

  /// u/x² − V/S² = u·(S − x)·(S + x)/(x·S)² − (V − u)/S².
  HWY_INLINE void Hessian(float* out) const {
    const DoubleTag d;
    const DoubleVec inverse = hn::Set(d, inverse_);
    const auto own = [&](const Class& c, DoubleVec) HWY_ATTR {
      const DoubleVec ratio = hn::Div(c.others, c.score);
      const DoubleVec sum = hn::Div(hn::Add(hn::Set(d, total_), c.score), c.score);
      const DoubleVec bend = hn::Mul(hn::Mul(c.target, ratio), sum);
      const DoubleVec others = hn::Sub(hn::Set(d, open_), c.target);
      return hn::Mul(hn::Mul(hn::Sub(bend, others), inverse), inverse);
    };
    Fill(out, -open_ * inverse_ * inverse_, own, [](const auto&) HWY_ATTR { return hn::Zero(FloatTag()); });
  }

  const float* scores_;
  SmoothedTargets targets_;
  const float* options_;
  size_t classes_;
  float weight_;
  float scale_;
  float maximum_ = 0;
  double rest_ = 0;   // the sum but for one of the largest
  double total_ = 0;  // S
  double inverse_ = 0;
  double value_ = 0;
  double open_ = 0;  // V
};

struct CategoricalCrossEntropy {
  static constexpr const char* name = "categoricalCrossEntropy";
  static constexpr bool class_mass = false;

  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments&) {
    return false;
  }
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments&, size_t, float*) {}

  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    const ProbabilityRow own(a, row, weight);
    if constexpr ((kWanted & kGradient) != 0) return own.Evaluate<kWanted>(a.gradient + row * a.classes);
    if constexpr ((kWanted & kHessian) != 0) return own.Evaluate<kWanted>(a.hessian + row * a.classes);
    return own.Evaluate<kWanted>(nullptr);
  }

  static HWY_INLINE void HessianVector(const RowwiseArguments& a, size_t row, float weight) {
    const size_t begin = row * a.classes;
    ProbabilityRow(a, row, weight).HessianVector(a.vector + begin, a.hessian + begin);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CATEGORICAL_CROSS_ENTROPY_INL_H_
