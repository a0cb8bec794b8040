// torch.nn.HingeEmbeddingLoss, active at equality. Exact but for the rounding of margin − x.
#include "native/engine/pointwise-inl.h"
#include "native/losses/signed_target-inl.h"

#if defined(STEEPEST_LOSSES_HINGE_EMBEDDING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_HINGE_EMBEDDING_INL_H_
#undef STEEPEST_LOSSES_HINGE_EMBEDDING_INL_H_
#else
#define STEEPEST_LOSSES_HINGE_EMBEDDING_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The distance x of a similar pair (target 1), the shortfall max(0, margin − x) of a dissimilar one.
/// Options: scale and shift of the target, margin.
struct HingeEmbedding {
  static constexpr const char* name = "hingeEmbedding";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V distance, V given, const float* option) {
    const auto similar = hn::Gt(SignedTarget(d, given, option), hn::Zero(d));
    const V slack = hn::Set(d, option[2]) - distance;
    const V push = hn::IfThenElseZero(hn::Ge(slack, hn::Zero(d)), hn::Set(d, -1.0f));
    return {hn::IfThenElse(similar, distance, hn::Max(slack, hn::Zero(d))),
            hn::IfThenElse(similar, hn::Set(d, 1.0f), push), hn::Zero(d)};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_HINGE_EMBEDDING_INL_H_
