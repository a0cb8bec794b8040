// A float vector widened to double, for formulas whose terms cancel or whose powers would multiply a
// float's rounding error.
#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"

#if defined(STEEPEST_WIDE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_WIDE_INL_H_
#undef STEEPEST_WIDE_INL_H_
#else
#define STEEPEST_WIDE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A double per lane of a float vector.
struct WideVec {
  DoubleVec low;
  DoubleVec high;

  static HWY_INLINE WideVec From(FloatVec v) {
    const hn::Half<FloatTag> half;
    return {hn::PromoteTo(DoubleTag(), hn::LowerHalf(half, v)),
            hn::PromoteTo(DoubleTag(), hn::UpperHalf(half, v))};
  }

  HWY_INLINE FloatVec Rounded() const {
    const hn::Half<FloatTag> half;
    return hn::Combine(FloatTag(), hn::DemoteTo(half, high), hn::DemoteTo(half, low));
  }

  HWY_INLINE WideVec Plus(const WideVec& other) const {
    return {hn::Add(low, other.low), hn::Add(high, other.high)};
  }
  HWY_INLINE WideVec Minus(const WideVec& other) const {
    return {hn::Sub(low, other.low), hn::Sub(high, other.high)};
  }
  HWY_INLINE WideVec Times(const WideVec& other) const {
    return {hn::Mul(low, other.low), hn::Mul(high, other.high)};
  }
  HWY_INLINE WideVec Over(const WideVec& other) const {
    return {hn::Div(low, other.low), hn::Div(high, other.high)};
  }
  static HWY_INLINE WideVec Of(double value) {
    return {hn::Set(DoubleTag(), value), hn::Set(DoubleTag(), value)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_WIDE_INL_H_
