// Vapnik (1995), The nature of statistical learning theory. Active at equality.
#include "native/engine/pointwise-inl.h"
#include "native/losses/sign-inl.h"

#if defined(STEEPEST_LOSSES_EPSILON_INSENSITIVE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_EPSILON_INSENSITIVE_INL_H_
#undef STEEPEST_LOSSES_EPSILON_INSENSITIVE_INL_H_
#else
#define STEEPEST_LOSSES_EPSILON_INSENSITIVE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The excess of |r| over epsilon, and its square. Options of both: epsilon. Max lets the NaN of ∞ − ∞
/// through by the order of its arguments.
struct EpsilonInsensitive {
  static constexpr const char* name = "epsilonInsensitive";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V zero = hn::Zero(d);
    const V residual = prediction - target;
    const V excess = hn::Abs(residual) - hn::Set(d, option[0]);
    return {hn::Max(zero, excess), hn::IfThenZeroElse(hn::Lt(excess, zero), Sign(d, residual)), zero};
  }
};

struct SquaredEpsilonInsensitive {
  static constexpr const char* name = "squaredEpsilonInsensitive";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V zero = hn::Zero(d);
    const V residual = prediction - target;
    const V difference = hn::Abs(residual) - hn::Set(d, option[0]);
    const V excess = hn::Max(zero, difference);
    return {excess * excess, hn::CopySign(excess + excess, residual),
            hn::IfThenZeroElse(hn::Lt(difference, zero), hn::Set(d, 2.0f))};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_EPSILON_INSENSITIVE_INL_H_
