// The kernel for products with few rows whose columns are contiguous (a layer with few outputs, flipped):
// columns are transposed in registers on their way into the chains, since a panel would be read only once or
// twice.
#include <cstddef>

#include "hwy/highway.h"
#include "native/engine/matmul_panel-inl.h"
#include "native/engine/matmul_product.h"
#include "native/engine/matmul_tile-inl.h"

#if defined(STEEPEST_MATMUL_NARROW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATMUL_NARROW_INL_H_
#undef STEEPEST_MATMUL_NARROW_INL_H_
#else
#define STEEPEST_MATMUL_NARROW_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kNarrowRows = 4;

/// Whether NarrowTile computes this product.
HWY_INLINE bool IsNarrow(const Product& p) {
  return p.rows <= kNarrowRows && p.columns >= kTileLanes && p.depth >= kBlockLanes && p.b_step == 1 &&
         p.b_column != 1;
}

/// The vectors of a tile of `rows` ≤ kNarrowRows.
constexpr size_t NarrowVectors(size_t rows) { return rows == 1 ? 4 : 2; }

/// Extends all chains by the steps `skipped` … 3 of the four from `step` on.
template <size_t kRows, size_t kVectors>
HWY_INLINE void ExtendByBlock(const TileArguments& t, size_t step, size_t skipped,
                              TileVec (&chains)[kRows][kVectors]) {
  const TileTag f;
  TileVec a[kRows][kBlockLanes];
  HWY_UNROLL(4)
  for (size_t row = 0; row < kRows; ++row) {
    HWY_UNROLL(4)
    for (size_t s = 0; s < kBlockLanes; ++s)
      a[row][s] = hn::Set(f, t.a[row * t.a_row + (step + s) * t.a_step]);
  }
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) {
    TileVec b[kBlockLanes];
    LoadTransposed(f, t.b + VectorOffset<kVectors>(v, t.out_last) * t.b_step + step, t.b_step, b);
    HWY_UNROLL(4)
    for (size_t s = 0; s < kBlockLanes; ++s) {
      if (s < skipped) continue;
      HWY_UNROLL(4)
      for (size_t row = 0; row < kRows; ++row) chains[row][v] = hn::MulAdd(a[row][s], b[s], chains[row][v]);
    }
  }
}

/// Like Tile, except that column j starts at b + j · b_step and is contiguous, and that depth ≥ kBlockLanes.
template <size_t kRows, size_t kVectors>
HWY_NOINLINE void NarrowTile(const TileArguments& arguments) {
  const TileArguments t = arguments;
  TileVec chains[kRows][kVectors];
  LoadStart(t, chains);
  size_t step = 0;
  for (; step + kBlockLanes <= t.depth; step += kBlockLanes) ExtendByBlock(t, step, 0, chains);
  if (step < t.depth) ExtendByBlock(t, t.depth - kBlockLanes, kBlockLanes - (t.depth - step), chains);
  StoreChains(t, chains);
}

template <size_t kRows>
HWY_INLINE TileFunction PickNarrowTile(size_t vectors) {
  if constexpr (kRows == 1) {
    if (vectors == 4) return &NarrowTile<kRows, 4>;
    if (vectors == 3) return &NarrowTile<kRows, 3>;
  }
  return vectors == 2 ? &NarrowTile<kRows, 2> : &NarrowTile<kRows, 1>;
}

HWY_INLINE TileFunction PickNarrowTile(size_t rows, size_t vectors) {
  switch (rows) {
    case 1:
      return PickNarrowTile<1>(vectors);
    case 2:
      return PickNarrowTile<2>(vectors);
    case 3:
      return PickNarrowTile<3>(vectors);
    default:
      return PickNarrowTile<4>(vectors);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATMUL_NARROW_INL_H_
