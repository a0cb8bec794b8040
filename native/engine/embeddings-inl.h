// The loop of the shape "embeddings", written once. A loss is a functor over one row: from sums over its
// vectors, in double, it derives one term and what each element's derivatives are made of.
#include <algorithm>
#include <cmath>

#include "hwy/highway.h"
#include "native/engine/embeddings.h"
#include "native/engine/rowwise-inl.h"

#if defined(STEEPEST_EMBEDDINGS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_EMBEDDINGS_INL_H_
#undef STEEPEST_EMBEDDINGS_INL_H_
#else
#define STEEPEST_EMBEDDINGS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A double per lane of a float vector, for formulas whose terms cancel.
struct DoublePair {
  DoubleVec low;
  DoubleVec high;

  static HWY_INLINE DoublePair Of(FloatVec v) {
    const hn::Half<FloatTag> half;
    return {hn::PromoteTo(DoubleTag(), hn::LowerHalf(half, v)),
            hn::PromoteTo(DoubleTag(), hn::UpperHalf(half, v))};
  }
  static HWY_INLINE DoublePair Of(double value) {
    return {hn::Set(DoubleTag(), value), hn::Set(DoubleTag(), value)};
  }
  HWY_INLINE FloatVec Rounded() const {
    const hn::Half<FloatTag> half;
    return hn::Combine(FloatTag(), hn::DemoteTo(half, high), hn::DemoteTo(half, low));
  }
};

HWY_INLINE DoublePair operator+(const DoublePair& a, const DoublePair& b) {
  return {hn::Add(a.low, b.low), hn::Add(a.high, b.high)};
}
HWY_INLINE DoublePair operator-(const DoublePair& a, const DoublePair& b) {
  return {hn::Sub(a.low, b.low), hn::Sub(a.high, b.high)};
}
HWY_INLINE DoublePair operator*(const DoublePair& a, const DoublePair& b) {
  return {hn::Mul(a.low, b.low), hn::Mul(a.high, b.high)};
}

/// Where the outputs of one row stand; writes them times the reduction's scale and the row's weight.
struct RowOutputs {
  float* gradients[kMaxInputs];
  float* hessians[kMaxInputs];
  double factor;

  HWY_INLINE RowOutputs(const EmbeddingArguments& a, size_t row, float weight)
      : factor(static_cast<double>(a.scale) * weight) {
    for (size_t i = 0; i < kMaxInputs; ++i) {
      gradients[i] = a.gradients[i] == nullptr ? nullptr : a.gradients[i] + row * a.columns;
      hessians[i] = a.hessians[i] == nullptr ? nullptr : a.hessians[i] + row * a.columns;
    }
  }

  template <class Slice>
  HWY_INLINE void Store(const Slice& slice, const DoublePair& term, float* out) const {
    slice.Store((term * DoublePair::Of(factor)).Rounded(), out);
  }
};

/// Sets the outputs of a row to 0, if it does not count, or to NaN.
template <unsigned kWanted>
HWY_INLINE void FillOutputs(const EmbeddingArguments& a, size_t inputs, size_t row, float value) {
  for (size_t i = 0; i < inputs; ++i) {
    if ((kWanted & kGradient) != 0) std::fill_n(a.gradients[i] + row * a.columns, a.columns, value);
    if ((kWanted & kHessian) != 0) std::fill_n(a.hessians[i] + row * a.columns, a.columns, value);
  }
}

/// See EmbeddingBlock: skips the rows that do not count, sums the others in their order.
template <class Loss, unsigned kWanted>
double EmbeddingRange(const EmbeddingArguments& arguments, size_t begin, size_t end) {
  const EmbeddingArguments a = arguments;
  double sum = 0;
  for (size_t row = begin; row < end; ++row) {
    const float weight = a.weights == nullptr ? 1.0f : a.weights[row];
    float value = 0.0f;
    if (weight == 0.0f) {
      FillOutputs<kWanted>(a, Loss::inputs, row, 0.0f);
    } else if (Loss::targeted && std::isnan(a.target[row])) {
      value = a.target[row];
      FillOutputs<kWanted>(a, Loss::inputs, row, value);
    } else {
      value = static_cast<float>(Loss::template Row<kWanted>(a, row, RowOutputs(a, row, weight))) * weight;
    }
    if (a.values != nullptr) a.values[row] = value;
    sum += value;
  }
  return sum;
}

/// The kernels of one loss, for the catalogue's table.
template <class Loss>
constexpr EmbeddingKernel EmbeddingKernelOf() {
  EmbeddingKernel kernel = {Loss::name, Loss::inputs, Loss::targeted, {}};
  kernel.blocks[kValue] = &EmbeddingRange<Loss, kValue>;
  kernel.blocks[kGradient] = &EmbeddingRange<Loss, kGradient>;
  kernel.blocks[kValue | kGradient] = &EmbeddingRange<Loss, kValue | kGradient>;
  kernel.blocks[kHessian] = &EmbeddingRange<Loss, kHessian>;
  return kernel;
}

/// A catalogue is a list of types.
template <class... Losses>
EmbeddingCatalogue EmbeddingCatalogueOf() {
  static constexpr EmbeddingKernel kernels[] = {EmbeddingKernelOf<Losses>()...};
  return {kernels, sizeof...(Losses)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_EMBEDDINGS_INL_H_
