// Andrews (1974), A robust method for multiple linear regression: the sine. Each within 4 ulp of the rounded
// residual.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_ANDREWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_ANDREWS_INL_H_
#undef STEEPEST_LOSSES_ANDREWS_INL_H_
#else
#define STEEPEST_LOSSES_ANDREWS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c²·(1 − cos(r/c)), 2c² beyond πc. Options: c, 1/c in two floats, the largest float up to πc, πc in two
/// floats.
struct Andrews {
  static constexpr const char* name = "andrews";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f), half = hn::Set(d, 0.5f);
    const V c = hn::Set(d, option[0]);
    const V end = hn::Set(d, option[3]), pi = hn::Set(d, option[4]), pi_low = hn::Set(d, option[5]);
    const V residual = prediction - target;
    const V distance = hn::Abs(residual);
    const auto beyond = hn::Gt(distance, end);
    const V held = hn::Min(end, distance);  // in this order NaN passes
    // Past a quarter turn angles are measured from the half turn, and for the cosine always from the quarter
    // turn: so all are right to the last digit beside their zeros.
    const V quarter = hn::MulSub(half, pi, held) + half * pi_low;
    const auto past = hn::Lt(quarter, hn::Zero(d));
    const V arc = hn::IfThenElse(past, (pi - held) + pi_low, held);

    const V turn = Quotient(d, quarter, option + 1);
    const V cosine = turn * SincOfSquare(d, turn * turn);
    const V angle = Quotient(d, arc, option + 1);
    const V gradient = hn::CopySign(arc * SincOfSquare(d, angle * angle), residual);

    const V half_angle = Quotient(d, half * held, option + 1);
    const V chord = held * SincOfSquare(d, half_angle * half_angle);  // 2c·sin(r/2c)
    const V rising = half * chord * chord;  // 2c²·sin²(r/2c) = c²(1 − cos(r/c))
    const V value = hn::IfThenElse(past, c * (one - cosine) * c, rising);
    return {value, hn::IfThenZeroElse(beyond, gradient), hn::IfThenZeroElse(beyond, cosine)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_ANDREWS_INL_H_
