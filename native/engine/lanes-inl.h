// Sixteen virtual lanes on every instruction set: a group is 16 floats in 1, 2 or 4 vectors, and a sum is
// 16 doubles, lane i always receiving element i of each group. Hence the same bits on every target.
#include <cstring>

#include "hwy/highway.h"
#include "native/engine/blocks.h"

#if defined(STEEPEST_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LANES_INL_H_
#undef STEEPEST_LANES_INL_H_
#else
#define STEEPEST_LANES_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, kVirtualLanes>;
using DoubleTag = hn::CappedTag<double, kVirtualLanes / 2>;
using FloatVec = hn::Vec<FloatTag>;
using DoubleVec = hn::Vec<DoubleTag>;

constexpr size_t kFloats = hn::MaxLanes(FloatTag());
constexpr size_t kDoubles = hn::MaxLanes(DoubleTag());
/// Vectors in a group of 16.
constexpr size_t kVectors = kVirtualLanes / kFloats;

/// A sum of float terms in 16 double lanes.
class LaneSum {
 public:
  HWY_INLINE LaneSum() {
    for (DoubleVec& part : parts_) part = hn::Zero(DoubleTag());
  }

  /// Adds the `index`-th vector of a group.
  HWY_INLINE void Add(size_t index, FloatVec terms) {
    const DoubleTag d;
    const hn::Half<FloatTag> half;
    AddDoubles(2 * index, hn::PromoteTo(d, hn::LowerHalf(half, terms)));
    AddDoubles(2 * index + 1, hn::PromoteTo(d, hn::UpperHalf(half, terms)));
  }

  /// Adds the products of the `index`-th vectors of two groups, each exact in double.
  HWY_INLINE void AddProduct(size_t index, FloatVec a, FloatVec b) {
    const DoubleTag d;
    const hn::Half<FloatTag> half;
    AddWide(index,
            hn::Mul(hn::PromoteTo(d, hn::LowerHalf(half, a)), hn::PromoteTo(d, hn::LowerHalf(half, b))),
            hn::Mul(hn::PromoteTo(d, hn::UpperHalf(half, a)), hn::PromoteTo(d, hn::UpperHalf(half, b))));
  }

  /// Adds terms that are double already, the lower and the upper half of the `index`-th vector.
  HWY_INLINE void AddWide(size_t index, DoubleVec low, DoubleVec high) {
    AddDoubles(2 * index, low);
    AddDoubles(2 * index + 1, high);
  }

  /// Adds the `part`-th half of a group's vectors, widened already.
  HWY_INLINE void AddDoubles(size_t part, DoubleVec terms) { parts_[part] = hn::Add(parts_[part], terms); }

  /// The 16 lanes as a balanced tree (lane i takes lane i + 8, then i + 4, …), the same on every target.
  HWY_INLINE double Total() const {
    DoubleVec parts[2 * kVectors];
    for (size_t i = 0; i < 2 * kVectors; ++i) parts[i] = parts_[i];
    for (size_t width = kVectors; width > 0; width /= 2) {
      for (size_t i = 0; i < width; ++i) parts[i] = hn::Add(parts[i], parts[i + width]);
    }
    HWY_ALIGN double lane[kDoubles];
    hn::Store(parts[0], DoubleTag(), lane);
    for (size_t width = kDoubles / 2; width > 0; width /= 2) {
      for (size_t i = 0; i < width; ++i) lane[i] += lane[i + width];
    }
    return lane[0];
  }

 private:
  DoubleVec parts_[2 * kVectors];
};

/// The first `count` < 16 floats of `source` in a group of 16, the rest being `fill`.
HWY_INLINE void CopyPadded(const float* source, size_t count, float fill, float* HWY_RESTRICT group) {
  std::memcpy(group, source, count * sizeof(float));
  for (size_t i = count; i < kVirtualLanes; ++i) group[i] = fill;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LANES_INL_H_
