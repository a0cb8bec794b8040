// What rules with loops of their own are made of: vectors of rows whose length is no multiple of a vector.
#include <algorithm>
#include <cstring>

#include "native/engine/stepping-inl.h"
#include "native/engine/team.h"
#include "native/optimizers/tiling.h"

#if defined(STEEPEST_OPTIMIZERS_WHOLE_STEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_WHOLE_STEP_INL_H_
#undef STEEPEST_OPTIMIZERS_WHOLE_STEP_INL_H_
#else
#define STEEPEST_OPTIMIZERS_WHOLE_STEP_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The first `count` floats, at most a vector; the other lanes are 0.
HWY_INLINE FloatVec LoadFloats(const float* from, size_t count) {
  const FloatTag f;
  if (count >= kFloats) return hn::LoadU(f, from);
  HWY_ALIGN float padded[kVirtualLanes];
  CopyPadded(from, count, 0.0f, padded);
  return hn::Load(f, padded);
}

HWY_INLINE void StoreFloats(FloatVec vector, float* to, size_t count) {
  const FloatTag f;
  if (count >= kFloats) return hn::StoreU(vector, f, to);
  HWY_ALIGN float padded[kFloats];
  hn::Store(vector, f, padded);
  std::memcpy(to, padded, count * sizeof(float));
}

/// Parameter and gradient as a rule sees them.
HWY_INLINE StepInputs<FloatVec> LoadInputs(const WholeStep& step, size_t index, size_t count) {
  return ApplyEffects<false>(FloatTag(), LoadFloats(step.tensor.parameter + index, count),
                             LoadFloats(step.tensor.gradient + index, count), step.effects);
}

/// What a rule has made of them, with what follows from it.
HWY_INLINE void StoreParameter(const WholeStep& step, FloatVec stepped, size_t index, size_t count) {
  const FloatTag f;
  StoreFloats(stepped, step.tensor.parameter + index, count);
  if (step.effects.zero_gradient) StoreFloats(hn::Zero(f), step.tensor.gradient + index, count);
  if (step.tensor.average == nullptr) return;
  const FloatVec average = LoadFloats(step.tensor.average + index, count);
  const FloatVec moved = hn::MulAdd(hn::Set(f, step.effects.average_rate), stepped - average, average);
  StoreFloats(moved, step.tensor.average + index, count);
}

/// Calls work(tile) for all tiles, spread over the team.
template <class Work>
void ForTiles(const Tiling& tiling, const Work& work) {
  constexpr size_t kWakeFrom = 8;  // a task takes some microseconds
  const size_t tiles = tiling.Tiles(), share = tiling.TilesPerTask();
  const auto task = [&](size_t index) {
    for (size_t at = index * share; at < std::min(tiles, (index + 1) * share); ++at) work(tiling.At(at));
  };
  Team::Get().Run(CountBlocks(tiles, share), task, kWakeFrom);
}

/// Calls work(begin, end) for all blocks of a tensor's elements, spread over the team.
template <class Work>
void ForBlocks(size_t length, const Work& work) {
  constexpr size_t kWakeFrom = 16;
  const auto block = [&](size_t index) {
    work(index, index * kBlock, std::min(length, (index + 1) * kBlock));
  };
  Team::Get().Run(CountBlocks(length, kBlock), block, kWakeFrom);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_WHOLE_STEP_INL_H_
