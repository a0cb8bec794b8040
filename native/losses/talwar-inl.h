// Hinich and Talwar (1975), A simple method for robust regression. Each within 1 ulp of the rounded residual.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_TALWAR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_TALWAR_INL_H_
#undef STEEPEST_LOSSES_TALWAR_INL_H_
#else
#define STEEPEST_LOSSES_TALWAR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// ½min(r², c²): beyond c nothing pulls. Options: c.
struct Talwar {
  static constexpr const char* name = "talwar";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V c = hn::Set(d, option[0]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const V near = hn::Min(c, distance);  // in this order NaN passes
    const auto beyond = hn::Gt(distance, c);
    return {hn::Set(d, 0.5f) * near * near, hn::IfThenZeroElse(beyond, residual),
            hn::IfThenZeroElse(beyond, hn::Set(d, 1.0f))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_TALWAR_INL_H_
