// Sums of the columns of a matrix, the rows added in order in double.
#include <cstddef>

#include "hwy/highway.h"
#include "native/engine/matmul.h"

#if defined(STEEPEST_COLUMN_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_COLUMN_SUMS_INL_H_
#undef STEEPEST_COLUMN_SUMS_INL_H_
#else
#define STEEPEST_COLUMN_SUMS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using SumTag = hn::ScalableTag<double>;
using AddendTag = hn::Rebind<float, SumTag>;
constexpr size_t kSumLanes = hn::MaxLanes(SumTag());

/// kVectors vectors of contiguous columns.
template <size_t kVectors>
HWY_INLINE void SumVectors(const float* data, size_t rows, size_t row_stride, float* sums, bool accumulate) {
  const SumTag d;
  const AddendTag f;
  hn::Vec<SumTag> sum[kVectors];
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) {
    sum[v] = accumulate ? hn::PromoteTo(d, hn::LoadU(f, sums + v * kSumLanes)) : hn::Zero(d);
  }
  for (size_t row = 0; row < rows; ++row) {
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) {
      sum[v] = hn::Add(sum[v], hn::PromoteTo(d, hn::LoadU(f, data + row * row_stride + v * kSumLanes)));
    }
  }
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) hn::StoreU(hn::DemoteTo(f, sum[v]), f, sums + v * kSumLanes);
}

/// Fewer columns than a vector has, or columns that aren't contiguous.
HWY_INLINE void SumColumn(const float* data, size_t rows, size_t row_stride, float* sum, bool accumulate) {
  double total = accumulate ? *sum : 0.0;
  for (size_t row = 0; row < rows; ++row) total += data[row * row_stride];
  *sum = static_cast<float>(total);
}

/// See ColumnSums.
inline void SumColumns(const Matrix& a, float* sums, bool accumulate) {
  size_t column = 0;
  if (a.column_stride == 1) {
    for (; column + 4 * kSumLanes <= a.columns; column += 4 * kSumLanes) {
      SumVectors<4>(a.data + column, a.rows, a.row_stride, sums + column, accumulate);
    }
    for (; column + kSumLanes <= a.columns; column += kSumLanes) {
      SumVectors<1>(a.data + column, a.rows, a.row_stride, sums + column, accumulate);
    }
  }
  for (; column < a.columns; ++column) {
    SumColumn(a.data + column * a.column_stride, a.rows, a.row_stride, sums + column, accumulate);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_COLUMN_SUMS_INL_H_
