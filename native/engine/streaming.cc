#include "native/engine/streaming.h"

#include <cstdint>
#include <fstream>

#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/engine/streaming.cc"
#include "hwy/cache_control.h"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void StreamCopyImpl(const float* source, size_t count, float* output) {
  constexpr size_t kLine = 64;
  const size_t misplaced = (reinterpret_cast<uintptr_t>(output) % kLine) / sizeof(float);
  const size_t head = misplaced == 0 ? 0 : kLine / sizeof(float) - misplaced;
  size_t index = head < count ? head : count;
  std::memcpy(output, source, index * sizeof(float));
  for (; index + kVirtualLanes <= count; index += kVirtualLanes) {
    for (size_t part = 0; part < kVirtualLanes; part += kFloats) {
      hn::Stream(hn::LoadU(FloatTag(), source + index + part), FloatTag(), output + index + part);
    }
  }
  std::memcpy(output + index, source + index, (count - index) * sizeof(float));
  hwy::FlushStream();
}

auto StreamCopier() { return &StreamCopyImpl; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {
namespace {

/// The last-level cache that one core reaches. sysconf tells that of the whole package, a sum over its
/// slices.
size_t LastLevelCache() {
  constexpr size_t kUsual = size_t{32} << 20;
  std::ifstream file("/sys/devices/system/cpu/cpu0/cache/index3/size");  // such as "32768K"
  size_t kibibytes = 0;
  return file >> kibibytes && kibibytes > 0 ? kibibytes << 10 : kUsual;
}

}  // namespace

void StreamCopy(const float* source, size_t count, float* output) {
  STEEPEST_SELECT(StreamCopier)(source, count, output);
}

bool ShouldStream(size_t bytes) {
  static const size_t cache = LastLevelCache();
  return bytes > cache;
}

}  // namespace steepest
#endif  // HWY_ONCE
