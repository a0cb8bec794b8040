// The loops of the shape "rowwise", written once: a loss is a functor over one row; what it needs of the row
// it gets by visiting it in groups of 16, the remainder of the row through the same visitor with masked
// memory access.
#include <limits>

#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/rowwise.h"

#if defined(STEEPEST_ROWWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_ROWWISE_INL_H_
#undef STEEPEST_ROWWISE_INL_H_
#else
#define STEEPEST_ROWWISE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// A vector of a row that lies wholly inside it.
struct WholeSlice {
  size_t begin;
  HWY_INLINE FloatVec Load(const float* row, float) const { return hn::LoadU(FloatTag(), row + begin); }
  HWY_INLINE void Store(FloatVec v, float* row) const { hn::StoreU(v, FloatTag(), row + begin); }
  HWY_INLINE FloatVec Clip(FloatVec v) const { return v; }
};

/// A vector of which only the first `count` lanes lie inside the row; the others read as a fill.
struct PartSlice {
  size_t begin;
  size_t count;

  HWY_INLINE FloatVec Load(const float* row, float fill) const {
    const FloatTag f;
    if (count == 0) return hn::Set(f, fill);
#if HWY_TARGET == HWY_SSE4  // whose masked load reads the whole vector
    HWY_ALIGN float lanes[kVirtualLanes];
    CopyPadded(row + begin, count, fill, lanes);
    return hn::Load(f, lanes);
#else
    const auto inside = hn::FirstN(f, count);
    return hn::IfThenElse(inside, hn::MaskedLoad(inside, f, row + begin), hn::Set(f, fill));
#endif
  }

  HWY_INLINE void Store(FloatVec v, float* row) const {
#if HWY_TARGET == HWY_SSE4  // whose masked store writes the whole vector
    HWY_ALIGN float lanes[kVirtualLanes];
    hn::Store(v, FloatTag(), lanes);
    std::memcpy(row + begin, lanes, count * sizeof(float));
#else
    hn::BlendedStore(v, hn::FirstN(FloatTag(), count), FloatTag(), row + begin);
#endif
  }

  /// 0 outside the row.
  HWY_INLINE FloatVec Clip(FloatVec v) const { return hn::IfThenElseZero(hn::FirstN(FloatTag(), count), v); }
};

/// Calls visit(slice, part) for every vector of a row, `part` counting the vectors of a group of 16.
template <class Visit>
HWY_INLINE void VisitRow(size_t classes, const Visit& visit) {
  size_t begin = 0;
  for (; begin + kVirtualLanes <= classes; begin += kVirtualLanes) {
    for (size_t part = 0; part < kVectors; ++part) visit(WholeSlice{begin + part * kFloats}, part);
  }
  for (size_t part = 0; begin < classes; ++part, begin += kFloats) {
    const size_t left = classes - begin;
    visit(PartSlice{begin, left < kFloats ? left : kFloats}, part);
  }
}

/// The largest of the numbers that `load` (slice, fill) reads; a NaN may or may not win.
template <class Load>
HWY_INLINE float MaximumOf(size_t classes, const Load& load) {
  const FloatTag f;
  const float lowest = -std::numeric_limits<float>::infinity();
  FloatVec largest[kVectors];
  for (FloatVec& v : largest) v = hn::Set(f, lowest);
  VisitRow(classes, [&](auto slice, size_t part)
                        HWY_ATTR { largest[part] = hn::Max(largest[part], load(slice, lowest)); });
  for (size_t part = 1; part < kVectors; ++part) largest[0] = hn::Max(largest[0], largest[part]);
  return hn::GetLane(hn::MaxOfLanes(f, largest[0]));
}

/// The largest score of a row; a NaN may or may not win.
HWY_INLINE float RowMaximum(const float* row, size_t classes) {
  return MaximumOf(classes, [&](const auto& slice, float fill) HWY_ATTR { return slice.Load(row, fill); });
}

/// The outputs of one row of `columns` numbers set to 0.
HWY_INLINE void ClearRow(float* output, size_t row, size_t columns) {
  if (output != nullptr) std::memset(output + row * columns, 0, columns * sizeof(float));
}

/// See RowwiseBlock: skips the rows that do not count, sums the others in their order.
template <class Loss, unsigned kWanted>
double RowwiseRange(const RowwiseArguments& arguments, size_t begin, size_t end) {
  const RowwiseArguments a = arguments;
  double sum = 0;
  size_t row = begin;
  if (Loss::template Groups<kWanted>(a)) {
    for (; row + kVirtualLanes <= end; row += kVirtualLanes) {
      float values[kVirtualLanes] = {};
      Loss::template Group<kWanted>(a, row, values);
      if (a.values != nullptr) std::memcpy(a.values + row, values, sizeof(values));
      for (const float value : values) sum += value;
    }
  }
  for (; row < end; ++row) {
    const float weight = a.RowWeight(row);
    float value = 0.0f;
    if (weight == 0.0f) {
      if ((kWanted & kGradient) != 0) ClearRow(a.gradient, row, a.classes);
      if ((kWanted & kHessian) != 0) ClearRow(a.hessian, row, a.classes);
    } else {
      value = Loss::template Row<kWanted>(a, row, weight);
    }
    if (a.values != nullptr) a.values[row] = value;
    sum += value;
  }
  return sum;
}

/// See RowwiseKernel::hessian_vector; returns 0.
template <class Loss>
double HessianVectorRange(const RowwiseArguments& arguments, size_t begin, size_t end) {
  const RowwiseArguments a = arguments;
  for (size_t row = begin; row < end; ++row) {
    const float weight = a.RowWeight(row);
    if (weight == 0.0f) {
      ClearRow(a.hessian, row, a.classes);
    } else {
      Loss::HessianVector(a, row, weight);
    }
  }
  return 0;
}

template <class Loss>
constexpr auto HessianVectorOf(int) -> decltype(&Loss::HessianVector, RowwiseBlock()) {
  return &HessianVectorRange<Loss>;
}

/// A loss without HessianVector.
template <class Loss>
constexpr RowwiseBlock HessianVectorOf(...) {
  return nullptr;
}

/// The kernels of one loss, for the catalogue's table.
template <class Loss>
constexpr RowwiseKernel RowwiseKernelOf() {
  RowwiseKernel kernel = {Loss::name, Loss::class_mass, {}, HessianVectorOf<Loss>(0)};
  kernel.blocks[kValue] = &RowwiseRange<Loss, kValue>;
  kernel.blocks[kGradient] = &RowwiseRange<Loss, kGradient>;
  kernel.blocks[kValue | kGradient] = &RowwiseRange<Loss, kValue | kGradient>;
  kernel.blocks[kHessian] = &RowwiseRange<Loss, kHessian>;
  return kernel;
}

/// A catalogue is a list of types.
template <class... Losses>
RowwiseCatalogue RowwiseCatalogueOf() {
  static constexpr RowwiseKernel kernels[] = {RowwiseKernelOf<Losses>()...};
  return {kernels, sizeof...(Losses)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_ROWWISE_INL_H_
