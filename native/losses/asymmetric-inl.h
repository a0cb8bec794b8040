// Ridnik et al. (2021), Asymmetric loss for multi-label classification: with p = σ(x), q = 1 − p and
// w = max(p − clip, 0) it is t·q^γ₊·(−ln p) + (1 − t)·w^γ₋·(−ln(1 − w)). In double, because w loses the
// digits of p near the kink and a power multiplies what is lost: the last rounding is nearly all that shows.
#include "native/engine/pointwise-inl.h"
#include "native/losses/through_double-inl.h"
#include "native/losses/wide_logit-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_ASYMMETRIC_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_ASYMMETRIC_INL_H_
#undef STEEPEST_LOSSES_ASYMMETRIC_INL_H_
#else
#define STEEPEST_LOSSES_ASYMMETRIC_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// x^n for a whole n from 0 to 7.
template <class D, class V>
HWY_INLINE V WholePower(D d, V x, float n) {
  const int whole = static_cast<int>(n);
  V power = hn::Set(d, 1.0);
  for (int bit = 0; bit < 3; ++bit) {
    const auto odd = hn::Ne(hn::Set(d, static_cast<double>(whole >> bit & 1)), hn::Zero(d));
    power = hn::IfThenElse(odd, power * x, power);
    x = x * x;
  }
  return power;
}

/// Options: γ₋, γ₊, clip; where kWhole both exponents are whole numbers below 8.
template <bool kWhole>
struct Asymmetric {
  static constexpr const char* name = kWhole ? "asymmetricWhole" : "asymmetric";

  /// base^exponent from the base, or from its logarithm where the exponent may be any.
  template <class D, class V>
  static HWY_INLINE V Power(D d, V base, V logarithm, float exponent) {
    if constexpr (kWhole) return WholePower(d, base, exponent);
    return WideExp(d, hn::Set(d, exponent) * logarithm);
  }

  /// q^γ·(−ln p).
  template <class D, class V>
  static HWY_INLINE Terms<V> Positive(D d, const WideLogit<D, V>& at, float exponent) {
    const V p = at.sigmoid, q = at.complement, gamma = hn::Set(d, exponent);
    const V surprise = hn::Max(hn::Neg(at.logit), hn::Zero(d)) + at.tail;
    const V logarithm = hn::Neg(hn::Max(at.logit, hn::Zero(d)) + at.tail);
    const V focus = Power(d, q, logarithm, exponent);
    const V faster = gamma * p * surprise;
    const V bend = hn::MulAdd(faster, hn::MulSub(gamma, p, q), hn::MulAdd(gamma + gamma, q, q) * p);
    return {focus * surprise, hn::Neg(focus * (faster + q)), focus * bend};
  }

  /// w^γ·(−ln(1 − w)), 0 below the kink and active at it.
  template <class D, class V>
  static HWY_INLINE Terms<V> Negative(D d, const WideLogit<D, V>& at, float exponent, float clip) {
    const V one = hn::Set(d, 1.0), gamma = hn::Set(d, exponent), shift = hn::Set(d, clip);
    const V p = at.sigmoid, q = at.complement;
    // p − clip: a large clip has its kink where p keeps fewer digits than p − ½.
    const V from_half = at.half_difference + (hn::Set(d, 0.5) - shift);
    const V excess = hn::IfThenElse(hn::Lt(shift, hn::Set(d, 0.25)), p - shift, from_half);
    const auto active = hn::Ge(excess, hn::Zero(d));
    // At the kink the quotients by w are their limits from above.
    const V w = hn::Max(excess, hn::Set(d, 1e-300));
    const V rest = q + shift;
    // Without clip 1 − w is q, which ends at e^−708 where the logit goes on.
    const V beyond = hn::Max(at.logit + hn::Set(d, kWideExpEnd), hn::Zero(d));
    const V unclipped = hn::IfThenElseZero(hn::Eq(shift, hn::Zero(d)), beyond);
    const V surprise = unclipped - WideLog(d, rest, hn::Neg(w));
    const V focus = Power(d, w, WideLog(d, w, w - one), exponent);
    const V over_w = one / w, over_rest = one / rest;
    const V slope = p * q;
    const V pull = slope * over_rest;            // of −ln(1 − w)
    const V single = slope * surprise * over_w;  // the pull of w^γ is γ times this
    const V faster = gamma * single;
    const V steeper = gamma * hn::MulAdd(pull, hn::Set(d, 2.0), faster - single) * slope * over_w;
    // pull² + (q − p)(faster + pull), where pull − p = −p·clip/(1 − w) without cancellation.
    const V level = hn::MulAdd(pull, hn::NegMulAdd(p * shift, over_rest, q), (q - p) * faster);
    return {hn::IfThenElseZero(active, focus * surprise), hn::IfThenElseZero(active, focus * (faster + pull)),
            hn::IfThenElseZero(active, focus * (steeper + level))};
  }

  template <class D, class V>
  static HWY_INLINE Terms<V> InDouble(D d, V logit, V target, const float* option) {
    const WideLogit<D, V> at(d, logit);
    const V other = hn::Set(d, 1.0) - target;
    const Terms<V> positive = Positive(d, at, option[1]);
    const Terms<V> negative = Negative(d, at, option[0], option[2]);
    return {hn::MulAdd(target, positive.value, other * negative.value),
            hn::MulAdd(target, positive.gradient, other * negative.gradient),
            hn::MulAdd(target, positive.hessian, other * negative.hessian)};
  }

  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V logit, V target, const float* option) {
    return ThroughDouble<Asymmetric>(d, logit, target, option);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_ASYMMETRIC_INL_H_
