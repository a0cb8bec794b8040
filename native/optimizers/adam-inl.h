// Adam (Kingma and Ba 2015) and AMSGrad (Reddi et al. 2018).
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"

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

/// Options: beta1, beta2, epsilon, epsilonRoot, convention. Constants: beta1, 1 − beta1, beta2, 1 − beta2,
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
    c[0] = static_cast<float>(beta1);
    c[1] = static_cast<float>(1 - beta1);
    c[2] = static_cast<float>(beta2);
    c[3] = static_cast<float>(1 - beta2);
    c[4] = static_cast<float>(-now.rate / (1 - std::pow(beta1, now.step)));
    c[5] = static_cast<float>(1 / correction);
    c[6] = static_cast<float>(now.options[3]);
    c[7] = static_cast<float>(now.options[2] * spread);
    c[8] = static_cast<float>(compares_corrected ? 1 / correction : 1);
    c[9] = static_cast<float>(compares_corrected ? 1 : 1 / correction);
  }

  /// Updates both moments and returns the second.
  template <class D, class V>
  static HWY_INLINE V Moments(D d, V gradient, V* slot, const float* c) {
    slot[0] = hn::MulAdd(hn::Set(d, c[0]), slot[0], hn::Set(d, c[1]) * gradient);
    slot[1] = hn::MulAdd(hn::Set(d, c[2]), slot[1], hn::Set(d, c[3]) * gradient * gradient);
    return slot[1];
  }

  template <class D, class V>
  static HWY_INLINE V Stepped(D d, V parameter, V first, V second, float correction, const float* c) {
    const V corrected = hn::MulAdd(second, hn::Set(d, correction), hn::Set(d, c[6]));
    const V root = hn::Sqrt(corrected) + hn::Set(d, c[7]);
    return hn::MulAdd(hn::Set(d, c[4]), first / root, parameter);
  }
};

/// Slots: first and second moment.
struct Adam : AdamConstants {
  static constexpr const char* name = "Adam";
  static constexpr size_t slots = 2;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, gradient, slot, c);
    return Stepped(d, parameter, slot[0], second, c[5], c);
  }
};

/// Slots: first and second moment, the largest second moment so far (before its bias correction, but optax's
/// after it).
struct AdamAmsgrad : AdamConstants {
  static constexpr const char* name = "AdamAmsgrad";
  static constexpr size_t slots = 3;
  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V second = Moments(d, gradient, slot, c) * hn::Set(d, c[8]);
    slot[2] = hn::IfThenElse(hn::Lt(second, slot[2]), slot[2], second);  // a NaN must win, unlike with Max
    return Stepped(d, parameter, slot[0], slot[2], c[9], c);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAM_INL_H_
