// Averaged stochastic gradient descent (Polyak and Juditsky 1992), as torch.optim.ASGD.
#include <cmath>

#include "native/engine/stepping-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ASGD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ASGD_INL_H_
#undef STEEPEST_OPTIMIZERS_ASGD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ASGD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: lambda, alpha, t0. Memory: the learning rate that the step before has left, as PyTorch has it.
/// Slot: the average of the parameter. Constants: −rate·lambda, −rate, how far the average goes.
struct Asgd : StepRule {
  static constexpr const char* name = "ASGD";
  static constexpr size_t slots = 1, numbers = 3, memory = 1;

  static void Prepare(const StepNumbers& now, float* c) {
    const double lambda = now.options[0];
    const double rate = now.step <= 1 ? now.rate : now.memory[0];
    c[0] = static_cast<float>(-rate * lambda);
    c[1] = static_cast<float>(-rate);
    c[2] = static_cast<float>(1 / std::fmax(1, now.step - 1 - now.options[2]));
    now.memory[0] = now.rate / std::pow(1 + lambda * now.rate * now.step, now.options[1]);
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    const V shrunk = hn::MulAdd(hn::Set(d, c[0]), parameter, parameter);
    const V moved = hn::MulAdd(hn::Set(d, c[1]), gradient, shrunk);
    slot[0] = c[2] == 1.0f ? moved : hn::MulAdd(hn::Set(d, c[2]), moved - slot[0], slot[0]);
    return moved;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ASGD_INL_H_
