// Tiles whose output or start is not made of rows as long as a vector.
#include <algorithm>
#include <cstddef>

#include "hwy/highway.h"
#include "native/engine/matmul_panel-inl.h"
#include "native/engine/matmul_product.h"
#include "native/engine/matmul_tile-inl.h"

#if defined(STEEPEST_MATMUL_STAGE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATMUL_STAGE_INL_H_
#undef STEEPEST_MATMUL_STAGE_INL_H_
#else
#define STEEPEST_MATMUL_STAGE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// to[column · to_row + row] = from[row · from_row + column].
HWY_INLINE void Transpose(const float* from, size_t from_row, size_t rows, size_t columns, float* to,
                          size_t to_row) {
  const BlockTag f;
  if (rows < kBlockLanes || columns < kBlockLanes) {
    for (size_t row = 0; row < rows; ++row) {
      for (size_t column = 0; column < columns; ++column)
        to[column * to_row + row] = from[row * from_row + column];
    }
    return;
  }
  for (size_t next_row = 0; next_row < rows; next_row += kBlockLanes) {
    const size_t row = std::min(next_row, rows - kBlockLanes);
    for (size_t next_column = 0; next_column < columns; next_column += kBlockLanes) {
      const size_t column = std::min(next_column, columns - kBlockLanes);
      const float* const source = from + row * from_row + column;
      float* const target = to + column * to_row + row;
      auto r0 = hn::LoadU(f, source);
      auto r1 = hn::LoadU(f, source + from_row);
      auto r2 = hn::LoadU(f, source + 2 * from_row);
      auto r3 = hn::LoadU(f, source + 3 * from_row);
      TransposeBlocks(f, r0, r1, r2, r3);
      hn::StoreU(r0, f, target);
      hn::StoreU(r1, f, target + to_row);
      hn::StoreU(r2, f, target + 2 * to_row);
      hn::StoreU(r3, f, target + 3 * to_row);
    }
  }
}

/// stage[row · width + column] = start, and 0 in the lanes beyond the columns.
HWY_INLINE void StageStart(const Product& tile, size_t width, float* stage) {
  const TileTag f;
  if (tile.start_row == 1 && tile.columns >= kTileLanes) {
    return Transpose(tile.start, tile.start_column, tile.columns, tile.rows, stage, width);
  }
  for (size_t row = 0; row < tile.rows; ++row) {
    const float* const from = tile.start + row * tile.start_row;
    float* const to = stage + row * width;
    if (tile.columns < kTileLanes) hn::StoreU(hn::Zero(f), f, to);
    if (tile.start_column == 1) {
      CopySome(from, tile.columns, to);
    } else {
      for (size_t column = 0; column < tile.columns; ++column) to[column] = from[column * tile.start_column];
    }
  }
}

/// A tile whose output is narrower than a vector or transposed is computed in a row-major copy.
inline HWY_NOINLINE void RunStaged(const Product& tile, TileArguments t, TileFunction function) {
  HWY_ALIGN float stage[kTileAccumulators * kTileLanes];
  const size_t width = std::max(tile.columns, kTileLanes);
  if (tile.start != nullptr) {
    StageStart(tile, width, stage);
    t.start = stage;
    t.start_row = width;
  }
  t.out = stage;
  t.out_row = width;
  t.out_last = width - kTileLanes;
  function(t);
  if (tile.out_column != 1)
    return Transpose(stage, width, tile.rows, tile.columns, tile.out, tile.out_column);
  for (size_t row = 0; row < tile.rows; ++row) {
    CopySome(stage + row * width, tile.columns, tile.out + row * tile.out_row);
  }
}

/// Whether the tiles of a product go through RunStaged.
HWY_INLINE bool IsStaged(const Product& p) {
  return p.out_column != 1 || p.columns < kTileLanes || (p.start != nullptr && p.start_column != 1);
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATMUL_STAGE_INL_H_
