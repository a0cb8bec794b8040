// Layer-wise adaptive rates (You, Gitman and Ginsburg 2017).
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_LARS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_LARS_INL_H_
#undef STEEPEST_OPTIMIZERS_LARS_INL_H_
#else
#define STEEPEST_OPTIMIZERS_LARS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Slot: the momentum of steps. Options: momentum, nesterov, weightDecay, trustCoefficient, epsilon,
/// convention. Constants: weight decay, the decay within the norm of the gradient (optax's), momentum, what
/// own step and momentum add to a step, the tensor's rate.
struct Lars : StepRule {
  static constexpr const char* name = "Lars";
  static constexpr size_t slots = 1, numbers = 6, sums = 2;

  static void Prepare(const StepNumbers& now, float* c) {
    const double* const o = now.options;
    const bool nesterov = o[1] != 0;
    c[0] = static_cast<float>(o[2]);
    c[1] = ConventionOf(o[5]) == Convention::kOptax ? c[0] : 0.0f;
    c[2] = static_cast<float>(o[0]);
    c[3] = nesterov ? 1.0f : 0.0f;
    c[4] = nesterov ? c[2] : 1.0f;
  }

  template <class D, class V>
  static HWY_INLINE void Measure(D d, V parameter, V gradient, V*, const float* c, V* left, V* right) {
    left[0] = right[0] = parameter;
    left[1] = right[1] = hn::MulAdd(hn::Set(d, c[1]), parameter, gradient);
  }

  /// The paper adds the norms of gradient and decay, optax takes that of their sum. Where a norm is 0 the
  /// plain rate holds, else a parameter of zeros would stay so for ever.
  static void Settle(const StepNumbers& now, const double* own, const double*, double*, float* c) {
    const double* const o = now.options;
    const double weight = std::sqrt(own[0]);
    const bool apart = ConventionOf(o[5]) != Convention::kOptax;
    const double below = std::sqrt(own[1]) + (apart ? o[2] * weight : 0);
    const double ratio = weight == 0 || below == 0 ? 1 : o[3] * weight / (below + o[4]);
    c[5] = static_cast<float>(now.rate * ratio);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V own = hn::Set(d, c[5]) * hn::MulAdd(hn::Set(d, c[0]), parameter, gradient);
    slot[0] = hn::MulAdd(hn::Set(d, c[2]), slot[0], own);
    return parameter - hn::MulAdd(hn::Set(d, c[4]), slot[0], hn::Set(d, c[3]) * own);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_LARS_INL_H_
