// Layer-wise adaptive moments (You et al. 2020).
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_LAMB_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_LAMB_INL_H_
#undef STEEPEST_OPTIMIZERS_LAMB_INL_H_
#else
#define STEEPEST_OPTIMIZERS_LAMB_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Slots: first and second moment. Options: beta1, beta2, epsilon (above 0, so that padding measures 0),
/// epsilonRoot, weightDecay, convention. Constants: those of the moments, 1 / (1 − beta1ᵗ), 1 / (1 − beta2ᵗ),
/// epsilonRoot, epsilon, the decay within the direction, −learningRate·decay of the parameter itself
/// (Keras's), −learningRate·the tensor's ratio.
struct Lamb : StepRule {
  static constexpr const char* name = "Lamb";
  static constexpr size_t slots = 2, numbers = 6, sums = 2;

  static void Prepare(const StepNumbers& now, float* c) {
    const double* const o = now.options;
    const bool apart = ConventionOf(o[5]) == Convention::kKeras;
    c[0] = static_cast<float>(o[0]);
    c[1] = static_cast<float>(1 - o[0]);
    c[2] = static_cast<float>(o[1]);
    c[3] = static_cast<float>(1 - o[1]);
    c[4] = static_cast<float>(1 / (1 - std::pow(o[0], now.step)));
    c[5] = static_cast<float>(1 / (1 - std::pow(o[1], now.step)));
    c[6] = static_cast<float>(o[3]);
    c[7] = static_cast<float>(o[2]);
    c[8] = apart ? 0.0f : static_cast<float>(o[4]);
    c[9] = apart ? static_cast<float>(-now.rate * o[4]) : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V Decayed(D d, V parameter, const float* c) {
    return hn::MulAdd(hn::Set(d, c[9]), parameter, parameter);
  }

  /// Of the decayed parameter and the moments as they are now.
  template <class D, class V>
  static HWY_INLINE V Direction(D d, V decayed, const V* slot, const float* c) {
    const V root = hn::Sqrt(hn::MulAdd(slot[1], hn::Set(d, c[5]), hn::Set(d, c[6])));
    const V adapted = slot[0] * hn::Set(d, c[4]) / (root + hn::Set(d, c[7]));
    return hn::MulAdd(hn::Set(d, c[8]), decayed, adapted);
  }

  template <class D, class V>
  static HWY_INLINE void Measure(D d, V parameter, V gradient, V* slot, const float* c, V* left, V* right) {
    slot[0] = hn::MulAdd(hn::Set(d, c[0]), slot[0], hn::Set(d, c[1]) * gradient);
    slot[1] = hn::MulAdd(hn::Set(d, c[2]), slot[1], hn::Set(d, c[3]) * gradient * gradient);
    left[0] = right[0] = Decayed(d, parameter, c);
    left[1] = right[1] = Direction(d, left[0], slot, c);
  }

  static void Settle(const StepNumbers& now, const double* own, const double*, double*, float* c) {
    const double ratio = own[0] == 0 || own[1] == 0 ? 1 : std::sqrt(own[0]) / std::sqrt(own[1]);
    c[10] = static_cast<float>(-now.rate * ratio);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V, V* slot, const float* c) {
    const V decayed = Decayed(d, parameter, c);
    return hn::MulAdd(hn::Set(d, c[10]), Direction(d, decayed, slot, c), decayed);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_LAMB_INL_H_
