// RAdam (Liu et al. 2020), Adam whose second moment counts once its variance is bounded.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_RADAM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_RADAM_INL_H_
#undef STEEPEST_OPTIMIZERS_RADAM_INL_H_
#else
#define STEEPEST_OPTIMIZERS_RADAM_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, epsilonRoot, threshold, convention. Slots: first and second moment.
/// Constants: 1 − beta1, 1 − beta2, what the direction counts in the step, 1 / (1 − beta2ᵗ),
/// epsilonRoot, epsilon, whether the second moment counts.
struct RAdam : StepRule {
  static constexpr const char* name = "RAdam";
  static constexpr size_t slots = 2, numbers = 6;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1], threshold = now.options[4];
    const bool optax = ConventionOf(now.options[5]) == Convention::kOptax;
    const double power = std::pow(beta2, now.step), correction = 1 - power;
    const double limit = 2 / (1 - beta2) - 1;
    const double length = limit - 2 * now.step * power / correction;
    const bool adapts = optax ? length >= threshold : length > threshold;
    const double rectifier =
        std::sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(-now.rate * (adapts ? rectifier : 1) / (1 - std::pow(beta1, now.step)));
    c[3] = static_cast<float>(1 / correction);
    c[4] = static_cast<float>(now.options[3]);
    // PyTorch adds epsilon before the second moment is corrected.
    c[5] = static_cast<float>(now.options[2] * (optax ? 1 : 1 / std::sqrt(correction)));
    c[6] = adapts ? 1.0f : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    slot[1] = RunningSquare(d, slot[1], gradient, c[1]);
    V direction = slot[0];
    if (c[6] != 0.0f) direction = direction / RootOf(d, slot[1], c[3], c[4], c[5]);
    return hn::MulAdd(hn::Set(d, c[2]), direction, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_RADAM_INL_H_
