// Jensen-Shannon divergence of a softmax p from probabilities t (Lin 1991): ½ Σ t·ln(t/m) + p·ln(p/m) with
// m = ½(p + t). A class costs ¼(p + t)·((1 + r)·ln(1 + r) + (1 − r)·ln(1 − r)) with r = (p − t)/(p + t),
// which is never negative; a class without target ½·ln 2·p.
#include "native/losses/surprise-inl.h"

#if defined(STEEPEST_LOSSES_JENSEN_SHANNON_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_JENSEN_SHANNON_INL_H_
#undef STEEPEST_LOSSES_JENSEN_SHANNON_INL_H_
#else
#define STEEPEST_LOSSES_JENSEN_SHANNON_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// J(r) = (1 + r)·ln(1 + r) + (1 − r)·ln(1 − r) for |r| ≤ 1: near 0 the series Σ r^(2n)/(n·(2n − 1)).
HWY_INLINE DoubleVec Divergence(DoubleVec r) {
  const DoubleTag d;
  const DoubleVec square = hn::Mul(r, r);
  const DoubleVec series = Polynomial(d, square, 1.0, 1.0 / 6, 1.0 / 15, 1.0 / 28, 1.0 / 45, 1.0 / 66,
                                      1.0 / 91, 1.0 / 120, 1.0 / 153, 1.0 / 190, 1.0 / 231);
  const DoubleVec one = hn::Set(d, 1.0);
  const DoubleVec above = hn::Add(one, r), below = hn::Sub(one, r);
  const auto part = [&](DoubleVec x) HWY_ATTR {
    return hn::IfThenZeroElse(hn::Eq(x, hn::Zero(d)), hn::Mul(x, WideLog(d, x)));
  };
  const auto near = hn::Lt(square, hn::Set(d, 0.0625));
  return hn::IfThenElse(near, hn::Mul(square, series), hn::Add(part(above), part(below)));
}

/// No options.
struct JensenShannonForm {
  static constexpr bool spreads = true;
  static constexpr double half_log_of_two = 0.34657359027997264;

  explicit HWY_INLINE JensenShannonForm(const float*) {}

  HWY_INLINE double Spread() const { return half_log_of_two; }

  /// The slope is what a class saves against one without target: ½p·ln(1 + t/p).
  HWY_INLINE SurpriseTerms At(const SurpriseClass& own) const {
    const DoubleTag d;
    const DoubleVec half = hn::Set(d, 0.5);
    const DoubleVec p = own.share, t = own.target;
    const DoubleVec both = hn::Add(p, t);
    // p − t where both are near 1, from their distances to 1.
    const DoubleVec close = hn::Sub(hn::Sub(hn::Set(d, 1.0), t), own.others);
    const DoubleVec apart = hn::IfThenElse(hn::Gt(p, half), close, hn::Sub(p, t));
    const DoubleVec ratio = hn::Min(hn::Set(d, 1.0), hn::Div(apart, both));  // which may round above 1
    const DoubleVec value = hn::Mul(hn::Mul(hn::Set(d, 0.25), both), Divergence(ratio));
    const auto absent = hn::Eq(p, hn::Zero(d));
    const DoubleVec half_share = hn::Mul(half, p);
    const DoubleVec logarithm = WideLog1p(d, hn::Min(hn::Set(d, 1e300), hn::Div(t, p)));
    const DoubleVec slope = hn::IfThenZeroElse(absent, hn::Mul(half_share, logarithm));
    const DoubleVec bend = hn::Mul(half_share, hn::Sub(hn::Div(t, both), logarithm));
    return {value, slope, hn::IfThenZeroElse(absent, bend)};
  }
};

struct JensenShannon : SurpriseLoss<JensenShannonForm> {
  static constexpr const char* name = "jensenShannon";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_JENSEN_SHANNON_INL_H_
