// The distance of two rows in a p-norm, epsilon added to each difference (as torch.nn.PairwiseDistance), with
// its derivatives by the first row.
#include <cmath>

#include "native/engine/embeddings-inl.h"

#if defined(STEEPEST_LOSSES_DISTANCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_DISTANCE_INL_H_
#undef STEEPEST_LOSSES_DISTANCE_INL_H_
#else
#define STEEPEST_LOSSES_DISTANCE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

class Distance {
 public:
  HWY_INLINE Distance(const float* a, const float* b, size_t columns, double p, double epsilon)
      : a_(a), b_(b), columns_(columns), p_(p), epsilon_(epsilon) {
    value_ = p == 2 ? Euclidean() : p == 1 ? Manhattan() : General();
    inverse_ = value_ == 0 ? 0.0 : 1.0 / value_;
  }

  HWY_INLINE double Value() const { return value_; }

  /// The first derivatives of a slice: sign(x)·(|x|/d)^(p − 1).
  template <class Slice>
  HWY_INLINE DoublePair First(const Slice& slice) const {
    const DoublePair x = Gap(slice);
    if (p_ == 2) return x * DoublePair::Of(inverse_);
    return EachLane(x, [&](double gap) {
      if (!(value_ > 0)) return value_;  // 0, or NaN
      const double sign = gap > 0 ? 1.0 : gap < 0 ? -1.0 : 0.0;
      return p_ == 1 ? sign : sign * std::pow(std::fabs(gap) * inverse_, p_ - 1);
    });
  }

  /// The second derivatives of a slice: (p − 1)/d·((|x|/d)^(p − 2) − (|x|/d)^(2p − 2)).
  template <class Slice>
  HWY_INLINE DoublePair Second(const Slice& slice) const {
    const DoublePair x = Gap(slice);
    if (p_ == 2) {
      const DoublePair share = x * DoublePair::Of(inverse_);
      return (DoublePair::Of(1.0) - share * share) * DoublePair::Of(inverse_);
    }
    return EachLane(x, [&](double gap) {
      if (!(value_ > 0) || p_ == 1) return 0.0 * value_;
      const double share = std::fabs(gap) * inverse_;
      return (p_ - 1) * inverse_ * (std::pow(share, p_ - 2) - std::pow(share, 2 * p_ - 2));
    });
  }

 private:
  /// a − b, rounded to float once, plus epsilon; 0 beyond the row.
  template <class Slice>
  HWY_INLINE DoublePair Gap(const Slice& slice) const {
    const FloatVec gap = hn::Sub(slice.Load(a_, 0.0f), slice.Load(b_, static_cast<float>(epsilon_)));
    return DoublePair::Of(gap) + DoublePair::Of(epsilon_);
  }

  template <class Function>
  static HWY_INLINE DoublePair EachLane(const DoublePair& x, const Function& function) {
    HWY_ALIGN double lanes[2 * kDoubles];
    hn::Store(x.low, DoubleTag(), lanes);
    hn::Store(x.high, DoubleTag(), lanes + kDoubles);
    for (double& lane : lanes) lane = function(lane);
    return {hn::Load(DoubleTag(), lanes), hn::Load(DoubleTag(), lanes + kDoubles)};
  }

  template <class Term>
  HWY_INLINE double SumOf(const Term& term) const {
    LaneSum sum;
    VisitRow(columns_, [&](auto slice, size_t part) HWY_ATTR {
      const DoublePair added = term(Gap(slice));
      sum.AddWide(part, added.low, added.high);
    });
    return sum.Total();
  }

  HWY_INLINE double Euclidean() const {
    return std::sqrt(SumOf([](const DoublePair& x) HWY_ATTR { return x * x; }));
  }
  HWY_INLINE double Manhattan() const {
    return SumOf([](const DoublePair& x) HWY_ATTR { return DoublePair{hn::Abs(x.low), hn::Abs(x.high)}; });
  }

  /// By shares of the largest difference, so that no power overflows.
  HWY_NOINLINE double General() const {
    double largest = 0;
    VisitRow(columns_, [&](auto slice, size_t) HWY_ATTR {
      EachLane(Gap(slice),
               [&](double x) { return largest = std::fabs(x) <= largest ? largest : std::fabs(x); });
    });
    if (!(largest > 0)) return largest;
    const double sum = SumOf([&](const DoublePair& x) HWY_ATTR {
      return EachLane(x, [&](double gap) { return std::pow(std::fabs(gap) / largest, p_); });
    });
    return largest * std::pow(sum, 1 / p_);
  }

  const float* a_;
  const float* b_;
  size_t columns_;
  double p_, epsilon_;
  double value_;
  double inverse_;  // 0 where the distance is
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_DISTANCE_INL_H_
