#include "native/solvers/cholesky.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace steepest {
namespace {

// Everything runs along rows of U, so that loops vectorize without reordering a sum. An element is reduced by
// one product after the other, from the first row on, whatever the blocks.

constexpr size_t kBlockRows = 32;  // rows of U per pass over the rest of the matrix
constexpr size_t kTile = 4;        // a pass holds 4 × 4 elements in registers

/// A square row-major matrix whose upper triangle turns into U.
struct Factor {
  double* data;
  size_t n;

  double* Row(size_t row) const { return data + row * n; }
};

/// row[begin .. n) -= multiplier · other[begin .. n)
void SubtractRow(double multiplier, const double* other, size_t begin, size_t n, double* row) {
  for (size_t j = begin; j < n; ++j) row[j] -= multiplier * other[j];
}

/// Turns rows [begin, end) into rows of U; the rows before them have been taken off. False where a pivot is
/// too small beside its element in the damped matrix.
bool FactorizeRows(const Factor& u, size_t begin, size_t end, const double* matrix, double damping) {
  const double tolerance = static_cast<double>(u.n) * std::numeric_limits<double>::epsilon();
  for (size_t p = begin; p < end; ++p) {
    double* const row = u.Row(p);
    const double least = tolerance * (matrix[p * u.n + p] + damping);
    if (!std::isfinite(row[p]) || !(row[p] > std::max(least, 0.0))) return false;
    const double root = std::sqrt(row[p]);
    row[p] = root;
    for (size_t j = p + 1; j < u.n; ++j) row[j] /= root;
    for (size_t i = p + 1; i < end; ++i) SubtractRow(row[i], row, i, u.n, u.Row(i));
  }
  return true;
}

/// Takes rows [begin, end) of U off the 4 × 4 elements at (row, column).
void UpdateTile(const Factor& u, size_t begin, size_t end, size_t row, size_t column) {
  double sums[kTile][kTile];
  for (size_t r = 0; r < kTile; ++r) {
    for (size_t c = 0; c < kTile; ++c) sums[r][c] = u.Row(row + r)[column + c];
  }
  for (size_t p = begin; p < end; ++p) {
    const double* const left = u.Row(p) + row;
    const double* const right = u.Row(p) + column;
    for (size_t r = 0; r < kTile; ++r) {
      for (size_t c = 0; c < kTile; ++c) sums[r][c] -= left[r] * right[c];
    }
  }
  for (size_t r = 0; r < kTile; ++r) {
    for (size_t c = 0; c < kTile; ++c) u.Row(row + r)[column + c] = sums[r][c];
  }
}

/// Takes rows [begin, end) of U off all rows below.
void UpdateRest(const Factor& u, size_t begin, size_t end) {
  const size_t tiled = u.n - (u.n - end) % kTile;
  for (size_t column = end; column < tiled; column += kTile) {
    for (size_t row = end; row <= column; row += kTile) UpdateTile(u, begin, end, row, column);
  }
  for (size_t row = end; row < u.n; ++row) {
    for (size_t p = begin; p < end; ++p) {
      SubtractRow(u.Row(p)[row], u.Row(p), std::max(row, tiled), u.n, u.Row(row));
    }
  }
}

/// Solves Uᵀ U x = x in place.
void Substitute(const Factor& u, double* x) {
  for (size_t p = 0; p < u.n; ++p) {
    x[p] /= u.Row(p)[p];
    SubtractRow(x[p], u.Row(p), p + 1, u.n, x);
  }
  for (size_t p = u.n; p-- > 0;) {
    double rest = x[p];
    for (size_t j = p + 1; j < u.n; ++j) rest -= u.Row(p)[j] * x[j];
    x[p] = rest / u.Row(p)[p];
  }
}

}  // namespace

bool CholeskySolve(const double* matrix, const double* rhs, size_t n, double damping, double* factor_scratch,
                   double* solution) {
  const Factor u = {factor_scratch, n};
  std::copy(matrix, matrix + n * n, factor_scratch);
  for (size_t p = 0; p < n; ++p) u.Row(p)[p] += damping;
  for (size_t begin = 0; begin < n; begin += kBlockRows) {
    const size_t end = std::min(n, begin + kBlockRows);
    if (!FactorizeRows(u, begin, end, matrix, damping)) return false;
    UpdateRest(u, begin, end);
  }
  if (solution != rhs) std::copy(rhs, rhs + n, solution);
  Substitute(u, solution);
  return true;
}

}  // namespace steepest
