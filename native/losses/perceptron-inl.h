// Rosenblatt (1958); the subgradient at margin 0 is that of the active side. Exact.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"

#if defined(STEEPEST_LOSSES_PERCEPTRON_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_PERCEPTRON_INL_H_
#undef STEEPEST_LOSSES_PERCEPTRON_INL_H_
#else
#define STEEPEST_LOSSES_PERCEPTRON_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// max(0, −t·p): nothing on the right side. Options: scale and shift of the target.
struct Perceptron {
  static constexpr const char* name = "perceptron";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V given, const float* option) {
    const V target = SignedTarget(d, given, option);
    const V shortfall = hn::Neg(target * prediction);
    const auto active = hn::Ge(shortfall, hn::Zero(d));
    return {hn::Max(shortfall, hn::Zero(d)), hn::IfThenElseZero(active, hn::Neg(target)), hn::Zero(d)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_PERCEPTRON_INL_H_
