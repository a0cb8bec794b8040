// Steps of one size: SignSGD and Signum (Bernstein et al. 2018), Lion (Chen et al. 2023).
#include "native/engine/stepping-inl.h"
#include "native/losses/sign-inl.h"
#include "native/optimizers/moments-inl.h"

#if defined(STEEPEST_OPTIMIZERS_SIGN_SGD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_SIGN_SGD_INL_H_
#undef STEEPEST_OPTIMIZERS_SIGN_SGD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_SIGN_SGD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: momentum. Constant: −learningRate.
struct SignSgd : StepRule {
  static constexpr const char* name = "SignSGD";
  static constexpr size_t slots = 0, numbers = 1;

  static void Prepare(const StepNumbers& now, float* c) { c[0] = static_cast<float>(-now.rate); }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V*, const float* c) {
    return hn::MulAdd(hn::Set(d, c[0]), Sign(d, gradient), parameter);
  }
};

/// Options: momentum. Slot: the mean of the gradient. Constants: −learningRate, 1 − momentum.
struct SignSgdMomentum : StepRule {
  static constexpr const char* name = "SignSGDMomentum";
  static constexpr size_t slots = 1, numbers = 1;

  static void Prepare(const StepNumbers& now, float* c) {
    c[0] = static_cast<float>(-now.rate);
    c[1] = static_cast<float>(1 - now.options[0]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    slot[0] = RunningMean(d, slot[0], gradient, c[1]);
    return hn::MulAdd(hn::Set(d, c[0]), Sign(d, slot[0]), parameter);
  }
};

/// Options: beta1, beta2. Slot: the mean of the gradient. Constants: −learningRate, 1 − beta1, 1 − beta2.
struct Lion : StepRule {
  static constexpr const char* name = "Lion";
  static constexpr size_t slots = 1, numbers = 2;

  static void Prepare(const StepNumbers& now, float* c) {
    c[0] = static_cast<float>(-now.rate);
    c[1] = static_cast<float>(1 - now.options[0]);
    c[2] = static_cast<float>(1 - now.options[1]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V direction = RunningMean(d, slot[0], gradient, c[1]);
    slot[0] = RunningMean(d, slot[0], gradient, c[2]);
    return hn::MulAdd(hn::Set(d, c[0]), Sign(d, direction), parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SIGN_SGD_INL_H_
