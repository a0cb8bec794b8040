// Sums of products of float32 numbers, exact products added in double in the 16 virtual lanes.
#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"

#if defined(STEEPEST_PRODUCT_SUM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_PRODUCT_SUM_INL_H_
#undef STEEPEST_PRODUCT_SUM_INL_H_
#else
#define STEEPEST_PRODUCT_SUM_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A product of two floats has at most 48 bits, so it is exact in double and cannot overflow there.
class ProductSum {
 public:
  HWY_INLINE ProductSum() {}  // an implicit one would be compiled for no instruction set

  /// Adds the products of the `index`-th vectors of a group.
  HWY_INLINE void Add(size_t index, FloatVec left, FloatVec right) {
    const hn::Half<FloatTag> half;
    AddHalf(2 * index, hn::LowerHalf(half, left), hn::LowerHalf(half, right));
    AddHalf(2 * index + 1, hn::UpperHalf(half, left), hn::UpperHalf(half, right));
  }

  HWY_INLINE double Total() const { return lanes_.Total(); }

 private:
  template <class H>
  HWY_INLINE void AddHalf(size_t part, H left, H right) {
    const DoubleTag d;
    lanes_.AddDoubles(part, hn::Mul(hn::PromoteTo(d, left), hn::PromoteTo(d, right)));
  }

  LaneSum lanes_;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_PRODUCT_SUM_INL_H_
