// MADGRAD (Defazio and Jelassi 2022): dual averaging with cube roots.
#include <cmath>

#include "native/engine/stepping-inl.h"
#include "native/math-inl.h"
#include "native/optimizers/convention.h"

#if defined(STEEPEST_OPTIMIZERS_MADGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_MADGRAD_INL_H_
#undef STEEPEST_OPTIMIZERS_MADGRAD_INL_H_
#else
#define STEEPEST_OPTIMIZERS_MADGRAD_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Options: momentum, epsilon, convention. Slots: where the parameter started, the sums of the gradient and
/// of its square. Constants: the weight of this step, epsilon, how far the parameter goes to the dual
/// average, whether this is the first step.
struct Madgrad : StepRule {
  static constexpr const char* name = "MADGRAD";
  static constexpr size_t slots = 3, numbers = 3;

  static void Prepare(const StepNumbers& now, float* c) {
    const double epsilon = now.options[1];
    const bool optax = ConventionOf(now.options[2]) == Convention::kOptax;
    c[0] = static_cast<float>((now.rate + (optax ? epsilon : 0)) * std::sqrt(now.step));
    c[1] = static_cast<float>(epsilon);
    c[2] = static_cast<float>(1 - now.options[0]);
    c[3] = now.step <= 1 ? 1.0f : 0.0f;
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    if (c[3] != 0.0f) slot[0] = parameter;
    const V weighted = hn::Set(d, c[0]) * gradient;
    slot[1] = slot[1] + weighted;
    slot[2] = hn::MulAdd(weighted, gradient, slot[2]);
    const V dual = slot[0] - slot[1] / (Cbrt(d, slot[2]) + hn::Set(d, c[1]));
    return hn::MulAdd(hn::Set(d, c[2]), dual - parameter, parameter);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_MADGRAD_INL_H_
