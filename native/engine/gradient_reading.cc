#include "native/engine/gradient_reading.h"

#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/engine/gradient_reading.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What a reading gathers.
struct Gathered {
  ProductSum squares;
  FloatVec poison;  // 0 until an element is not finite, then NaN

  HWY_INLINE Gathered() : poison(hn::Zero(FloatTag())) {}

  HWY_INLINE void AddGroup(const float* group, float scale, float clip) {
    const FloatTag f;
    for (size_t v = 0; v < kVectors; ++v) {
      const FloatVec scaled = hn::LoadU(f, group + v * kFloats) * hn::Set(f, scale);
      const FloatVec clipped = Clipped(f, scaled, clip);
      squares.Add(v, clipped, clipped);
      poison = hn::MulAdd(scaled, hn::Zero(f), poison);
    }
  }
};

GradientReading Read(const float* gradient, size_t count, float scale, float clip) {
  Gathered gathered;
  size_t index = 0;
  for (; index + kVirtualLanes <= count; index += kVirtualLanes)
    gathered.AddGroup(gradient + index, scale, clip);
  if (index < count) {
    HWY_ALIGN float padded[kVirtualLanes];
    CopyPadded(gradient + index, count - index, 0.0f, padded);
    gathered.AddGroup(padded, scale, clip);
  }
  const FloatTag f;
  return {gathered.squares.Total(), hn::AllTrue(f, hn::Eq(gathered.poison, hn::Zero(f)))};
}

auto Reader() { return &Read; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

GradientReading ReadGradient(const float* gradient, size_t count, float scale, float clip) {
  return STEEPEST_SELECT(Reader)(gradient, count, scale, clip);
}

}  // namespace steepest
#endif  // HWY_ONCE
