// One matrix product on one thread: strips of columns, in panels where that pays, over tiles of chains.
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "hwy/highway.h"
#include "native/engine/matmul_narrow-inl.h"
#include "native/engine/matmul_panel-inl.h"
#include "native/engine/matmul_product.h"
#include "native/engine/matmul_stage-inl.h"
#include "native/engine/matmul_tile-inl.h"

#if defined(STEEPEST_MATMUL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATMUL_INL_H_
#undef STEEPEST_MATMUL_INL_H_
#else
#define STEEPEST_MATMUL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Floats of a panel: 32 KB of stack.
constexpr size_t kPanelFloats = 8192;
/// Steps of a panel at most: a panel of two vectors is to leave room in a first-level cache of 32 KB.
constexpr size_t kPanelSteps = 384;
/// Rows of `a` per pass over the columns; with the steps of a panel they stay in the second-level cache.
constexpr size_t kRowBlock = 256;
/// Floats of `b` per pass where it is not packed, to stay in the second-level cache.
constexpr size_t kSlabFloats = 65536;

/// Where a strip finds its columns: in the matrix or in a panel.
struct Columns {
  const float* data;
  size_t step, last, vectors;
};

HWY_INLINE TileArguments ArgumentsOf(const Product& p, const Columns& b) {
  return {p.depth, p.a,     p.a_row,     p.a_step, b.data,    b.step,
          b.last,  p.start, p.start_row, p.out,    p.out_row, p.columns - kTileLanes};
}

/// All rows of a product whose columns fit one tile.
HWY_INLINE void ComputeStrip(const Product& p, const Columns& b) {
  const Cuts cuts(p.rows, DivideUp(p.rows, TileRows(b.vectors)));
  const bool staged = IsStaged(p);
  TileArguments t = ArgumentsOf(p, b);
  size_t row = 0;
  for (size_t piece = 0; row < p.rows; ++piece) {
    const size_t rows = cuts.Size(piece);
    const TileFunction function = PickTile(rows, b.vectors);
    if (staged) {
      RunStaged(p.Part(row, rows, 0, p.columns), t, function);
    } else {
      function(t);
      t.out += rows * t.out_row;
      if (t.start != nullptr) t.start += rows * t.start_row;
    }
    t.a += rows * t.a_row;
    row += rows;
  }
}

/// How a product is cut into tiles: the width of a tile in vectors, and the number of tiles.
struct Tiling {
  size_t vectors, tiles;
};

/// The width that gives the fewest tiles.
HWY_INLINE Tiling ChooseTiling(size_t rows, size_t vectors) {
  if (vectors == 1) return {1, DivideUp(rows, TileRows(1))};
  Tiling best = {2, DivideUp(rows, TileRows(2)) * DivideUp(vectors, 2)};
  const Tiling others[] = {{3, DivideUp(rows, TileRows(3)) * DivideUp(vectors, 3)},
                           {4, DivideUp(rows, TileRows(4)) * DivideUp(vectors, 4)}};
  for (const Tiling& other : others) {
    if (other.tiles < best.tiles && other.vectors <= vectors) best = other;
  }
  return best;
}

/// Whether columns are copied first: where vectors can't be loaded from the matrix, and where its rows lie so
/// far apart (a row per cache set or page) and are read so often that the copy pays (measured on Zen 5).
HWY_INLINE bool NeedsPanel(const Product& p) {
  if (p.columns < kTileLanes || p.b_column != 1) return true;
  constexpr size_t kWorth = 1024 * TileRows(2) * TileRows(2);
  return p.b_step > 256 && p.rows * p.b_step >= (p.b_step < 1024 ? kWorth : kWorth / 2);
}

/// Into how many passes the steps are cut.
HWY_INLINE size_t CountStepPieces(const Product& p, size_t tile_vectors, bool packed) {
  constexpr size_t kLeast = kPanelFloats / kTileLanes / kMaxTileVectors;
  if (packed) {
    if (p.depth <= kLeast) return 1;
    return DivideUp(p.depth, std::min(kPanelSteps, kPanelFloats / (kTileLanes * tile_vectors)));
  }
  return p.depth * p.columns <= kSlabFloats ? 1
                                            : DivideUp(p.depth, std::max(kLeast, kSlabFloats / p.columns));
}

/// As ComputeStrip, from a panel if `packed`.
HWY_INLINE void ComputeStrip(const Product& p, size_t vectors, bool packed, float* panel) {
  if (packed) {
    PackPanel(p, vectors, panel);
    ComputeStrip(p, {panel, vectors * kTileLanes, (vectors - 1) * kTileLanes, vectors});
  } else {
    ComputeStrip(p, {p.b, p.b_step, p.columns - kTileLanes, vectors});
  }
}

/// A pass over the columns of a product that is one block of rows and steps.
HWY_INLINE void ComputeSlab(const Product& p, size_t tile_vectors, bool packed, float* panel) {
  const size_t vectors = DivideUp(p.columns, kTileLanes);
  if (vectors <= tile_vectors) return ComputeStrip(p, vectors, packed, panel);
  const Cuts cuts(vectors, DivideUp(vectors, tile_vectors));
  size_t begin = 0;
  for (size_t piece = 0; begin < p.columns; ++piece) {
    const size_t end = std::min(p.columns, begin + cuts.Size(piece) * kTileLanes);
    ComputeStrip(p.Part(0, p.rows, begin, end - begin), cuts.Size(piece), packed, panel);
    begin = end;
  }
}

