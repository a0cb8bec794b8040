// Charbonnier et al. (1997), Deterministic edge-preserving regularization in computed imaging.
#include "native/engine/pointwise-inl.h"

#if defined(STEEPEST_LOSSES_PSEUDO_HUBER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_PSEUDO_HUBER_INL_H_
#undef STEEPEST_LOSSES_PSEUDO_HUBER_INL_H_
#else
#define STEEPEST_LOSSES_PSEUDO_HUBER_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// δ²(√(1 + (r/δ)²) − 1). Options: delta, 1/delta.
struct PseudoHuber {
  static constexpr const char* name = "pseudoHuber";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V residual = prediction - target;
    const V z = residual * hn::Set(d, option[1]);
    // From here on √(1 + z²) is |z| in float, and z² might overflow.
    const auto far = hn::Gt(hn::Abs(z), hn::Set(d, 0x1p25f));
    const V square = hn::MulAdd(z, z, one);
    const V root = hn::IfThenElse(far, hn::Abs(z), hn::Sqrt(square));
    const V limit = hn::CopySign(hn::Set(d, option[0]), residual);
    const V ratio = hn::IfThenElse(far, limit, residual / (one + root));
    // 1/root³; far out root³ might overflow where its inverse does not underflow.
    const V inverse = one / hn::IfThenElse(far, root, square * root);
    const V curvature = hn::IfThenElse(far, inverse * inverse * inverse, inverse);
    return {residual * ratio, hn::IfThenElse(far, limit, residual / root), curvature};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_PSEUDO_HUBER_INL_H_
