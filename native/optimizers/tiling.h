// Matrices cut into tiles for loops that look at rows and columns, by their shape alone: never by threads.
#ifndef STEEPEST_OPTIMIZERS_TILING_H_
#define STEEPEST_OPTIMIZERS_TILING_H_

#include <algorithm>
#include <cstddef>

#include "native/engine/blocks.h"
#include "native/engine/stepping.h"

namespace steepest {

/// Part of one of the matrices of a tensor.
struct Tile {
  size_t matrix;
  size_t row, end_row;
  size_t column, end_column;
  size_t tile_row, tile_column;
};

/// Matrices of one size, one after the other, and their tiles in the same order.
struct Tiling {
  size_t matrices, rows, columns;
  size_t tile_rows, tile_columns;  // elements of a tile
  size_t down, across;             // tiles of a matrix

  explicit Tiling(const StepTensor& tensor)
      : rows(tensor.rows), columns(tensor.columns), tile_columns(std::min(tensor.columns, kBlock)) {
    constexpr size_t kMostDown = 16;  // each has partial results as long as a row
    const size_t elements = rows * columns;
    matrices = elements == 0 ? 0 : tensor.length / elements;
    if (tile_columns == 0) tile_columns = 1;
    tile_rows = std::max({size_t{1}, 4 * kBlock / tile_columns, CountBlocks(rows, kMostDown)});
    down = CountBlocks(rows, tile_rows);
    across = CountBlocks(columns, tile_columns);
  }

  size_t Tiles() const { return matrices * down * across; }

  Tile At(size_t index) const {
    Tile tile;
    tile.tile_column = index % across;
    tile.tile_row = index / across % down;
    tile.matrix = index / (across * down);
    tile.row = tile.tile_row * tile_rows;
    tile.column = tile.tile_column * tile_columns;
    tile.end_row = std::min(rows, tile.row + tile_rows);
    tile.end_column = std::min(columns, tile.column + tile_columns);
    return tile;
  }

  /// Tiles that a thread takes at once, so that small matrices share a task.
  size_t TilesPerTask() const {
    const size_t elements = std::max<size_t>(1, std::min(rows, tile_rows) * tile_columns);
    return std::max<size_t>(1, kBlock / elements);
  }
};

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_TILING_H_
