// The target of a ±1 loss.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_SIGNED_TARGET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_SIGNED_TARGET_INL_H_
#undef STEEPEST_LOSSES_SIGNED_TARGET_INL_H_
#else
#define STEEPEST_LOSSES_SIGNED_TARGET_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The ±1 target behind a given one, target · scale + shift. Options: scale and shift (0/1 targets: 2, −1).
template <class D, class V>
HWY_INLINE V SignedTarget(D d, V given, const float* option) {
  return hn::MulAdd(given, hn::Set(d, option[0]), hn::Set(d, option[1]));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_SIGNED_TARGET_INL_H_
