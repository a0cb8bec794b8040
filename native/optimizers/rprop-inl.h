// Rprop (Riedmiller and Braun 1993), in the form that takes a step back by waiting.
#include "native/engine/stepping-inl.h"
#include "native/losses/sign-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_RPROP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_RPROP_INL_H_
#undef STEEPEST_OPTIMIZERS_RPROP_INL_H_
#else
#define STEEPEST_OPTIMIZERS_RPROP_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: etaMinus, etaPlus, stepMin, stepMax, convention. Slots: the gradient before, the size of the
/// step. Constants: etaMinus, etaPlus, stepMin, stepMax, what the size before counts, what it starts with,
/// whether it is optax's rule.
struct Rprop : StepRule {
  static constexpr const char* name = "Rprop";
  static constexpr size_t slots = 2, numbers = 5;

  static void Prepare(const StepNumbers& now, float* c) {
    for (size_t i = 0; i < 4; ++i) c[i] = static_cast<float>(now.options[i]);
    c[4] = now.step <= 1 ? 0.0f : 1.0f;
    c[5] = now.step <= 1 ? static_cast<float>(now.rate) : 0.0f;
    c[6] = ConventionOf(now.options[4]) == Convention::kOptax ? 1.0f : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V before = Sign(d, slot[0]) * slot[1];
    const V size = hn::MulAdd(hn::Set(d, c[4]), slot[1], hn::Set(d, c[5]));
    // Of signs, not of the gradients, whose product underflows.
    const V agreement = Sign(d, gradient) * Sign(d, slot[0]);
    const auto turned = hn::Lt(agreement, hn::Zero(d));
    const auto kept = hn::Eq(agreement, hn::Zero(d));
    const V eta = hn::IfThenElse(turned, hn::Set(d, c[0]), hn::Set(d, c[1]));
    const V moved = hn::IfThenElse(kept, size, size * eta);
    const V bounded = hn::Min(hn::Max(moved, hn::Set(d, c[2])), hn::Set(d, c[3]));
    slot[0] = hn::IfThenZeroElse(turned, gradient);
    if (c[6] == 0.0f) {
      slot[1] = bounded;
      return hn::NegMulAdd(Sign(d, slot[0]), bounded, parameter);
    }
    // optax leaves a size that does not change unbounded, and takes the step that the gradient before asked
    // for.
    slot[1] = hn::IfThenElse(kept, size, bounded);
    return parameter - hn::IfThenZeroElse(turned, before);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_RPROP_INL_H_
