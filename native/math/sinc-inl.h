// sin x / x, from which sines and cosines of at most a quarter turn follow without losing small angles.
#if defined(STEEPEST_MATH_SINC_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_SINC_INL_H_
#undef STEEPEST_MATH_SINC_INL_H_
#else
#define STEEPEST_MATH_SINC_INL_H_
#endif

#include "hwy/highway.h"
#include "native/math/polynomial-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

/// sin(√s)/√s for s in [0, ¼π²]. Within 1.5 ulp. The polynomial's own relative error is 2^−27.3; Sollya:
/// fpminimax(sin(sqrt(x))/sqrt(x), [|1,...,4|], [|SG...|], [1b-30; 2.46741], 1, relative).
template <class D, class V>
HWY_INLINE V SincOfSquare(D d, V s) {
  const V tail = Polynomial(d, s, -0.16666659713f, 0.0083330692723f, -0.00019809779769f, 0.0000026061095468f);
  return MulAdd(tail, s, Set(d, 1.0f));
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATH_SINC_INL_H_
