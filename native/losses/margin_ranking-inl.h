// Of two scores one is to be larger by a margin; torch.nn.MarginRankingLoss.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_MARGIN_RANKING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_MARGIN_RANKING_INL_H_
#undef STEEPEST_LOSSES_MARGIN_RANKING_INL_H_
#else
#define STEEPEST_LOSSES_MARGIN_RANKING_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// max(0, margin − t·(first − second)), active at 0. Options: margin, then scale and shift of the target.
struct MarginRanking {
  static constexpr const char* name = "marginRanking";
  static constexpr size_t inputs = 2;
  template <class D, class V>
  static HWY_INLINE JointTerms<V, 2> At(D d, const V* prediction, V target, const float* option) {
    const V sign = hn::MulAdd(target, hn::Set(d, option[1]), hn::Set(d, option[2]));
    const V difference = prediction[0] - prediction[1];
    const V shortfall = hn::NegMulAdd(sign, difference, hn::Set(d, option[0]));
    const V slope = hn::IfThenElseZero(hn::Ge(shortfall, hn::Zero(d)), sign);
    return {hn::Max(shortfall, hn::Zero(d)), {hn::Neg(slope), slope}, {hn::Zero(d), hn::Zero(d)}};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_MARGIN_RANKING_INL_H_
