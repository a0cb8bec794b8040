// The softmax of a row in the parts from which its losses are made without cancellation: the exponentials
// e = e^(x − m), m the largest score, and R, their sum but for one of the largest.
#include <limits>

#include "native/engine/rowwise-inl.h"
#include "native/losses/softmax_scores-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_SOFTMAX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SOFTMAX_INL_H_
#undef STEEPEST_LOSSES_SOFTMAX_INL_H_
#else
#define STEEPEST_LOSSES_SOFTMAX_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The exponentials of all classes but the one that has `exponential`: total − exponential, and for a class
/// with the largest score, whose exponential is 1, the rest, which no subtraction has cancelled.
HWY_INLINE FloatVec OthersOf(FloatVec exponential, FloatVec total, FloatVec rest) {
  const auto top = hn::Eq(exponential, hn::Set(FloatTag(), 1.0f));
  return hn::IfThenElse(top, rest, hn::Sub(total, exponential));
}

/// The softmax of a row in parts: e^(x − maximum) / (1 + rest).
struct RowSoftmax {
  float maximum;
  double rest;  // the sum of the exponentials but for one of the largest scores' own 1

  double Total() const { return 1.0 + rest; }
};

/// A vector of x − maximum, scaled: at most 0, −∞ outside the row.
template <class Scores, class Slice>
HWY_INLINE FloatVec ShiftedScores(const Scores& scores, const Slice& slice, float maximum) {
  const FloatVec own = scores.Load(slice, -std::numeric_limits<float>::infinity());
  return scores.Scaled(hn::Sub(own, hn::Set(FloatTag(), maximum)));
}

/// The largest score of a row; a NaN may or may not win.
template <class Scores>
HWY_INLINE float LargestScore(const Scores& scores, size_t classes) {
  return MaximumOf(classes, [&](const auto& slice, float fill) HWY_ATTR { return scores.Load(slice, fill); });
}

/// Exponentiates a row into `exponentials` (null: only sums them; it may be the row itself), and shows every
/// vector of them to `observe` (slice, part, exponentials).
template <class Scores, class Observe>
HWY_INLINE RowSoftmax ExponentiateRow(const Scores& scores, size_t classes, float maximum,
                                      float* exponentials, const Observe& observe) {
  const FloatTag f;
  LaneSum rest;
  size_t largest = 0;
  VisitRow(classes, [&](auto slice, size_t part) HWY_ATTR {
    const FloatVec shifted = ShiftedScores(scores, slice, maximum);
    const FloatVec exponential = ExpNonPositive(f, shifted);
    const auto top = hn::Eq(shifted, hn::Zero(f));
    rest.Add(part, hn::IfThenZeroElse(top, exponential));
    largest += hn::CountTrue(f, top);
    if (exponentials != nullptr) slice.Store(exponential, exponentials);
    observe(slice, part, exponential);
  });
  return {maximum, rest.Total() + (static_cast<double>(largest) - 1.0)};
}

template <class Scores>
HWY_INLINE RowSoftmax ExponentiateRow(const Scores& scores, size_t classes, float maximum,
                                      float* exponentials) {
  return ExponentiateRow(scores, classes, maximum, exponentials, [](auto, size_t, FloatVec) HWY_ATTR {});
}

/// The mean of a vector under the softmax, and the softmax itself.
struct RowMean {
  RowSoftmax softmax;
  double mean;  // Σ p·v
};

/// As ExponentiateRow, with the mean of `vector`.
template <class Scores>
HWY_INLINE RowMean ExponentiateWithMean(const Scores& scores, size_t classes, float maximum,
                                        const float* vector, float* exponentials) {
  LaneSum moment;
  const RowSoftmax softmax =
      ExponentiateRow(scores, classes, maximum, exponentials,
                      [&](const auto& slice, size_t part, FloatVec exponential)
                          HWY_ATTR { moment.Add(part, hn::Mul(exponential, slice.Load(vector, 0.0f))); });
  return {softmax, moment.Total() / softmax.Total()};
}

/// What turns the exponentials of a row into gradient and hessian.
struct RowFactors {
  float total;    // Σ e
  float rest;     // Σ e − 1, without cancellation
  float inverse;  // 1 / Σ e
  float scale;    // the reduction's scale times the row's weight

  HWY_INLINE RowFactors(const RowSoftmax& softmax, float factor)
      : total(static_cast<float>(softmax.Total())),
        rest(static_cast<float>(softmax.rest)),
        inverse(static_cast<float>(1.0 / softmax.Total())),
        scale(factor) {}

  HWY_INLINE FloatVec Others(FloatVec exponential) const {
    return OthersOf(exponential, hn::Set(FloatTag(), total), hn::Set(FloatTag(), rest));
  }
};

/// Where a row's exponentials go and then its gradient or hessian; null where only the value is wanted.
template <unsigned kWanted>
HWY_INLINE float* RowDestination(const RowwiseArguments& a, size_t row) {
  if constexpr ((kWanted & kGradient) != 0) return a.gradient + row * a.classes;
  if constexpr ((kWanted & kHessian) != 0) return a.hessian + row * a.classes;
  return nullptr;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SOFTMAX_INL_H_
