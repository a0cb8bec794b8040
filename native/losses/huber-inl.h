// Huber (1964), Robust estimation of a location parameter. Value within 2 ulp of the rounded residual.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_HUBER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_HUBER_INL_H_
#undef STEEPEST_LOSSES_HUBER_INL_H_
#else
#define STEEPEST_LOSSES_HUBER_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Quadratic within `delta` of the target, linear beyond it. Options: delta.
struct Huber {
  static constexpr const char* name = "huber";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V delta = hn::Set(d, option[0]);
    const V residual = prediction - target;
    // The order of the arguments of Min and Max lets the NaN of ∞ − ∞ through, unlike Clamp.
    const V clipped = hn::Min(delta, hn::Max(hn::Neg(delta), residual));
    const V value = clipped * hn::NegMulAdd(hn::Set(d, 0.5f), clipped, residual);
    return {value, clipped, hn::IfThenElseZero(hn::Eq(residual, clipped), hn::Set(d, 1.0f))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_HUBER_INL_H_
