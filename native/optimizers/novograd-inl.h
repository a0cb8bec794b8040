// NovoGrad (Ginsburg et al. 2019): one second moment for each tensor.
#include <cmath>

#include "native/engine/stepping-inl.h"

#if defined(STEEPEST_OPTIMIZERS_NOVOGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_NOVOGRAD_INL_H_
#undef STEEPEST_OPTIMIZERS_NOVOGRAD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_NOVOGRAD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Slot: the first moment. Scalar: the second. Options: beta1, beta2, epsilon, epsilonRoot, weightDecay.
/// Constants: beta1, decay, −learningRate, what the tensor's gradient is multiplied by.
struct NovoGrad : StepRule {
  static constexpr const char* name = "NovoGrad";
  static constexpr size_t slots = 1, scalars = 1, numbers = 5, sums = 1;

  static void Prepare(const StepNumbers& now, float* c) {
    c[0] = static_cast<float>(now.options[0]);
    c[1] = static_cast<float>(now.options[4]);
    c[2] = static_cast<float>(-now.rate);
  }

  template <class D, class V>
  static HWY_INLINE void Measure(D, V, V gradient, V*, const float*, V* left, V* right) {
    left[0] = right[0] = gradient;
  }

  static void Settle(const StepNumbers& now, const double* own, const double*, double* scalars, float* c) {
    const double beta2 = now.options[1];
    double& second = scalars[0];
    second = now.step <= 1 ? own[0] : beta2 * second + (1 - beta2) * own[0];
    const double root = std::sqrt(second + now.options[3]) + now.options[2];
    c[3] = root == 0 ? 0.0f : static_cast<float>(1 / root);  // then the gradient is 0 too
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V own = hn::MulAdd(hn::Set(d, c[1]), parameter, gradient * hn::Set(d, c[3]));
    slot[0] = hn::MulAdd(hn::Set(d, c[0]), slot[0], own);
    return hn::MulAdd(hn::Set(d, c[2]), slot[0], parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_NOVOGRAD_INL_H_
