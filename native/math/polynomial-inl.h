// Evaluation of a polynomial with constant coefficients.
#if defined(STEEPEST_MATH_POLYNOMIAL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_POLYNOMIAL_INL_H_
#undef STEEPEST_MATH_POLYNOMIAL_INL_H_
#else
#define STEEPEST_MATH_POLYNOMIAL_INL_H_
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The last one or two coefficients of PolynomialInPairs.
template <class D, class V>
HWY_INLINE V PolynomialInPairs(D d, V, V, hn::TFromD<D> constant) {
  return Set(d, constant);
}

template <class D, class V>
HWY_INLINE V PolynomialInPairs(D d, V x, V, hn::TFromD<D> constant, hn::TFromD<D> linear) {
  return MulAdd(Set(d, linear), x, Set(d, constant));
}

/// (constant + linear·x) + x²·(…).
template <class D, class V, class... Rest>
HWY_INLINE V PolynomialInPairs(D d, V x, V square, hn::TFromD<D> constant, hn::TFromD<D> linear,
                               Rest... rest) {
  const V pair = MulAdd(Set(d, linear), x, Set(d, constant));
  return MulAdd(PolynomialInPairs(d, x, square, rest...), square, pair);
}

/// Σ coefficient[k]·x^k, the constant first. Neighbouring coefficients are paired and the pairs go by
/// Horner's rule in x²: one instruction more than Horner's rule in x, and half its chain of dependent ones.
template <class D, class V, class... Coefficients>
HWY_INLINE V Polynomial(D d, V x, Coefficients... coefficients) {
  return PolynomialInPairs(d, x, x * x, coefficients...);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_POLYNOMIAL_INL_H_
