// How the options of a pointwise loss reach its formula: as floats, the same for every element, or as doubles
// that may be others in every column.
#include <type_traits>

#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/pointwise.h"

#if defined(STEEPEST_OPTIONS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIONS_INL_H_
#undef STEEPEST_OPTIONS_INL_H_
#else
#define STEEPEST_OPTIONS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The options of neighbouring elements as doubles. A loss has them by `using Options = ColumnOptions`.
class ColumnOptions {
 public:
  HWY_INLINE ColumnOptions(const double* first, size_t stride) : first_(first), stride_(stride) {}

  /// Option `which` of the elements from the `lane`-th on.
  template <class D>
  HWY_INLINE hn::Vec<D> Get(D d, size_t which, size_t lane) const {
    return hn::LoadU(d, first_ + which * stride_ + lane);
  }

 private:
  const double* first_;
  size_t stride_;
};

/// The options of a loss that takes floats: a local copy, so that the compiler knows that stores leave it
/// alone.
class SharedOptions {
 public:
  HWY_INLINE SharedOptions(const PointwiseArguments& a, size_t) {
    for (size_t i = 0; i < kMaxOptions; ++i) values_[i] = static_cast<float>(a.options[i]);
  }
  HWY_INLINE const float* At(size_t) const { return values_; }
  HWY_INLINE size_t Column() const { return 0; }
  HWY_INLINE void Advance() {}

 private:
  float values_[kMaxOptions];
};

/// The options of a loss that may have others in every column, group after group from element `begin` on.
class OptionsByColumn {
 public:
  HWY_INLINE OptionsByColumn(const PointwiseArguments& a, size_t begin)
      : options_(a.options),
        columns_(a.columns),
        column_(begin % a.columns),
        step_(kVirtualLanes % a.columns) {}

  /// Those of the elements from the `lane`-th of the group on.
  HWY_INLINE ColumnOptions At(size_t lane) const {
    return ColumnOptions(options_ + column_ + lane, ColumnStride(columns_));
  }
  /// The column of the group's first element.
  HWY_INLINE size_t Column() const { return column_; }
  HWY_INLINE void Advance() {
    column_ += columns_ > kVirtualLanes ? kVirtualLanes : step_;
    if (column_ >= columns_) column_ -= columns_;
  }

 private:
  const double* options_;
  size_t columns_, column_, step_;
};

template <class Loss, class = void>
struct OptionWalkOf {
  using type = SharedOptions;
};
template <class Loss>
struct OptionWalkOf<Loss, std::void_t<typename Loss::Options>> {
  using type = OptionsByColumn;
};
/// The way in which a loss takes its options.
template <class Loss>
using OptionWalk = typename OptionWalkOf<Loss>::type;

/// The derivatives of a loss by N of its options, for one vector of elements.
template <class V, size_t N>
struct OptionTerms {
  V by[N];
};

/// The number of options by which a loss can be differentiated: 0 unless it declares `learned`, and has a
/// function `OptionGradients` with the arguments of `At` that gives OptionTerms.
template <class Loss, class = void>
struct LearnedOf {
  static constexpr size_t count = 0;
};
template <class Loss>
struct LearnedOf<Loss, std::void_t<decltype(Loss::learned)>> {
  static constexpr size_t count = Loss::learned;
};

/// Adds a vector of float terms to sums in double that lie side by side.
HWY_INLINE void AddToSums(FloatVec terms, double* sums) {
  const DoubleTag d;
  const hn::Half<FloatTag> half;
  const DoubleVec low = hn::PromoteTo(d, hn::LowerHalf(half, terms));
  const DoubleVec high = hn::PromoteTo(d, hn::UpperHalf(half, terms));
  hn::StoreU(hn::Add(hn::LoadU(d, sums), low), d, sums);
  hn::StoreU(hn::Add(hn::LoadU(d, sums + kDoubles), high), d, sums + kDoubles);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIONS_INL_H_
