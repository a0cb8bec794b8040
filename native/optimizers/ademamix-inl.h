// AdEMAMix (Pagliardini et al. 2024), Adam with a second, much slower mean of the gradient.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADEMAMIX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADEMAMIX_INL_H_
#undef STEEPEST_OPTIMIZERS_ADEMAMIX_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADEMAMIX_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, beta3, alpha, epsilon, epsilonRoot, warmupSteps. Slots: the means of the gradient,
/// fast and slow, and of its square. Constants: 1 − beta1, 1 − beta2, 1 − beta3, what
/// fast and slow mean count in the step, 1 / (1 − beta2ᵗ), epsilonRoot, epsilon.
struct AdEMAMix : StepRule {
  static constexpr const char* name = "AdEMAMix";
  static constexpr size_t slots = 3, numbers = 7;

  /// While it warms up beta3 has a half-life that grows linearly from that of beta1.
  static double SlowBeta(double beta1, double beta3, double warm) {
    if (warm >= 1) return beta3;
    const double half_life = (1 - warm) / std::log(beta1) + warm / std::log(beta3);
    return std::fmin(std::exp(1 / half_life), beta3);
  }

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1], steps = now.options[6];
    const double warm = now.step < steps ? now.step / steps : 1;
    const double beta3 = SlowBeta(beta1, now.options[2], warm);
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(1 - beta3);
    c[3] = static_cast<float>(-now.rate / (1 - std::pow(beta1, now.step)));
    c[4] = static_cast<float>(-now.rate * warm * now.options[3]);
    c[5] = static_cast<float>(1 / (1 - std::pow(beta2, now.step)));
    c[6] = static_cast<float>(now.options[5]);
    c[7] = static_cast<float>(now.options[4]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    slot[1] = RunningMean(d, slot[1], gradient, c[2]);
    slot[2] = RunningSquare(d, slot[2], gradient, c[1]);
    const V step = hn::MulAdd(hn::Set(d, c[3]), slot[0], hn::Set(d, c[4]) * slot[1]);
    return parameter + step / RootOf(d, slot[2], c[5], c[6], c[7]);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADEMAMIX_INL_H_
