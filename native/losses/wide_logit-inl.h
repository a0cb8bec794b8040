// What the losses of a logit need of it in double.
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_WIDE_LOGIT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_WIDE_LOGIT_INL_H_
#undef STEEPEST_LOSSES_WIDE_LOGIT_INL_H_
#else
#define STEEPEST_LOSSES_WIDE_LOGIT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A logit in double, both sides of its logistic function, half their difference, which keeps its digits near
/// 0, and `tail` = ln(1 + e^−|x|). An infinite logit counts as one of 1e200, beyond all floats, so that its
/// products with 0 are 0. Both sides are at least e^−708.
template <class D, class V>
struct WideLogit {
  V logit, sigmoid, complement, half_difference, tail;

  HWY_INLINE WideLogit(D d, V given) {
    const V one = hn::Set(d, 1.0);
    logit = hn::Clamp(given, hn::Set(d, -1e200), hn::Set(d, 1e200));
    const WideExponential<V> of = WideExpAndExpm1(d, hn::Neg(hn::Abs(logit)));
    const V exponential = of.exp;
    const V larger = one / (one + exponential);
    const V smaller = exponential * larger;
    sigmoid = hn::IfNegativeThenElse(logit, smaller, larger);
    complement = hn::IfNegativeThenElse(logit, larger, smaller);
    half_difference = hn::CopySign(hn::Set(d, 0.5) * of.expm1 * larger, logit);
    tail = WideLog(d, one + exponential, exponential);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_WIDE_LOGIT_INL_H_
