// Binary cross-entropy from logits and from probabilities; conventions of PyTorch.
// Value within 4 ulp, hessian within 6, gradient within 5 ulp of its larger term, over the whole range.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_BINARY_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_BINARY_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_BINARY_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_BINARY_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The weights of both classes after label smoothing: positiveWeight·(t(1 − s) + ½s) and (1 − t)(1 − s) + ½s,
/// which 1 − (t(1 − s) + ½s) would be only after cancellation. Options: positiveWeight, 1 − labelSmoothing,
/// ½labelSmoothing.
template <class V>
struct ClassWeights {
  V positive;
  V negative;
};

template <class D, class V>
HWY_INLINE ClassWeights<V> SmoothedWeights(D d, V target, const float* option) {
  const V keep = hn::Set(d, option[1]);
  const V spread = hn::Set(d, option[2]);
  const V complement = hn::Set(d, 1.0f) - target;
  return {hn::MulAdd(target, keep, spread) * hn::Set(d, option[0]), hn::MulAdd(complement, keep, spread)};
}

/// w₊·softplus(−x) + w₋·softplus(x) for the logit x: no term cancels, and for a hard target the gradient is σ
/// of the negated logit rather than σ − 1.
struct BinaryCrossEntropy {
  static constexpr const char* name = "binaryCrossEntropy";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V logit, V target, const float* option) {
    const ClassWeights<V> weight = SmoothedWeights(d, target, option);
    const V exponential = ExpOfNegativeAbs(d, logit);
    const SigmoidPair<V> probability = SigmoidFromExp(d, logit, exponential);
    const V tail = Log1pOfUnit(d, exponential);
    const V positive = hn::Max(hn::Neg(logit), hn::Zero(d)) + tail;
    const V negative = hn::Max(logit, hn::Zero(d)) + tail;
    const V value = hn::MulAdd(weight.positive, positive, weight.negative * negative);
    const V pull = weight.positive * probability.complement;
    const V slope = probability.sigmoid * probability.complement;
    return {value, hn::MulSub(weight.negative, probability.sigmoid, pull),
            (weight.positive + weight.negative) * slope};
  }
};

/// −w₊·ln p − w₋·ln(1 − p) for the probability p, each logarithm at least −100 (PyTorch) and without slope
/// where it is held there. Options 3 and 4 bound the probability first (Keras's clip; else ∓∞).
struct BinaryCrossEntropyFromProbabilities {
  static constexpr const char* name = "binaryCrossEntropyFromProbabilities";

  /// weight·ln x with the logarithm held at −100, its derivative and the second one's negative. They divide
  /// the weight by x, and that again, because 1/x overflows where weight/x need not.
  template <class V>
  struct Part {
    V value, slope, curvature;
  };

  /// NaN stays NaN: the logarithm of what is no probability.
  template <class D, class V>
  static HWY_INLINE Part<V> Floored(D d, V weight, V logarithm, V x) {
    const V floor = hn::Set(d, -100.0f);
    const auto held = hn::Lt(logarithm, floor);
    const V slope = hn::IfThenZeroElse(held, weight / x);
    return {weight * hn::IfThenElse(held, floor, logarithm), slope, hn::IfThenZeroElse(held, slope / x)};
  }

  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V given, V target, const float* option) {
    const ClassWeights<V> weight = SmoothedWeights(d, target, option);
    const V probability = hn::Clamp(given, hn::Set(d, option[3]), hn::Set(d, option[4]));
    const auto clipped = hn::Ne(given, probability);
    const V other = hn::Set(d, 1.0f) - probability;
    const Part<V> positive = Floored(d, weight.positive, Log(d, probability), probability);
    const Part<V> negative = Floored(d, weight.negative, Log1p(d, hn::Neg(probability)), other);
    return {hn::Neg(positive.value + negative.value),
            hn::IfThenZeroElse(clipped, negative.slope - positive.slope),
            hn::IfThenZeroElse(clipped, positive.curvature + negative.curvature)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_BINARY_CROSS_ENTROPY_INL_H_
