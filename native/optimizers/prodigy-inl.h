// Prodigy (Mishchenko and Defazio 2024, algorithm 4): Adam that estimates the distance to the solution.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_PRODIGY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_PRODIGY_INL_H_
#undef STEEPEST_OPTIMIZERS_PRODIGY_INL_H_
#else
#define STEEPEST_OPTIMIZERS_PRODIGY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Slots: first and second moment of distance·gradient, the running sum of gradients, the start. Memory, for
/// all tensors of a group: the distance, and the sum that it is estimated from. Options: beta1, beta2, beta3,
/// epsilon, weightDecay, initialDistance, distanceFactor, convention. Constants: beta1, 1 − beta1, beta2,
/// 1 − beta2, the distance, beta3, distance·rate, 1 in the first step, −rate·decay, −rate, distance·epsilon.
struct Prodigy : StepRule {
  static constexpr const char* name = "Prodigy";
  static constexpr size_t slots = 4, memory = 2, numbers = 8, sums = 2;

  static bool IsOptax(const StepNumbers& now) { return ConventionOf(now.options[7]) == Convention::kOptax; }

  /// optax corrects the bias of both moments.
  static double Rate(const StepNumbers& now) {
    const double* const o = now.options;
    const double rate = now.memory[0] * now.rate;
    if (!IsOptax(now)) return rate;
    return rate * std::sqrt(1 - std::pow(o[1], now.step)) / (1 - std::pow(o[0], now.step));
  }

  static void Prepare(const StepNumbers& now, float* c) {
    const double* const o = now.options;
    if (now.step <= 1) now.memory[0] = o[5];
    const double distance = now.memory[0], rate = Rate(now);
    c[0] = static_cast<float>(o[0]);
    c[1] = static_cast<float>(1 - o[0]);
    c[2] = static_cast<float>(o[1]);
    c[3] = static_cast<float>(1 - o[1]);
    c[4] = static_cast<float>(distance);
    c[5] = static_cast<float>(o[2]);
    c[6] = static_cast<float>(distance * rate);
    c[7] = now.step <= 1 ? 1.0f : 0.0f;
    c[8] = static_cast<float>(-rate * o[4]);
    c[9] = static_cast<float>(-rate);
    c[10] = static_cast<float>(distance * o[3]);
  }

  template <class D, class V>
  static HWY_INLINE void Measure(D d, V parameter, V gradient, V* slot, const float* c, V* left, V* right) {
    const V scaled = gradient * hn::Set(d, c[4]);
    slot[0] = hn::MulAdd(hn::Set(d, c[0]), slot[0], hn::Set(d, c[1]) * scaled);
    slot[1] = hn::MulAdd(hn::Set(d, c[2]), slot[1], hn::Set(d, c[3]) * scaled * scaled);
    slot[2] = hn::MulAdd(hn::Set(d, c[5]), slot[2], hn::Set(d, c[6]) * gradient);
    slot[3] = hn::IfThenElse(hn::Gt(hn::Set(d, c[7]), hn::Zero(d)), parameter, slot[3]);
    left[0] = gradient;
    right[0] = slot[3] - parameter;
    left[1] = hn::Abs(slot[2]);
    right[1] = hn::Set(d, 1.0f);
  }

  /// The distance never falls. While all gradients have been 0 there is nothing to estimate it from.
  static void SettleGroup(const StepNumbers& now, const double* all) {
    const double distance = now.memory[0];
    now.memory[1] = now.options[2] * now.memory[1] + distance * Rate(now) * all[0];
    if (all[1] == 0) return;
    const double estimate = now.options[6] * now.memory[1] / all[1];
    if (!(estimate <= distance)) now.memory[0] = estimate;  // so that NaN shows
  }

  /// optax multiplies epsilon by the new distance, the paper by the one before.
  static void Settle(const StepNumbers& now, const double*, const double*, double*, float* c) {
    if (IsOptax(now)) c[10] = static_cast<float>(now.memory[0] * now.options[3]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V, V* slot, const float* c) {
    const V adapted = slot[0] / (hn::Sqrt(slot[1]) + hn::Set(d, c[10]));
    return hn::MulAdd(hn::Set(d, c[9]), adapted, hn::MulAdd(hn::Set(d, c[8]), parameter, parameter));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_PRODIGY_INL_H_
