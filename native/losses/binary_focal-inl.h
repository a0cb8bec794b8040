// Lin et al. (2017), Focal loss for dense object detection, for soft targets as torchvision and Keras mean
// them. With u and v the shares of both classes, p = σ(x) and q = 1 − p: α_t·m^γ·c, where m = u·q + v·p is
// what the probability misses of the target, c the cross-entropy and α_t = a·u + b·v. Any γ and any smoothing
// goes through double, where the last rounding is nearly all that shows; the usual γ = 0, 1 and 2 need no
// logarithm of m. With γ = 2, whose square doubles the error of m, these are within 12 ulp (hard targets 9):
// the value of itself, gradient and hessian of their largest term.
#include "native/engine/pointwise-inl.h"
#include "native/losses/binary_cross_entropy-inl.h"
#include "native/losses/through_double-inl.h"
#include "native/losses/wide_logit-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_BINARY_FOCAL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_BINARY_FOCAL_INL_H_
#undef STEEPEST_LOSSES_BINARY_FOCAL_INL_H_
#else
#define STEEPEST_LOSSES_BINARY_FOCAL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// α_t·m^γ·c for any γ. Options: a, b, labelSmoothing, γ.
struct BinaryFocal {
  static constexpr const char* name = "binaryFocal";

  template <class D, class V>
  static HWY_INLINE Terms<V> InDouble(D d, V logit, V target, const float* option) {
    const V one = hn::Set(d, 1.0), gamma = hn::Set(d, option[3]);
    const V smoothing = hn::Set(d, option[2]);
    const WideLogit<D, V> at(d, logit);
    const V p = at.sigmoid, q = at.complement;
    const ClassPair<V> share = SmoothedShares(d, target, one - smoothing, hn::Set(d, 0.5) * smoothing);
    const V miss = hn::MulAdd(share.positive, q, share.negative * p);
    const V hit = hn::MulAdd(share.positive, p, share.negative * q);
    const V focus = WideExp(d, gamma * WideLog(d, miss, hn::Neg(hit)));
    const V balance =
        hn::MulAdd(share.positive, hn::Set(d, option[0]), share.negative * hn::Set(d, option[1]));
    const V weight = balance * focus;
    const V entropy = CrossEntropyOfLogit(d, at.logit, share, at.tail);
    const V slope = hn::MulSub(share.negative, p, share.positive * q);
    // The derivative of ln m, times γ.
    const V turn = (share.negative - share.positive) * (p * q) / miss;
    const V faster = gamma * turn;
    const V bend = hn::MulAdd(entropy, faster - turn + (q - p), slope + slope);
    return {weight * entropy, weight * hn::MulAdd(faster, entropy, slope),
            weight * hn::MulAdd(faster, bend, p * q)};
  }

  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V logit, V target, const float* option) {
    return ThroughDouble<BinaryFocal>(d, logit, target, option);
  }
};

/// What the focal losses of small whole γ are made of, from y = e^−|x|. Options: a, b.
template <class D, class V>
struct FocalParts {
  SigmoidPair<V> probability;
  V miss;           // m
  V turn;           // its derivative over p·q, v − u
  V balance;        // α_t
  V entropy, pull;  // α_t·c and its derivative

  HWY_INLINE FocalParts(D d, V logit, V target, V y, const float* option)
      : probability(SigmoidFromExp(d, logit, y)) {
    const V one = hn::Set(d, 1.0f);
    const ClassPair<V> share = {target, one - target};
    balance = hn::MulAdd(share.positive, hn::Set(d, option[0]), share.negative * hn::Set(d, option[1]));
    miss = hn::MulAdd(share.positive, probability.complement, share.negative * probability.sigmoid);
    turn = hn::NegMulAdd(hn::Set(d, 2.0f), target, one);
    // A class without weight costs nothing, rather than 0·∞ at an infinite logit.
    const V whole = CrossEntropyOfLogit(d, logit, share, Log1pOfUnit(d, y));
    entropy = hn::IfThenElseZero(hn::Ne(balance, hn::Zero(d)), balance * whole);
    const V push = share.negative * probability.sigmoid;
    pull = balance * hn::NegMulAdd(share.positive, probability.complement, push);
  }
};

/// The same for γ = 0, 1 or 2 without smoothing.
template <int kGamma>
struct BinaryFocalOfGamma {
  static constexpr const char* names[] = {"binaryFocalGamma0", "binaryFocalGamma1", "binaryFocalGamma2"};
  static constexpr const char* name = names[kGamma];

  template <class V>
  static HWY_INLINE V Value(V miss, V entropy) {
    if constexpr (kGamma == 0) return entropy;
    if constexpr (kGamma == 1) return miss * entropy;
    return miss * (miss * entropy);
  }

  template <class D, class V>
  static HWY_INLINE V Gradient(D d, const FocalParts<D, V>& at) {
    if constexpr (kGamma == 0) return at.pull;
    // 0 where p·q is, also at an infinite logit.
    const V slope = at.probability.sigmoid * at.probability.complement;
    const V fading = at.turn * hn::IfThenElseZero(hn::Ne(slope, hn::Zero(d)), slope * at.entropy);
    if constexpr (kGamma == 1) return hn::MulAdd(at.miss, at.pull, fading);
    return at.miss * hn::MulAdd(at.miss, at.pull, fading + fading);
  }

  /// The hessian over p·q.
  template <class D, class V>
  static HWY_INLINE V Curvature(D, const FocalParts<D, V>& at) {
    if constexpr (kGamma == 0) return at.balance;
    const V p = at.probability.sigmoid, q = at.probability.complement;
    const V bend = hn::MulAdd(q - p, at.entropy, at.pull + at.pull);
    if constexpr (kGamma == 1) return hn::MulAdd(at.turn, bend, at.miss * at.balance);
    const V sharp = hn::MulAdd(at.miss, bend, at.turn * (p * q) * at.entropy);
    return hn::MulAdd(at.turn + at.turn, sharp, at.miss * at.miss * at.balance);
  }

  /// p·q is a subnormal number where its product with a large cross-entropy is none, hence the scale of 2⁴⁰.
  template <class D, class V>
  static HWY_INLINE V Hessian(D d, V logit, V target, const float* option) {
    const V distance = hn::Abs(logit);
    const V scaled = ScaledExpNonPositive(d, hn::Neg(distance));
    const FocalParts<D, V> at(d, logit, target, scaled * hn::Set(d, 0x1p-40f), option);
    const V larger = hn::Max(at.probability.sigmoid, at.probability.complement);
    const V hessian = scaled * larger * larger * Curvature(d, at) * hn::Set(d, 0x1p-40f);
    return hn::IfThenElseZero(hn::Lt(distance, hn::Set(d, 115.0f)), hessian);
  }

  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V logit, V target, const float* option) {
    const FocalParts<D, V> at(d, logit, target, ExpOfNegativeAbs(d, logit), option);
    return {Value(at.miss, at.entropy), Gradient(d, at), Hessian(d, logit, target, option)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_BINARY_FOCAL_INL_H_
