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

/// A logit in double, both sides of its logistic function and `tail` = ln(1 + e^−|x|). An infinite logit
/// counts as one of 1e200, beyond all floats, so that its products with 0 are 0. Both sides are at least
/// e^−700.
template <class D, class V>
struct WideLogit {
  V logit, sigmoid, complement, tail;

  HWY_INLINE WideLogit(D d, V given) {
    const V one = hn::Set(d, 1.0);
    logit = hn::Clamp(given, hn::Set(d, -1e200), hn::Set(d, 1e200));
    const V exponential = WideExpNonPositive(d, hn::Neg(hn::Abs(logit)));
    const V larger = one / (one + exponential);
    const V smaller = exponential * larger;
    sigmoid = hn::IfNegativeThenElse(logit, smaller, larger);
    complement = hn::IfNegativeThenElse(logit, larger, smaller);
    tail = WideLog(d, one + exponential, exponential);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_WIDE_LOGIT_INL_H_
