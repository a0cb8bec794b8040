// AdaBelief (Zhuang et al. 2020): Adam that divides by how far gradients are from their mean.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADABELIEF_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADABELIEF_INL_H_
#undef STEEPEST_OPTIMIZERS_ADABELIEF_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADABELIEF_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, epsilonRoot. Slots: first moment, the mean square of what it missed.
/// Constants: beta1, 1 − beta1, 1 − beta2, −learningRate / (1 − beta1ᵗ), 1 / (1 − beta2ᵗ), epsilonRoot,
/// epsilon.
struct AdaBelief : StepRule {
  static constexpr const char* name = "AdaBelief";
  static constexpr size_t slots = 2, numbers = 4;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    c[0] = static_cast<float>(beta1);
    c[1] = static_cast<float>(1 - beta1);
    c[2] = static_cast<float>(1 - beta2);
    c[3] = static_cast<float>(-now.rate / (1 - std::pow(beta1, now.step)));
    c[4] = static_cast<float>(1 / (1 - std::pow(beta2, now.step)));
    c[5] = static_cast<float>(now.options[3]);
    c[6] = static_cast<float>(now.options[2]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    // The paper and optax keep epsilonRoot in the state: it adds up.
    const V missed = (gradient - slot[0]) * hn::Set(d, c[0]);  // gradient − the new mean
    slot[0] = RunningMean(d, slot[0], gradient, c[1]);
    slot[1] = RunningSquare(d, slot[1], missed, c[2]) + hn::Set(d, c[5]);
    return hn::MulAdd(hn::Set(d, c[3]), slot[0] / RootOf(d, slot[1], c[4], 0.0f, c[6]), parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADABELIEF_INL_H_
