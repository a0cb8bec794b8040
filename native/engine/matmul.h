// Products of float32 matrices for dense layers.
//
// Every element of a product is ONE chain of fused multiply-adds over the inner dimension in ascending order:
//   chain = start;  for k = 0 .. K−1:  chain = fma(a[i, k], b[k, j], chain)
// where start is 0, the bias of the column, or the old output. Tiles, blocks, vectors and threads only decide
// who computes which chain, hence the same bits for any shape of tile, number of threads, alignment and
// position, and on every instruction set with fused multiply-add (AVX2 and AVX3 alike). SSE4 rounds product
// and sum apart.
#ifndef STEEPEST_ENGINE_MATMUL_H_
#define STEEPEST_ENGINE_MATMUL_H_

#include <cstddef>

namespace steepest {

/// A view of float32 numbers: element (i, j) is data[i · row_stride + j · column_stride].
struct Matrix {
  const float* data;
  size_t rows;
  size_t columns;
  size_t row_stride;
  size_t column_stride;

  /// A row-major matrix without gaps.
  static Matrix RowMajor(const float* data, size_t rows, size_t columns) {
    return {data, rows, columns, columns, 1};
  }

  Matrix Transposed() const { return {data, columns, rows, column_stride, row_stride}; }
};

/// A place for a matrix, row by row: element (i, j) is data[i · row_stride + j], row_stride ≥ columns.
struct MatrixOut {
  float* data;
  size_t rows;
  size_t columns;
  size_t row_stride;

  static MatrixOut RowMajor(float* data, size_t rows, size_t columns) {
    return {data, rows, columns, columns};
  }
};

/// Where the chains start: from 0, or from one of these (not both).
struct MatmulOptions {
  const float* bias = nullptr;  // one per column of the output
  bool accumulate = false;      // from the old output
};

/// out[m, n] = start + a[m, k] · b[k, n].
///
/// Any stride is allowed in the views (a transposed operand is a view with its strides swapped); fast are
/// those in which rows or columns are contiguous. `out` overlaps neither operand nor the bias. With k = 0 the
/// output is the start. NaN and infinity go the way of IEEE 754. Large products are spread over the Team;
/// nothing is allocated: a thread needs up to 60 KB of stack.
void Matmul(const Matrix& a, const Matrix& b, const MatrixOut& out, const MatmulOptions& options = {});

/// sums[j] = start + a[0, j] + a[1, j] + …, each a chain of double additions over the rows in order, rounded
/// to float once: the same bits on every instruction set. `accumulate` starts from the old sums instead of 0.
void ColumnSums(const Matrix& a, float* sums, bool accumulate = false);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_MATMUL_H_
