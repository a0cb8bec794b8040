// The negative log-likelihood of Student's t distribution about the prediction.
#include "native/engine/pointwise-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_STUDENT_T_NLL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_STUDENT_T_NLL_INL_H_
#undef STEEPEST_LOSSES_STUDENT_T_NLL_INL_H_
#else
#define STEEPEST_LOSSES_STUDENT_T_NLL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// C + ½(ν + 1)·ln(1 + q) with q = r²/(s²ν). Options: C, ½(ν + 1), 2^−30/(s√ν), ν + 1, (ν + 1)/(s²ν),
/// 1/(s²ν).
struct StudentTNLL {
  static constexpr const char* name = "studentTNLL";
  template <class D, class V>
  static HWY_INLINE Terms<V> At(D d, V prediction, V target, const float* option) {
    const V one = hn::Set(d, 1.0f);
    const V residual = prediction - target;
    // From q = 2^120 on q might overflow: ln(1 + q) is then 2·ln(2^−30·√q) + 60·ln 2, and 1 + the argument of
    // that logarithm is the argument.
    const V reduced = hn::Abs(residual) * hn::Set(d, option[2]);
    const auto far = hn::Gt(reduced, hn::Set(d, 0x1p30f));
    const V part = residual * hn::Set(d, option[5]);
    const V q = part * residual;
    const V logarithm =
        hn::MulAdd(hn::IfThenElse(far, hn::Set(d, 2.0f), one), Log1p(d, hn::IfThenElse(far, reduced, q)),
                   hn::IfThenElseZero(far, hn::Set(d, 41.588830834f)));
    const V value = hn::MulAdd(hn::Set(d, option[1]), logarithm, hn::Set(d, option[0]));

    // Far out the gradient is (ν + 1)/r and the hessian −(ν + 1)/r².
    const V count = hn::Set(d, option[3]), steepest = hn::Set(d, option[4]);
    const V divisor = hn::IfThenElse(far, residual, hn::MulAdd(part, residual, one));
    const V slope = hn::IfThenElse(far, count, residual * steepest) / divisor;
    const V bend = hn::IfThenElse(far, hn::Neg(count), (one - q) * steepest) / divisor;
    return {value, slope, bend / divisor};
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_STUDENT_T_NLL_INL_H_
