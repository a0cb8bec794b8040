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

/// A number for each class.
template <class V>
struct ClassPair {
  V positive;
  V negative;
};

/// The shares of both classes after label smoothing, t·keep + spread and (1 − t)·keep + spread with
/// keep = 1 − labelSmoothing and spread = ½labelSmoothing: 1 less the first would be the second only after
/// cancellation.
template <class D, class V>
HWY_INLINE ClassPair<V> SmoothedShares(D d, V target, V keep, V spread) {
  const V complement = hn::Set(d, hn::TFromD<D>(1)) - target;
  return {hn::MulAdd(target, keep, spread), hn::MulAdd(complement, keep, spread)};
}

/// The weights of both classes. Options: positiveWeight, 1 − labelSmoothing, ½labelSmoothing.
template <class D, class V>
HWY_INLINE ClassPair<V> SmoothedWeights(D d, V target, const float* option) {
  const ClassPair<V> share = SmoothedShares(d, target, hn::Set(d, option[1]), hn::Set(d, option[2]));
  return {share.positive * hn::Set(d, option[0]), share.negative};
}

/// w₊·softplus(−x) + w₋·softplus(x) for the logit x, given `tail` = ln(1 + e^−|x|): no term cancels. An
/// infinite logit on the side of a class without weight costs nothing, rather than 0·∞.
template <class D, class V>
HWY_INLINE V CrossEntropyOfLogit(D d, V logit, ClassPair<V> weight, V tail) {
  const V missed = hn::IfNegativeThenElse(logit, weight.positive, weight.negative);
  const V distance = hn::IfThenElseZero(hn::Ne(missed, hn::Zero(d)), missed * hn::Abs(logit));
  return hn::MulAdd(weight.positive + weight.negative, tail, distance);
}

/// Cross-entropy of a logit; for a hard target the gradient is σ of the negated logit rather than σ − 1.
struct BinaryCrossEntropy {
  static constexpr const char* name = "binaryCrossEntropy";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V logit, V target, const float* option) {
    const ClassPair<V> weight = SmoothedWeights(d, target, option);
    const V exponential = ExpOfNegativeAbs(d, logit);
    const SigmoidPair<V> probability = SigmoidFromExp(d, logit, exponential);
    const V value = CrossEntropyOfLogit(d, logit, weight, Log1pOfUnit(d, exponential));
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
    const ClassPair<V> weight = SmoothedWeights(d, target, option);
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
