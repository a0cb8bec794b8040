// RMSprop (Tieleman and Hinton 2012), centered (Graves 2013) and with momentum.
#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_RMSPROP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_RMSPROP_INL_H_
#undef STEEPEST_OPTIMIZERS_RMSPROP_INL_H_
#else
#define STEEPEST_OPTIMIZERS_RMSPROP_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: rho, epsilon, momentum, convention. Slots: the mean square, the mean where centered, the buffer
/// where there is momentum. Constants: 1 − rho, epsilon under the root, epsilon after it, 1 − momentum, what
/// the direction counts in the buffer, what the buffer (or the direction alone) counts in the step.
template <bool kCentered, bool kMomentum>
struct RMSpropRule : StepRule {
  static constexpr size_t slots = 1 + kCentered + kMomentum, numbers = 4;

  static void Prepare(const StepNumbers& now, float* c) {
    const double epsilon = now.options[1];
    // Keras and optax add epsilon under the root, and their buffers hold steps, not directions.
    const bool outside = ConventionOf(now.options[3]) == Convention::kPyTorch;
    const bool of_steps = kMomentum && !outside;
    c[0] = static_cast<float>(1 - now.options[0]);
    c[1] = static_cast<float>(outside ? 0 : epsilon);
    c[2] = static_cast<float>(outside ? epsilon : 0);
    c[3] = static_cast<float>(1 - now.options[2]);
    c[4] = static_cast<float>(of_steps ? now.rate : 1);
    c[5] = static_cast<float>(of_steps ? -1 : -now.rate);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningSquare(d, slot[0], gradient, c[0]);
    V spread = slot[0];
    if constexpr (kCentered) {
      slot[1] = RunningMean(d, slot[1], gradient, c[0]);
      spread = hn::NegMulAdd(slot[1], slot[1], spread);
      spread = hn::IfThenZeroElse(hn::Lt(spread, hn::Zero(d)), spread);  // a variance, but for its rounding
    }
    V direction = gradient / (hn::Sqrt(spread + hn::Set(d, c[1])) + hn::Set(d, c[2]));
    if constexpr (kMomentum) {
      V& buffer = slot[1 + kCentered];
      direction = buffer = hn::MulAdd(hn::Set(d, c[4]), direction, Faded(d, buffer, c[3]));
    }
    return hn::MulAdd(hn::Set(d, c[5]), direction, parameter);
  }
};

struct RMSprop : RMSpropRule<false, false> {
  static constexpr const char* name = "RMSprop";
};
struct RMSpropCentered : RMSpropRule<true, false> {
  static constexpr const char* name = "RMSpropCentered";
};
struct RMSpropMomentum : RMSpropRule<false, true> {
  static constexpr const char* name = "RMSpropMomentum";
};
struct RMSpropCenteredMomentum : RMSpropRule<true, true> {
  static constexpr const char* name = "RMSpropCenteredMomentum";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_RMSPROP_INL_H_
