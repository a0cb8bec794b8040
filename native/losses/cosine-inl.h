// What losses of an angle share: with u = a/|a| and v = b/|b|, the cosine c = u·v, also as 1 − c = ½|u − v|²,
// which does not cancel between vectors that are nearly parallel. At a zero vector the cosine is 0, and so
// are its derivatives.
#include <cmath>
#include <utility>

#include "native/engine/embeddings-inl.h"

#if defined(STEEPEST_LOSSES_COSINE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_COSINE_INL_H_
#undef STEEPEST_LOSSES_COSINE_INL_H_
#else
#define STEEPEST_LOSSES_COSINE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The angle between two rows, and the derivatives of its cosine by the first.
class Cosine {
 public:
  HWY_INLINE Cosine(const float* a, const float* b, size_t columns) : a_(a), b_(b), columns_(columns) {
    LaneSum aa, bb, ab;
    VisitRow(columns, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec x = slice.Load(a, 0.0f), y = slice.Load(b, 0.0f);
      aa.AddProduct(part, x, x);
      bb.AddProduct(part, y, y);
      ab.AddProduct(part, x, y);
    });
    const double norms[] = {std::sqrt(aa.Total()), std::sqrt(bb.Total())};
    zero_ = norms[0] == 0 || norms[1] == 0;
    inverse_a_ = zero_ ? 0.0 : 1.0 / norms[0];
    inverse_b_ = zero_ ? 0.0 : 1.0 / norms[1];
    value_ = ab.Total() * inverse_a_ * inverse_b_;
  }

  /// The same angle, for the derivatives by the second row.
  HWY_INLINE Cosine Swapped() const {
    Cosine other = *this;
    std::swap(other.a_, other.b_);
    std::swap(other.inverse_a_, other.inverse_b_);
    return other;
  }

  HWY_INLINE double Value() const { return value_; }

  /// 1 − cosine.
  HWY_INLINE double Distance() const {
    if (zero_ || value_ < 0.5) return 1.0 - value_;
    LaneSum squares;
    VisitRow(columns_, [&](auto slice, size_t part) HWY_ATTR {
      const DoublePair gap = U(slice) - V(slice);
      const DoublePair square = gap * gap;
      squares.AddWide(part, square.low, square.high);
    });
    return 0.5 * squares.Total();
  }

  /// Visits the derivatives of the cosine by the first row: visit(slice, (v − c·u)/|a|).
  template <class Visit>
  HWY_INLINE void Gradient(const Visit& visit) const {
    const DoublePair cosine = DoublePair::Of(value_), inverse = DoublePair::Of(inverse_a_);
    VisitRow(columns_,
             [&](auto slice, size_t) HWY_ATTR { visit(slice, (V(slice) - cosine * U(slice)) * inverse); });
  }

  /// Visits its second derivatives: visit(slice, (3c·u² − 2u·v − c)/|a|²).
  template <class Visit>
  HWY_INLINE void Hessian(const Visit& visit) const {
    const DoublePair cosine = DoublePair::Of(value_), inverse = DoublePair::Of(inverse_a_ * inverse_a_);
    const DoublePair thrice = DoublePair::Of(3 * value_), two = DoublePair::Of(2.0);
    VisitRow(columns_, [&](auto slice, size_t) HWY_ATTR {
      const DoublePair u = U(slice);
      visit(slice, (u * (thrice * u - two * V(slice)) - cosine) * inverse);
    });
  }

 private:
  template <class Slice>
  HWY_INLINE DoublePair U(const Slice& slice) const {
    return DoublePair::Of(slice.Load(a_, 0.0f)) * DoublePair::Of(inverse_a_);
  }
  template <class Slice>
  HWY_INLINE DoublePair V(const Slice& slice) const {
    return DoublePair::Of(slice.Load(b_, 0.0f)) * DoublePair::Of(inverse_b_);
  }

  const float* a_;
  const float* b_;
  size_t columns_;
  double inverse_a_, inverse_b_;  // both 0 where a vector is
  double value_;
  bool zero_;
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_COSINE_INL_H_
