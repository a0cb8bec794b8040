// NAdam (Dozat 2016), Adam with Nesterov's momentum.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_NADAM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_NADAM_INL_H_
#undef STEEPEST_OPTIMIZERS_NADAM_INL_H_
#else
#define STEEPEST_OPTIMIZERS_NADAM_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, epsilonRoot, momentumDecay, convention. Memory: the product of the momenta
/// so far. Slots: first and second moment. Constants: 1 − beta1, 1 − beta2, what gradient and
/// first moment count in the step, 1 / (1 − beta2ᵗ), epsilonRoot, epsilon.
struct NAdam : StepRule {
  static constexpr const char* name = "NAdam";
  static constexpr size_t slots = 2, numbers = 6, memory = 1;

  /// The momentum of a step: it warms up, but optax's is constant.
  static double Momentum(const StepNumbers& now, double step) {
    const double beta1 = now.options[0], decay = now.options[4];
    if (ConventionOf(now.options[5]) == Convention::kOptax) return beta1;
    return beta1 * (1 - 0.5 * std::pow(0.96, step * decay));
  }

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    const double momentum = Momentum(now, now.step), next = Momentum(now, now.step + 1);
    double& product = now.memory[0];
    product = (now.step <= 1 ? 1 : product) * momentum;
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(-now.rate * (1 - momentum) / (1 - product));
    c[3] = static_cast<float>(-now.rate * next / (1 - product * next));
    c[4] = static_cast<float>(1 / (1 - std::pow(beta2, now.step)));
    c[5] = static_cast<float>(now.options[3]);
    c[6] = static_cast<float>(now.options[2]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    slot[1] = RunningSquare(d, slot[1], gradient, c[1]);
    const V step = hn::MulAdd(hn::Set(d, c[2]), gradient, hn::Set(d, c[3]) * slot[0]);
    return parameter + step / RootOf(d, slot[1], c[4], c[5], c[6]);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_NADAM_INL_H_
