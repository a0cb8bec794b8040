// Hampel et al. (1986), Robust Statistics, 2.6: the three-part redescending function. Each within 4 ulp of
// the rounded residual.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_HAMPEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_HAMPEL_INL_H_
#undef STEEPEST_LOSSES_HAMPEL_INL_H_
#else
#define STEEPEST_LOSSES_HAMPEL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The gradient is r up to a, a up to b, falls linearly to 0 at c and stays there. Options: a, b, c, 1/(c −
/// b) and a/(c − b), these two 0 where c = b.
struct Hampel {
  static constexpr const char* name = "hampel";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V a = hn::Set(d, option[0]), b = hn::Set(d, option[1]), c = hn::Set(d, option[2]);
    const V per_fall = hn::Set(d, option[3]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    // The order of the arguments of Min and Max lets NaN through.
    const V held = hn::Min(c, distance);
    const V near = hn::Min(a, distance);
    const V fallen = hn::Max(hn::Zero(d), held - b);
    // Huber's near·(held − ½near), less what the fall has taken, which is at most half of it.
    const V taken = hn::MulAdd(fallen, fallen * per_fall, near);
    const auto falls = hn::Gt(distance, b);
    const V share = hn::IfThenElse(falls, (c - held) * per_fall, hn::Set(d, 1.0f));
    const V curvature = hn::IfThenZeroElse(hn::Gt(distance, a), hn::Set(d, 1.0f));
    const V falling = hn::IfThenElse(falls, hn::Set(d, -option[4]), curvature);
    return {near * hn::NegMulAdd(hn::Set(d, 0.5f), taken, held), hn::CopySign(near * share, residual),
            hn::IfThenZeroElse(hn::Gt(distance, c), falling)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_HAMPEL_INL_H_
