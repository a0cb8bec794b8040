// Adam (Kingma and Ba 2015) and AMSGrad (Reddi et al. 2018).
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADAM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAM_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAM_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAM_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: beta1, beta2, epsilon, epsilonRoot, convention. Constants: 1 − beta1, 1 − beta2,
/// −learningRate / (1 − beta1ᵗ), 1 / (1 − beta2ᵗ) of the second moment, epsilonRoot, epsilon; for AMSGrad
/// what the second moment is multiplied by before and after it is compared.
struct AdamConstants : StepRule {
  static constexpr size_t numbers = 5;

  static void Prepare(const StepNumbers& now, float* c) {
    const double beta1 = now.options[0], beta2 = now.options[1];
    const double correction = 1 - std::pow(beta2, now.step);
    const Convention convention = ConventionOf(now.options[4]);
    // Keras adds epsilon before the correction: m·√c / (√v + ε) = m / (√(v/c) + ε/√c).
    const double spread = convention == Convention::kKeras ? 1 / std::sqrt(correction) : 1;
    const bool compares_corrected = convention == Convention::kOptax;
    c[0] = static_cast<float>(1 - beta1);
    c[1] = static_cast<float>(1 - beta2);
    c[2] = static_cast<float>(-now.rate / (1 - std::pow(beta1, now.step)));
    c[3] = static_cast<float>(1 / correction);
    c[4] = static_cast<float>(now.options[3]);
    c[5] = static_cast<float>(now.options[2] * spread);
    c[6] = static_cast<float>(compares_corrected ? 1 / correction : 1);
    c[7] = static_cast<float>(compares_corrected ? 1 : 1 / correction);
  }

  /// Updates both moments and returns the second.
  template <class D, class V>
  static HWY_INLINE V Moments(D d, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[0]);
    return slot[1] = RunningSquare(d, slot[1], gradient, c[1]);
  }

  template <class D, class V>
  static HWY_INLINE V Stepped(D d, V parameter, V first, V second, float correction, const float* c) {
    return hn::MulAdd(hn::Set(d, c[2]), first / RootOf(d, second, correction, c[4], c[5]), parameter);
  }
};

/// Slots: first and second moment.
struct Adam : AdamConstants {
  static constexpr const char* name = "Adam";
  static constexpr size_t slots = 2;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, gradient, slot, c);
    return Stepped(d, parameter, slot[0], second, c[3], c);
  }
};

/// Slots: first and second moment, the largest second moment so far (before its bias correction, but optax's
/// after it).
struct AdamAmsgrad : AdamConstants {
  static constexpr const char* name = "AdamAmsgrad";
  static constexpr size_t slots = 3;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, gradient, slot, c) * hn::Set(d, c[6]);
    slot[2] = LargerOf(slot[2], second);
    return Stepped(d, parameter, slot[0], slot[2], c[7], c);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAM_INL_H_
