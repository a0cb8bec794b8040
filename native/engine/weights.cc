#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/engine/weights.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The first weight of [begin, end) that is negative or NaN.
size_t FirstBadWeight(const float* weights, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (!(weights[i] >= 0.0f)) return i;
  }
  return kNowhere;
}

HWY_INLINE void SummarizeGroup(const float* group, LaneSum& sum, size_t& counted, size_t& bad) {
  const FloatTag f;
  for (size_t part = 0; part < kVectors; ++part) {
    const FloatVec weights = hn::LoadU(f, group + part * kFloats);
    sum.Add(part, weights);
    counted += hn::CountTrue(f, hn::Gt(weights, hn::Zero(f)));
    bad += hn::CountTrue(f, hn::Not(hn::Ge(weights, hn::Zero(f))));
  }
}

WeightSummary SummarizeRange(const float* weights, size_t begin, size_t end) {
  LaneSum sum;
  size_t counted = 0, bad = 0, index = begin;
  for (; index + kVirtualLanes <= end; index += kVirtualLanes)
    SummarizeGroup(weights + index, sum, counted, bad);
  if (index < end) {
    HWY_ALIGN float group[kVirtualLanes];
    CopyPadded(weights + index, end - index, 0.0f, group);
    SummarizeGroup(group, sum, counted, bad);
  }
  return {sum.Total(), counted, bad == 0 ? kNowhere : FirstBadWeight(weights, begin, end)};
}

auto Summarizer() { return &SummarizeRange; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

WeightSummary SummarizeWeights(const float* weights, size_t count) {
  const auto summarize = STEEPEST_SELECT(Summarizer);
  if (count <= kBlock) return summarize(weights, 0, count);
  std::vector<WeightSummary> parts(CountBlocks(count, kBlock));
  Team::Get().Run(parts.size(), [&](size_t block) {
    parts[block] = summarize(weights, block * kBlock, std::min(count, (block + 1) * kBlock));
  });
  WeightSummary summary;
  for (const WeightSummary& part : parts) {
    summary.sum += part.sum;
    summary.counted += part.counted;
    summary.first_bad = std::min(summary.first_bad, part.first_bad);
  }
  return summary;
}

}  // namespace steepest
#endif  // HWY_ONCE
