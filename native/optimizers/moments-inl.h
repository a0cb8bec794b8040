// Running means of a gradient and of its square, as most rules keep them.
#include "native/engine/stepping-inl.h"

#if defined(STEEPEST_OPTIMIZERS_MOMENTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_MOMENTS_INL_H_
#undef STEEPEST_OPTIMIZERS_MOMENTS_INL_H_
#else
#define STEEPEST_OPTIMIZERS_MOMENTS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// (1 − share)·mean. A factor 1 − share rounded to float32 would be wrong by up to 3e-8, which is 3e-5 of a
/// share of 1e-3: so far would the mean be off in the end.
template <class D, class V>
HWY_INLINE V Faded(D d, V mean, float share) {
  return hn::NegMulAdd(hn::Set(d, share), mean, mean);
}

/// (1 − share)·mean + share·term.
template <class D, class V>
HWY_INLINE V RunningMean(D d, V mean, V term, float share) {
  return hn::MulAdd(hn::Set(d, share), term, Faded(d, mean, share));
}

/// (1 − share)·mean + share·term².
template <class D, class V>
HWY_INLINE V RunningSquare(D d, V mean, V term, float share) {
  return hn::MulAdd(hn::Set(d, share) * term, term, Faded(d, mean, share));
}

/// √(scale·square + inside) + outside.
template <class D, class V>
HWY_INLINE V RootOf(D d, V square, float scale, float inside, float outside) {
  const V corrected = hn::MulAdd(square, hn::Set(d, scale), hn::Set(d, inside));
  return hn::Sqrt(corrected) + hn::Set(d, outside);
}

/// The larger of two, and NaN where either is; Max gives the other.
template <class V>
HWY_INLINE V LargerOf(V before, V now) {
  return hn::IfThenElse(hn::Lt(now, before), before, now);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_MOMENTS_INL_H_
