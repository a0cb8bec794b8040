// A matrix product as the kernels see it, and how it is cut into pieces.
#ifndef STEEPEST_ENGINE_MATMUL_PRODUCT_H_
#define STEEPEST_ENGINE_MATMUL_PRODUCT_H_

#include <cstddef>

#include "native/engine/matmul.h"

namespace steepest {

/// out(row, column) = start(row, column) + Σ a(row, step) · b(step, column), every operand with its own
/// strides. Kernels take `a` one number at a time and hold `columns` in vectors.
struct Product {
  size_t rows, columns, depth;
  const float* a;
  size_t a_row, a_step;
  const float* b;
  size_t b_step, b_column;
  const float* start;  // null: chains start from 0
  size_t start_row, start_column;
  float* out;
  size_t out_row, out_column;

  /// The same numbers with the roles of rows and columns, hence of a and b, exchanged. A product of two
  /// floats does not depend on their order, so the bits stay the same.
  Product Flipped() const {
    return {columns, rows,  depth,        b,         b_column, b_step,     a,      a_step,
            a_row,   start, start_column, start_row, out,      out_column, out_row};
  }

  /// The part of `row_count` rows and `column_count` columns from (row, column) on.
  Product Part(size_t row, size_t row_count, size_t column, size_t column_count) const {
    Product part = *this;
    part.rows = row_count;
    part.columns = column_count;
    part.a += row * a_row;
    part.b += column * b_column;
    if (start != nullptr) part.start += row * start_row + column * start_column;
    part.out += row * out_row + column * out_column;
    return part;
  }

  /// `count` steps from `step` on, continuing the chains where steps come before.
  Product Steps(size_t step, size_t count) const {
    Product part = *this;
    part.depth = count;
    part.a += step * a_step;
    part.b += step * b_step;
    if (step > 0) {
      part.start = out;
      part.start_row = out_row;
      part.start_column = out_column;
    }
    return part;
  }
};

inline Product ProductOf(const Matrix& a, const Matrix& b, const MatrixOut& out,
                         const MatmulOptions& options) {
  Product product = {
      out.rows,        out.columns, a.columns, a.data, a.row_stride, a.column_stride, b.data, b.row_stride,
      b.column_stride, nullptr,     0,         0,      out.data,     out.row_stride,  1};
  if (options.accumulate) {
    product.start = out.data;
    product.start_row = out.row_stride;
    product.start_column = 1;
  } else if (options.bias != nullptr) {
    product.start = options.bias;
    product.start_column = 1;
  }
  return product;
}

/// `total` units in `pieces` ≤ total consecutive pieces whose sizes differ by one at most, the smaller ones
/// first.
struct Cuts {
  size_t small;  // units of a smaller piece
  size_t small_pieces;

  Cuts(size_t total, size_t pieces)
      : small(pieces == 1 ? total : total / pieces),  // a division is dear beside a small product
        small_pieces(pieces == 1 ? 1 : pieces - (total - small * pieces)) {}

  size_t Begin(size_t piece) const {
    return piece * small + (piece > small_pieces ? piece - small_pieces : 0);
  }
  size_t Size(size_t piece) const { return small + (piece >= small_pieces ? 1 : 0); }
};

constexpr size_t DivideUp(size_t value, size_t divisor) { return (value + divisor - 1) / divisor; }

}  // namespace steepest

#endif  // STEEPEST_ENGINE_MATMUL_PRODUCT_H_
