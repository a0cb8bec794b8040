// Follow the regularized leader, proximal (McMahan et al. 2013), as keras.optimizers.Ftrl.
#include "native/engine/stepping-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_OPTIMIZERS_FTRL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_FTRL_INL_H_
#undef STEEPEST_OPTIMIZERS_FTRL_INL_H_
#else
#define STEEPEST_OPTIMIZERS_FTRL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A power of the sum of squares before and after a gradient's square has entered it, and how much it has
/// grown.
template <class V>
struct FtrlGrowth {
  V after, grown;
};

/// Options: learningRatePower, l1, l2, l2Shrinkage, beta. Slots: the sum of squares, the linear part.
/// Constants: 1 / learningRate, l1, 2·l2Shrinkage, what stands beside the power in the divisor,
/// −learningRatePower, whether the learning rate is 0, so that nothing moves.
template <class Power>
struct FtrlRule : StepRule {
  static constexpr size_t slots = 2, numbers = 5;

  static void Prepare(const StepNumbers& now, float* c) {
    const double inverse = now.rate > 0 ? 1 / now.rate : 0;
    c[0] = static_cast<float>(inverse);
    c[1] = static_cast<float>(now.options[1]);
    c[2] = static_cast<float>(2 * now.options[3]);
    c[3] = static_cast<float>(2 * now.options[2] + now.options[4] * inverse);
    c[4] = static_cast<float>(-now.options[0]);
    c[5] = now.rate > 0 ? 0.0f : 1.0f;
  }

  template <class D, class V>
  static HWY_INLINE V At(D d, V parameter, V gradient, V* slot, const float* c) {
    if (c[5] != 0.0f) return parameter;
    const FtrlGrowth<V> power = Power::Of(d, slot[0], gradient * gradient, c[4]);
    const V pulled = hn::MulAdd(hn::Set(d, c[2]), parameter, gradient);
    slot[0] = hn::MulAdd(gradient, gradient, slot[0]);
    slot[1] = hn::NegMulAdd(power.grown * hn::Set(d, c[0]), parameter, slot[1] + pulled);
    const V divisor = hn::MulAdd(power.after, hn::Set(d, c[0]), hn::Set(d, c[3]));
    const V moved = (Clipped(d, slot[1], c[1]) - slot[1]) / divisor;
    return hn::IfThenElse(hn::Eq(divisor, hn::Zero(d)), parameter, moved);  // no gradient has ever come
  }
};

struct FtrlRoot {
  /// √(n + g²) − √n = g² / (√(n + g²) + √n): the difference would cancel.
  template <class D, class V>
  static HWY_INLINE FtrlGrowth<V> Of(D d, V sum, V square, float) {
    const V after = hn::Sqrt(sum + square);
    const V grown = square / (after + hn::Sqrt(sum));
    return {after, hn::IfThenZeroElse(hn::Eq(square, hn::Zero(d)), grown)};
  }
};

struct FtrlAnyPower {
  /// nᵠ·(e^(q·ln(1 + g²/n)) − 1).
  template <class D, class V>
  static HWY_INLINE FtrlGrowth<V> Of(D d, V sum, V square, float q) {
    if (q == 0.0f) return {hn::Set(d, 1.0f), hn::Zero(d)};
    const V power = hn::Set(d, q);
    const V before = PowNonNegative(d, sum, q);
    const V grown = before * ExpMinusOne(d, power * Log1p(d, square / sum));
    const V alone = PowNonNegative(d, square, q);
    const auto fresh = hn::Eq(sum, hn::Zero(d));
    return {hn::IfThenElse(fresh, alone, before + grown), hn::IfThenElse(fresh, alone, grown)};
  }

  /// e^t − 1 for t ≥ 0: where it is small by tanh, which is exact near 0.
  template <class D, class V>
  static HWY_INLINE V ExpMinusOne(D d, V t) {
    const V one = hn::Set(d, 1.0f);
    const V half = Tanh(d, t * hn::Set(d, 0.5f));
    return hn::IfThenElse(hn::Lt(t, one), (half + half) / (one - half), Exp(d, t) - one);
  }
};

/// learningRatePower −½, the usual one.
struct Ftrl : FtrlRule<FtrlRoot> {
  static constexpr const char* name = "Ftrl";
};
struct FtrlPower : FtrlRule<FtrlAnyPower> {
  static constexpr const char* name = "FtrlPower";
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_FTRL_INL_H_
