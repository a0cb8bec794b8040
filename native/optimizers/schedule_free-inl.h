// AdamW without a schedule (Defazio et al. 2024): steps at one point, an average at another.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_SCHEDULE_FREE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_SCHEDULE_FREE_INL_H_
#undef STEEPEST_OPTIMIZERS_SCHEDULE_FREE_INL_H_
#else
#define STEEPEST_OPTIMIZERS_SCHEDULE_FREE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, warmupSteps, weightPower, weightLearningRatePower, weightDecay,
/// convention. Memory: the sum of the steps' weights, the largest learning rate. Slots: the point that steps
/// move, the second moment. Constants: 1 − beta2, 1 / (1 − beta2ᵗ), epsilon, decay of the parameter
/// itself, decay in the step, how far the parameter goes to the point, what the step counts in the parameter
/// and in the point, whether this is the first step.
struct ScheduleFreeAdamW : StepRule {
  static constexpr const char* name = "ScheduleFreeAdamW";
  static constexpr size_t slots = 2, numbers = 8, memory = 2;

  /// The weight of this step's point in the average.
  static double Share(const StepNumbers& now, double rate) {
    const bool first = now.step <= 1;
    double &sum = now.memory[0], &largest = now.memory[1];
    largest = std::fmax(rate, first ? 0 : largest);
    const double weight = std::pow(now.step, now.options[4]) * std::pow(largest, now.options[5]);
    sum = weight + (first ? 0 : sum);
    return sum > 0 ? weight / sum : 0;
  }

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    const double warmup = now.options[3], decay = now.options[6];
    const bool keras = ConventionOf(now.options[7]) == Convention::kKeras;
    const double rate = now.step < warmup ? now.rate * now.step / warmup : now.rate;
    const double share = Share(now, rate);
    c[0] = static_cast<float>(1 - beta2);
    c[1] = static_cast<float>(1 / (1 - std::pow(beta2, now.step)));
    c[2] = static_cast<float>(now.options[2]);
    c[3] = static_cast<float>(keras ? -now.rate * decay : 0);
    c[4] = static_cast<float>(keras ? 0 : decay);
    c[5] = static_cast<float>(share);
    c[6] = static_cast<float>(rate * (beta1 * (1 - share) - 1));
    c[7] = static_cast<float>(-rate);
    c[8] = now.step <= 1 ? 1.0f : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V point = c[8] != 0.0f ? parameter : slot[0];
    const V kept = hn::MulAdd(hn::Set(d, c[3]), parameter, parameter);
    slot[1] = RunningSquare(d, slot[1], gradient, c[0]);
    const V step = hn::MulAdd(hn::Set(d, c[4]), kept, gradient / RootOf(d, slot[1], c[1], 0.0f, c[2]));
    slot[0] = hn::MulAdd(hn::Set(d, c[7]), step, point);
    const V nearer = hn::MulAdd(hn::Set(d, c[5]), point - kept, kept);
    return hn::MulAdd(hn::Set(d, c[6]), step, nearer);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SCHEDULE_FREE_INL_H_
