#include "native/engine/matmul.h"

#include <algorithm>
#include <cstdint>

#include "native/engine/isa.h"
#include "native/engine/matmul_product.h"
#include "native/engine/targets.h"
#include "native/engine/team.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/engine/matmul.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
#include "native/engine/column_sums-inl.h"
#include "native/engine/matmul-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {

#ifndef STEEPEST_MATMUL_KERNELS
#define STEEPEST_MATMUL_KERNELS
/// What one instruction set offers.
struct MatmulKernels {
  size_t lanes;
  Product (*orient)(const Product&);
  void (*compute)(const Product&);
  void (*sum_columns)(const Matrix&, float*, bool);
};
#endif

namespace HWY_NAMESPACE {

MatmulKernels MatmulKernelsOfTarget() { return {kTileLanes, &OrientProduct, &ComputeProduct, &SumColumns}; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {
namespace {

/// Multiply-adds that a task is worth having: a few microseconds.
constexpr size_t kTaskWork = 1 << 18;
/// Tasks per thread, so that a thread that comes late leaves its share to the others.
constexpr size_t kTasksPerThread = 2;
/// Multiply-adds for which it is worth to wake the team: about 100 microseconds.
constexpr size_t kWakeWork = 1 << 23;

const MatmulKernels& ActiveKernels() {
  static const MatmulKernels kernels = STEEPEST_SELECT(MatmulKernelsOfTarget);
  return kernels;
}

/// A grid of tasks, `row_pieces` × `column_pieces`.
struct Grid {
  size_t row_pieces, column_pieces;
};

/// Cuts rows × vectors into about `tasks` pieces so that each piece reads the least of both operands.
Grid ChooseGrid(size_t rows, size_t vectors, size_t lanes, size_t tasks) {
  Grid best = {1, 1};
  size_t least = SIZE_MAX;
  for (size_t column_pieces = 1; column_pieces <= std::min(tasks, vectors); ++column_pieces) {
    const size_t row_pieces = std::min(rows, DivideUp(tasks, column_pieces));
    if (2 * row_pieces * column_pieces < tasks) continue;
    const size_t reads = DivideUp(rows, row_pieces) + lanes * DivideUp(vectors, column_pieces);
    if (reads >= least) continue;
    least = reads;
    best = {row_pieces, column_pieces};
  }
  return best;
}

void ComputeInParallel(const Product& p, const MatmulKernels& kernels, size_t tasks, size_t wake_from) {
  const size_t vectors = DivideUp(p.columns, kernels.lanes);
  const Grid grid = ChooseGrid(p.rows, vectors, kernels.lanes, tasks);
  const Cuts row_cuts(p.rows, grid.row_pieces), column_cuts(vectors, grid.column_pieces);
  const auto task = [&](size_t index) {
    const size_t r = index / grid.column_pieces, c = index % grid.column_pieces;
    const size_t begin = column_cuts.Begin(c) * kernels.lanes;
    const size_t end = std::min(p.columns, begin + column_cuts.Size(c) * kernels.lanes);
    kernels.compute(p.Part(row_cuts.Begin(r), row_cuts.Size(r), begin, end - begin));
  };
  Team::Get().Run(grid.row_pieces * grid.column_pieces, task, wake_from);
}

}  // namespace

void Matmul(const Matrix& a, const Matrix& b, const MatrixOut& out, const MatmulOptions& options) {
  if (out.rows == 0 || out.columns == 0) return;
  const MatmulKernels& kernels = ActiveKernels();
  const Product product = kernels.orient(ProductOf(a, b, out, options));
  const size_t work = product.rows * product.columns * product.depth;
  if (work >= 2 * kTaskWork) {
    const size_t tasks = std::min(work / kTaskWork, kTasksPerThread * Team::Get().Threads());
    if (tasks > 1) return ComputeInParallel(product, kernels, tasks, work < kWakeWork ? SIZE_MAX : 2);
  }
  kernels.compute(product);
}

void ColumnSums(const Matrix& a, float* sums, bool accumulate) {
  if (a.columns > 0) ActiveKernels().sum_columns(a, sums, accumulate);
}

}  // namespace steepest
#endif  // HWY_ONCE
