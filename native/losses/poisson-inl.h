// Poisson's negative log-likelihood; options and Stirling's terms as in torch.nn.PoissonNLLLoss.
#include <limits>

#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_POISSON_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_POISSON_INL_H_
#undef STEEPEST_LOSSES_POISSON_INL_H_
#else
#define STEEPEST_LOSSES_POISSON_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What `full` adds to the value, as a logarithm that multiplies the target (less 1, in two floats because
/// another is taken from it) and the rest: above 1, ln t − 1 and ½ ln(2πt).
template <class V>
struct StirlingTerms {
  TwofoldLog<V> logarithm;
  V one, rest;
};

template <class D, class V>
HWY_INLINE StirlingTerms<V> Stirling(D d, V target) {
  const V one = hn::Set(d, 1.0f);
  const auto counts = hn::Gt(target, one);
  const TwofoldLog<V> logarithm = LogInTwo(d, hn::Max(one, target));
  const V rest = hn::MulAdd(hn::Set(d, 0.5f), logarithm.high, hn::Set(d, 0.91893853320f));
  return {logarithm, hn::IfThenElseZero(counts, one), hn::IfThenElseZero(counts, rest)};
}

/// A power of two that keeps sums of large terms finite where they cancel, and its inverse.
template <class V>
struct Shrinking {
  V scale, inverse;
};

template <class D, class V, class M>
HWY_INLINE Shrinking<V> Shrink(D d, V one, M large) {
  return {hn::IfThenElse(large, hn::Set(d, 0x1p-16f), one), hn::IfThenElse(large, hn::Set(d, 0x1p16f), one)};
}

/// e^x − t·x for the logarithm x of the rate.
template <bool kFull>
struct PoissonOfLogarithm {
  static constexpr const char* name = kFull ? "poissonFull" : "poisson";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float*) {
    const V one = hn::Set(d, 1.0f);
    const auto steep = hn::Gt(prediction, hn::Set(d, 80.0f));
    const auto large = kFull ? hn::Or(steep, hn::Gt(target, hn::Set(d, 0x1p100f))) : steep;
    const Shrinking<V> shrinking = Shrink(d, one, large);
    const ExpandedExp<V> exponential = ExpandExp(d, prediction, hn::Zero(d));
    // No rate outgrows an infinite count.
    const V rate =
        hn::Min(hn::Set(d, std::numeric_limits<float>::max()), TimesExp(exponential, shrinking.scale));
    const V count = target * shrinking.scale;
    // e^x outgrows t·x, and no events cost nothing even at −∞.
    V distance = hn::Min(hn::Set(d, 1000.0f), prediction), rest = hn::Zero(d);
    if constexpr (kFull) {
      const StirlingTerms<V> more = Stirling(d, target);
      distance = ((distance - more.logarithm.high) - more.logarithm.low) + more.one;
      rest = more.rest * shrinking.scale;
    }
    const V pull = hn::IfThenZeroElse(hn::Eq(target, hn::Zero(d)), count * distance);
    const V value = (rate - pull) + rest;
    return {value * shrinking.inverse, (rate - count) * shrinking.inverse, TimesExp(exponential, one)};
  }
};

/// x − t·ln(x + ε) for the rate x. Options: epsilon.
template <bool kFull>
struct PoissonOfRate {
  static constexpr const char* name = kFull ? "poissonOfRateFull" : "poissonOfRate";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V zero = hn::Zero(d), one = hn::Set(d, 1.0f);
    const V epsilon = hn::Set(d, option[0]);
    const V rate = prediction + epsilon;
    const V lost = SumError(prediction, epsilon, rate);
    const auto finite = hn::Lt(rate, hn::Set(d, std::numeric_limits<float>::infinity()));
    const auto large = hn::Gt(hn::Max(prediction, target), hn::Set(d, 0x1p100f));
    const Shrinking<V> shrinking = Shrink(d, one, large);
    V distance, rest = zero;
    if constexpr (kFull) {
      const StirlingTerms<V> more = Stirling(d, target);
      const TwofoldLog<V> logarithm = LogInTwo(d, rate);
      const V low = (logarithm.low - more.logarithm.low) + lost / rate;
      distance = ((logarithm.high - more.logarithm.high) + low) + more.one;
      rest = more.rest * shrinking.scale;
    } else {
      distance = Log(d, rate) + lost / rate;
    }
    const V value = (prediction * shrinking.scale - target * shrinking.scale * distance) + rest;
    // At an infinite rate the logarithm is outgrown, except by an infinite target: NaN from ∞·0.
    const V gradient = ((rate - target) + lost) / rate;
    // Tiny targets are scaled up, so that the first quotient is no subnormal.
    const auto tiny = hn::Lt(target, hn::Set(d, 0x1p-60f));
    const V divisor = rate * hn::IfThenElse(tiny, hn::Set(d, 0x1p32f), one);
    const V curvature = target * hn::IfThenElse(tiny, hn::Set(d, 0x1p64f), one) / divisor / divisor;
    return {hn::IfThenElse(finite, value * shrinking.inverse, hn::MulAdd(target, zero, prediction)),
            hn::IfThenElse(finite, gradient, hn::MulAdd(target, zero, one)), curvature};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_POISSON_INL_H_
