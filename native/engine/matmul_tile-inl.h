// The inner kernel of matrix products: a tile of chains held in registers.
#include <cstddef>
#include <utility>

#include "hwy/highway.h"

#if defined(STEEPEST_MATMUL_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATMUL_TILE_INL_H_
#undef STEEPEST_MATMUL_TILE_INL_H_
#else
#define STEEPEST_MATMUL_TILE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using TileTag = hn::ScalableTag<float>;
using TileVec = hn::Vec<TileTag>;

constexpr size_t kTileLanes = hn::MaxLanes(TileTag());
/// Chains in flight, in vectors: the registers (16 on SSE4 and AVX2, else 32) less those for operands.
constexpr size_t kTileAccumulators = HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_AVX2 ? 12 : 24;
constexpr size_t kMaxTileVectors = 4;
constexpr size_t kMaxTileRows = 12;

/// The most rows of a tile that is `vectors` wide.
constexpr size_t TileRows(size_t vectors) {
  return kTileAccumulators / vectors < kMaxTileRows ? kTileAccumulators / vectors : kMaxTileRows;
}

/// The columns of a tile lie in vectors at 0, lanes, 2 · lanes, …, except that the last vector may lie
/// anywhere, so that it can end with the matrix; columns in two vectors get the same bits twice.
struct TileArguments {
  size_t depth;
  const float* a;
  size_t a_row, a_step;
  const float* b;
  size_t b_step, b_last;  // `_last`: offset of the last vector
  const float* start;     // null: 0
  size_t start_row;
  float* out;
  size_t out_row, out_last;
};

template <size_t kVectors>
HWY_INLINE size_t VectorOffset(size_t vector, size_t last) {
  return vector + 1 == kVectors ? last : vector * kTileLanes;
}

template <size_t kRows, size_t kVectors>
HWY_INLINE void LoadStart(const TileArguments& t, TileVec (&chains)[kRows][kVectors]) {
  const TileTag f;
  HWY_UNROLL(12)
  for (size_t row = 0; row < kRows; ++row) {
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) {
      chains[row][v] =
          t.start == nullptr
              ? hn::Zero(f)
              : hn::LoadU(f, t.start + row * t.start_row + VectorOffset<kVectors>(v, t.out_last));
    }
  }
}

/// Row addresses are formed from one pointer per three rows, which x86 adds up for free.
template <size_t kRows, size_t kVectors>
HWY_INLINE void ExtendChains(const TileArguments& t, TileVec (&chains)[kRows][kVectors]) {
  const TileTag f;
  const size_t a_row = t.a_row, a_step = t.a_step, b_step = t.b_step, b_last = t.b_last;
  constexpr size_t kPointers = (kRows + 2) / 3;
  const float* a[kPointers];
  HWY_UNROLL(4)
  for (size_t i = 0; i < kPointers; ++i) a[i] = t.a + 3 * i * a_row;
  const float* b = t.b;
  for (size_t step = t.depth; step != 0; --step) {
    TileVec columns[kVectors];
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) columns[v] = hn::LoadU(f, b + VectorOffset<kVectors>(v, b_last));
    HWY_UNROLL(12)
    for (size_t row = 0; row < kRows; ++row) {
      const TileVec element = hn::Set(f, a[row / 3][(row % 3) * a_row]);
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) chains[row][v] = hn::MulAdd(element, columns[v], chains[row][v]);
    }
    HWY_UNROLL(4)
    for (size_t i = 0; i < kPointers; ++i) a[i] += a_step;
    b += b_step;
  }
}

template <size_t kRows, size_t kVectors>
HWY_INLINE void StoreChains(const TileArguments& t, const TileVec (&chains)[kRows][kVectors]) {
  const TileTag f;
  HWY_UNROLL(12)
  for (size_t row = 0; row < kRows; ++row) {
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(chains[row][v], f, t.out + row * t.out_row + VectorOffset<kVectors>(v, t.out_last));
    }
  }
}

/// Extends kRows × kVectors vectors of chains by `depth` steps.
template <size_t kRows, size_t kVectors>
HWY_NOINLINE void Tile(const TileArguments& arguments) {
  const TileArguments t = arguments;  // a copy, so that the compiler knows that stores leave it alone
  TileVec chains[kRows][kVectors];
  LoadStart(t, chains);
  ExtendChains(t, chains);
  StoreChains(t, chains);
}

using TileFunction = void (*)(const TileArguments&);

template <size_t kVectors, size_t kRow>
constexpr TileFunction TileFor() {
  if constexpr (kRow < TileRows(kVectors)) {
    return &Tile<kRow + 1, kVectors>;
  } else {
    return nullptr;
  }
}

template <size_t kVectors, size_t... kRow>
constexpr TileFunction PickTile(size_t rows, std::index_sequence<kRow...>) {
  constexpr TileFunction tiles[] = {TileFor<kVectors, kRow>()...};
  return tiles[rows - 1];
}

/// The kernel for 1 ≤ vectors ≤ kMaxTileVectors and 1 ≤ rows ≤ TileRows(vectors).
HWY_INLINE TileFunction PickTile(size_t rows, size_t vectors) {
  using Rows = std::make_index_sequence<kMaxTileRows>;
  switch (vectors) {
    case 1:
      return PickTile<1>(rows, Rows());
    case 2:
      return PickTile<2>(rows, Rows());
    case 3:
      return PickTile<3>(rows, Rows());
    default:
      return PickTile<4>(rows, Rows());
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATMUL_TILE_INL_H_
