// The logistic function and its integral, both from the one exponential y = e^−|x|, which never overflows.
#if defined(STEEPEST_MATH_SIGMOID_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_SIGMOID_INL_H_
#undef STEEPEST_MATH_SIGMOID_INL_H_
#else
#define STEEPEST_MATH_SIGMOID_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/exp-inl.h"
#include "native/math/log-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

/// e^−|x|.
template <class D, class V>
HWY_INLINE V ExpOfNegativeAbs(D d, V x) {
  return ExpNonPositive(d, Or(x, SignBit(d)));
}

/// ln(1 + e^−|x|). Within 2 ulp over all floats.
template <class D, class V>
HWY_INLINE V SoftplusOfNegativeAbs(D d, V x) {
  return Log1pOfUnit(d, ExpOfNegativeAbs(d, x));
}

/// ln(1 + e^x). Within 2 ulp over all floats, also where it is e^x.
template <class D, class V>
HWY_INLINE V Softplus(D d, V x) {
  return Max(x, Zero(d)) + SoftplusOfNegativeAbs(d, x);
}

/// `sigmoid` = 1 / (1 + e^−x) and `complement` = 1 − sigmoid = sigmoid of −x, neither by a subtraction.
template <class V>
struct SigmoidPair {
  V sigmoid, complement;
};

/// Both sides of the logistic function of x from `y` = e^−|x|.
template <class D, class V>
HWY_INLINE SigmoidPair<V> SigmoidFromExp(D d, V x, V y) {
  const V larger = Set(d, 1.0f) / (Set(d, 1.0f) + y);
  const V rounded = y * larger;
  // y/(1 + y) − rounded = (y − rounded·(1 + y))/(1 + y), without the rounding of 1 + y.
  const V smaller = MulAdd(NegMulAdd(rounded, y, y - rounded), larger, rounded);
  return {IfNegativeThenElse(x, smaller, larger), IfNegativeThenElse(x, larger, smaller)};
}

/// 1 / (1 + e^−x). Within 2 ulp over all floats, also where it is e^x.
template <class D, class V>
HWY_INLINE V Sigmoid(D d, V x) {
  return SigmoidFromExp(d, x, ExpOfNegativeAbs(d, x)).sigmoid;
}

/// ln(1 + e^x), its derivative, and 1 − derivative: the bits of Softplus(x), Sigmoid(x) and Sigmoid(−x).
template <class V>
struct SoftplusSigmoid {
  V softplus, sigmoid, complement;
};

/// Softplus and both sides of the logistic function from one exponential. Each within 2 ulp over all floats.
template <class D, class V>
HWY_INLINE SoftplusSigmoid<V> SoftplusAndSigmoid(D d, V x) {
  const V y = ExpOfNegativeAbs(d, x);
  const SigmoidPair<V> pair = SigmoidFromExp(d, x, y);
  return {Max(x, Zero(d)) + Log1pOfUnit(d, y), pair.sigmoid, pair.complement};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_SIGMOID_INL_H_