/// Rows of `a` a multiple of 4096 bytes apart fall into one set of the first-level cache, which then delivers
/// a line in seven cycles (Zen 5). A tile of six rows needs more than one in six cycles, a tile of twelve
/// rows has time.
HWY_INLINE bool NeedsCopyOfRows(const Product& p) {
  return TileRows(2) < kMaxTileRows && p.a_row == 1 && p.a_step % 1024 == 0 && p.rows >= 48 &&
         p.columns >= 32 * kTileLanes;
}

/// ComputeProduct by blocks of `a` that are copied, so that the slow way is gone once and not once per strip.
inline HWY_NOINLINE void ComputeWithCopiedRows(const Product& p) {
  constexpr size_t kRows = 96, kSteps = 128, kVectors = 2;
  HWY_ALIGN float block[kRows * kSteps];  // 48 KB
  HWY_ALIGN float panel[kSteps * kVectors * kTileLanes];
  const size_t row_pieces = DivideUp(p.rows, kRows), step_pieces = DivideUp(p.depth, kSteps);
  const Cuts row_cuts(p.rows, row_pieces), step_cuts(p.depth, step_pieces);
  for (size_t r = 0; r < row_pieces; ++r) {
    for (size_t s = 0; s < step_pieces; ++s) {
      Product slab = p.Part(row_cuts.Begin(r), row_cuts.Size(r), 0, p.columns)
                         .Steps(step_cuts.Begin(s), step_cuts.Size(s));
      for (size_t step = 0; step < slab.depth; ++step) {
        std::memcpy(block + step * kRows, slab.a + step * slab.a_step, slab.rows * sizeof(float));
      }
      slab.a = block;
      slab.a_step = kRows;
      ComputeSlab(slab, kVectors, NeedsPanel(p), panel);
    }
  }
}

inline HWY_NOINLINE void ComputeDirectly(const Product& p) {
  const size_t tile_vectors = ChooseTiling(p.rows, DivideUp(p.columns, kTileLanes)).vectors;
  const bool packed = NeedsPanel(p);
  const size_t row_pieces = DivideUp(p.rows, kRowBlock);
  const size_t step_pieces = CountStepPieces(p, tile_vectors, packed);
  HWY_ALIGN float panel[kPanelFloats];
  if (row_pieces * step_pieces == 1) return ComputeSlab(p, tile_vectors, packed, panel);
  const Cuts row_cuts(p.rows, row_pieces), step_cuts(p.depth, step_pieces);
  for (size_t r = 0; r < row_pieces; ++r) {
    for (size_t s = 0; s < step_pieces; ++s) {
      const Product slab = p.Part(row_cuts.Begin(r), row_cuts.Size(r), 0, p.columns)
                               .Steps(step_cuts.Begin(s), step_cuts.Size(s));
      ComputeSlab(slab, tile_vectors, packed, panel);
    }
  }
}

inline HWY_NOINLINE void ComputeNarrow(const Product& p) {
  const size_t vectors = DivideUp(p.columns, kTileLanes);
  const Cuts cuts(vectors, DivideUp(vectors, NarrowVectors(p.rows)));
  size_t begin = 0;
  for (size_t piece = 0; begin < p.columns; ++piece) {
    const size_t end = std::min(p.columns, begin + cuts.Size(piece) * kTileLanes);
    const Product tile = p.Part(0, p.rows, begin, end - begin);
    const TileArguments t = ArgumentsOf(tile, {tile.b, tile.b_column, 0, cuts.Size(piece)});
    const TileFunction function = PickNarrowTile(p.rows, cuts.Size(piece));
    if (IsStaged(tile)) {
      RunStaged(tile, t, function);
    } else {
      function(t);
    }
    begin = end;
  }
}

/// Computes the product on this thread.
inline void ComputeProduct(const Product& p) {
  if (IsNarrow(p)) return ComputeNarrow(p);
  if (NeedsCopyOfRows(p)) return ComputeWithCopiedRows(p);
  ComputeDirectly(p);
}

/// Half cycles that ComputeProduct is expected to take.
HWY_INLINE size_t ExpectedCost(const Product& p) {
  const size_t vectors = DivideUp(p.columns, kTileLanes);
  if (IsNarrow(p)) return p.depth * std::max(p.rows * vectors, p.columns / 3) + p.rows * p.columns;
  const Tiling tiling = ChooseTiling(p.rows, vectors);
  // One multiply-add takes half a cycle, but a step of a chain waits four cycles for the step before.
  size_t cost = p.depth * std::max(p.rows * vectors, 8 * tiling.tiles);
  if (p.b_column != 1) {
    cost += p.columns * p.depth / 2;
  } else if (p.columns < kTileLanes) {
    cost += 2 * p.depth + 8 * p.rows;
  }
  const size_t again = 2 * (CountStepPieces(p, tiling.vectors, NeedsPanel(p)) - 1);
  if (p.out_column != 1) cost += (1 + again) * p.rows * p.columns;
  return cost;
}

/// The product or its flipped form, whichever is expected to be faster.
inline Product OrientProduct(const Product& p) {
  if (p.columns >= 2 * kTileLanes) return p;  // storing long columns is too slow
  const Product flipped = p.Flipped();
  return ExpectedCost(flipped) < ExpectedCost(p) ? flipped : p;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATMUL_INL_H_
