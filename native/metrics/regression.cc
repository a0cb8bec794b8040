#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/metrics/regression.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/engine/team.h"
#include "native/metrics/statistics.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Double vectors in a group of 16.
constexpr size_t kDoubleVectors = kVirtualLanes / kDoubles;

/// A sum of double terms in 16 lanes.
class DoubleSum {
 public:
  HWY_INLINE DoubleSum() {
    for (DoubleVec& part : parts_) part = hn::Zero(DoubleTag());
  }

  /// Adds the `index`-th vector of a group.
  HWY_INLINE void Add(size_t index, DoubleVec terms) { parts_[index] = hn::Add(parts_[index], terms); }

  /// The 16 lanes as a balanced tree, the same on every target.
  HWY_INLINE double Total() const {
    HWY_ALIGN double lane[kVirtualLanes];
    for (size_t i = 0; i < kDoubleVectors; ++i) hn::Store(parts_[i], DoubleTag(), lane + i * kDoubles);
    for (size_t width = kVirtualLanes / 2; width > 0; width /= 2) {
      for (size_t i = 0; i < width; ++i) lane[i] += lane[i + width];
    }
    return lane[0];
  }

 private:
  DoubleVec parts_[kDoubleVectors];
};

HWY_INLINE DoubleVec Widen(const float* values) {
  return hn::PromoteTo(DoubleTag(), hn::LoadU(hn::Rebind<float, DoubleTag>(), values));
}

/// The term times its weight, 0 where that is 0 whatever the term is. Unfused, so that SSE4 gives the same
/// bits.
HWY_INLINE DoubleVec Weigh(DoubleVec weight, DoubleVec term) {
  return hn::IfThenZeroElse(hn::Eq(weight, hn::Zero(DoubleTag())), hn::Mul(weight, term));
}

/// The first pass: everything but the spread of the target, whose sum is of t − shift. With a target as the
/// shift no mean is rounded where all targets are equal.
struct Sums {
  double shift;
  size_t count = 0;
  DoubleSum weight, absolute, squared, shifted;

  HWY_INLINE explicit Sums(double origin) : shift(origin) {}

  HWY_INLINE void Add(const float* predictions, const float* targets, const float* weights) {
    const DoubleTag d;
    const DoubleVec origin = hn::Set(d, shift);
    for (size_t i = 0; i < kDoubleVectors; ++i) {
      const size_t at = i * kDoubles;
      const DoubleVec w = weights == nullptr ? hn::Set(d, 1.0) : Widen(weights + at);
      const DoubleVec target = Widen(targets + at);
      const DoubleVec residual = hn::Sub(Widen(predictions + at), target);
      weight.Add(i, w);
      absolute.Add(i, Weigh(w, hn::Abs(residual)));
      squared.Add(i, Weigh(w, hn::Mul(residual, residual)));
      shifted.Add(i, Weigh(w, hn::Sub(target, origin)));
      count += hn::CountTrue(d, hn::Gt(w, hn::Zero(d)));
    }
  }
};

/// The second pass: the spread of the target about its mean.
struct Spread {
  double shift;
  double mean;  // of t − shift
  DoubleSum squared;

  HWY_INLINE Spread(double origin, double mean_of_shifted) : shift(origin), mean(mean_of_shifted) {}

  HWY_INLINE void Add(const float*, const float* targets, const float* weights) {
    const DoubleTag d;
    for (size_t i = 0; i < kDoubleVectors; ++i) {
      const size_t at = i * kDoubles;
      const DoubleVec w = weights == nullptr ? hn::Set(d, 1.0) : Widen(weights + at);
      const DoubleVec from_mean = hn::Sub(hn::Sub(Widen(targets + at), hn::Set(d, shift)), hn::Set(d, mean));
      squared.Add(i, Weigh(w, hn::Mul(from_mean, from_mean)));
    }
  }
};

/// Adds elements [begin, end) to a pass, groups of 16; the last group as a padded copy whose padding weighs
/// 0.
template <class Pass>
HWY_INLINE void VisitElements(const RegressionBatch& batch, size_t begin, size_t end, Pass& pass) {
  HWY_ALIGN float weights[kVirtualLanes];
  size_t index = begin;
  for (; index + kVirtualLanes <= end; index += kVirtualLanes) {
    const float* group = batch.weights;
    if (group != nullptr && batch.weight_span == 1) group += index;
    if (group != nullptr && batch.weight_span != 1) {
      SpreadWeights(batch.weights, batch.weight_span, index, weights);
      group = weights;
    }
    pass.Add(batch.prediction + index, batch.target + index, group);
  }
  if (index == end) return;
  HWY_ALIGN float prediction[kVirtualLanes], target[kVirtualLanes];
  CopyPadded(batch.prediction + index, end - index, 0.0f, prediction);
  CopyPadded(batch.target + index, end - index, 0.0f, target);
  for (size_t i = 0; i < kVirtualLanes; ++i) {
    const bool inside = index + i < end;
    const size_t row = (index + i) / batch.weight_span;
    weights[i] = !inside ? 0.0f : batch.weights == nullptr ? 1.0f : batch.weights[row];
  }
  pass.Add(prediction, target, weights);
}

/// The first target of [begin, end) that counts.
double FirstTarget(const RegressionBatch& batch, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (batch.weights == nullptr || batch.weights[i / batch.weight_span] > 0.0f) return batch.target[i];
  }
  return 0;
}

RegressionStatistics MeasureRange(const RegressionBatch& batch, size_t begin, size_t end) {
  Sums sums(FirstTarget(batch, begin, end));
  VisitElements(batch, begin, end, sums);
  if (sums.count == 0) return {};
  RegressionStatistics statistics;
  statistics.count = static_cast<double>(sums.count);
  statistics.weight = sums.weight.Total();
  statistics.absolute = sums.absolute.Total();
  statistics.squared = sums.squared.Total();
  Spread spread(sums.shift, sums.shifted.Total() / statistics.weight);
  VisitElements(batch, begin, end, spread);
  statistics.mean = spread.shift + spread.mean;
  statistics.moment = spread.squared.Total();
  return statistics;
}

auto RegressionRange() { return &MeasureRange; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

void RegressionStatistics::Merge(const RegressionStatistics& further) {
  if (further.weight == 0) return;
  if (weight == 0) {
    *this = further;
    return;
  }
  const double apart = further.mean - mean;
  const double share = further.weight / (weight + further.weight);
  moment += further.moment + apart * apart * weight * share;
  mean += apart * share;
  count += further.count;
  weight += further.weight;
  absolute += further.absolute;
  squared += further.squared;
}

RegressionStatistics MeasureRegression(const RegressionBatch& batch) {
  const auto measure = STEEPEST_SELECT(RegressionRange);
  if (batch.length <= kBlock) return measure(batch, 0, batch.length);
  std::vector<RegressionStatistics> parts(CountBlocks(batch.length, kBlock));
  const auto run = [&](size_t block) {
    const size_t begin = block * kBlock;
    parts[block] = measure(batch, begin, std::min(batch.length, begin + kBlock));
  };
  constexpr size_t kWorthWaking = 8;  // blocks; below, the waking of another thread costs more than it saves
  Team::Get().Run(parts.size(), run, kWorthWaking);
  RegressionStatistics statistics;
  for (const RegressionStatistics& part : parts) statistics.Merge(part);
  return statistics;
}

}  // namespace steepest
#endif  // HWY_ONCE
