// Panels: columns of the second operand copied into consecutive vectors, transposed where needed.
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "hwy/highway.h"
#include "native/engine/matmul_product.h"
#include "native/engine/matmul_tile-inl.h"

#if defined(STEEPEST_MATMUL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATMUL_PANEL_INL_H_
#undef STEEPEST_MATMUL_PANEL_INL_H_
#else
#define STEEPEST_MATMUL_PANEL_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kBlockLanes = 4;  // floats in 128 bits, the unit that shuffles work in
using BlockTag = hn::FixedTag<float, kBlockLanes>;

/// Four floats from each of source, source + 4 · stride, … in the 128-bit blocks of one vector.
template <class D>
HWY_INLINE hn::Vec<D> LoadBlocks(D d, const float* source, size_t stride) {
  if constexpr (hn::MaxLanes(D()) == kBlockLanes) {
    return hn::LoadU(d, source);
  } else {
    const hn::Half<D> half;
    constexpr size_t kRowsOfHalf = hn::MaxLanes(D()) / 2;
    return hn::Combine(d, LoadBlocks(half, source + kRowsOfHalf * stride, stride),
                       LoadBlocks(half, source, stride));
  }
}

/// Transposes the 4 × 4 floats in each 128-bit block of four vectors.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void TransposeBlocks(D f, V& r0, V& r1, V& r2, V& r3) {
  const hn::RepartitionToWide<D> pairs;
  const auto low01 = hn::BitCast(pairs, hn::InterleaveLower(f, r0, r1));
  const auto high01 = hn::BitCast(pairs, hn::InterleaveUpper(f, r0, r1));
  const auto low23 = hn::BitCast(pairs, hn::InterleaveLower(f, r2, r3));
  const auto high23 = hn::BitCast(pairs, hn::InterleaveUpper(f, r2, r3));
  r0 = hn::BitCast(f, hn::InterleaveLower(pairs, low01, low23));
  r1 = hn::BitCast(f, hn::InterleaveUpper(pairs, low01, low23));
  r2 = hn::BitCast(f, hn::InterleaveLower(pairs, high01, high23));
  r3 = hn::BitCast(f, hn::InterleaveUpper(pairs, high01, high23));
}

/// block[s], lane j = source[j · column + s].
HWY_INLINE void LoadTransposed(TileTag f, const float* source, size_t column, TileVec (&block)[kBlockLanes]) {
  HWY_UNROLL(4)
  for (size_t s = 0; s < kBlockLanes; ++s) block[s] = LoadBlocks(f, source + s * column, column);
  TransposeBlocks(f, block[0], block[1], block[2], block[3]);
}

/// One vector of columns, each column contiguous: lane j of panel row k is source[j · column + k].
HWY_INLINE void PackTransposed(const float* source, size_t column, size_t depth, float* panel,
                               size_t panel_step) {
  const TileTag f;
  if (depth < kBlockLanes) {
    for (size_t step = 0; step < depth; ++step) {
      for (size_t lane = 0; lane < kTileLanes; ++lane)
        panel[step * panel_step + lane] = source[lane * column + step];
    }
    return;
  }
  for (size_t next = 0; next < depth; next += kBlockLanes) {
    const size_t step =
        std::min(next, depth - kBlockLanes);  // the last block may repeat a part of the one before
    TileVec block[kBlockLanes];
    LoadTransposed(f, source + step, column, block);
    HWY_UNROLL(4)
    for (size_t s = 0; s < kBlockLanes; ++s) hn::StoreU(block[s], f, panel + (step + s) * panel_step);
  }
}

/// kVectors vectors of columns, each panel row contiguous in the source.
template <size_t kVectors>
HWY_INLINE void PackRows(const float* source, size_t b_step, size_t last, size_t depth, float* panel) {
  const TileTag f;
  for (size_t step = 0; step < depth; ++step) {
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) {
      hn::Store(hn::LoadU(f, source + VectorOffset<kVectors>(v, last)), f, panel + v * kTileLanes);
    }
    source += b_step;
    panel += kVectors * kTileLanes;
  }
}

/// Copies a few floats in pieces of fixed size that overlap, which is faster than a call of memcpy.
HWY_INLINE void CopySome(const float* from, size_t count, float* to) {
  if (count > 16) {
    std::memcpy(to, from, count * sizeof(float));
    return;
  }
  const auto copy = [&](auto piece) {
    constexpr size_t kFloats = decltype(piece)::value;
    float first[kFloats], last[kFloats];
    std::memcpy(first, from, sizeof(first));
    std::memcpy(last, from + count - kFloats, sizeof(last));
    std::memcpy(to, first, sizeof(first));
    std::memcpy(to + count - kFloats, last, sizeof(last));
  };
  if (count >= 8) return copy(std::integral_constant<size_t, 8>());
  if (count >= 4) return copy(std::integral_constant<size_t, 4>());
  if (count >= 2) return copy(std::integral_constant<size_t, 2>());
  *to = *from;
}

/// `count` ≤ lanes columns of any strides, the lanes beyond them being 0.
HWY_INLINE void PackSome(const float* source, size_t b_step, size_t b_column, size_t count, size_t depth,
                         float* panel, size_t panel_step) {
  const TileTag f;
  for (size_t step = 0; step < depth; ++step) {
    float* const row = panel + step * panel_step;
    const float* const from = source + step * b_step;
    hn::Store(hn::Zero(f), f, row);
    if (b_column == 1) {
      CopySome(from, count, row);
    } else {
      for (size_t lane = 0; lane < count; ++lane) row[lane] = from[lane * b_column];
    }
  }
}

/// Copies all columns of `p` into a panel of `vectors` vectors a step; the last vector ends with the last
/// column where there are enough columns.
HWY_INLINE void PackPanel(const Product& p, size_t vectors, float* panel) {
  const size_t panel_step = vectors * kTileLanes;
  if (p.columns < kTileLanes)
    return PackSome(p.b, p.b_step, p.b_column, p.columns, p.depth, panel, panel_step);
  const size_t last = p.columns - kTileLanes;
  if (p.b_column == 1) {
    switch (vectors) {
      case 1:
        return PackRows<1>(p.b, p.b_step, last, p.depth, panel);
      case 2:
        return PackRows<2>(p.b, p.b_step, last, p.depth, panel);
      case 3:
        return PackRows<3>(p.b, p.b_step, last, p.depth, panel);
      default:
        return PackRows<4>(p.b, p.b_step, last, p.depth, panel);
    }
  }
  for (size_t v = 0; v < vectors; ++v) {
    const size_t offset = v + 1 == vectors ? last : v * kTileLanes;
    const float* const columns = p.b + offset * p.b_column;
    float* const to = panel + v * kTileLanes;
    if (p.b_step == 1) {
      PackTransposed(columns, p.b_column, p.depth, to, panel_step);
    } else {
      PackSome(columns, p.b_step, p.b_column, kTileLanes, p.depth, to, panel_step);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MATMUL_PANEL_INL_H_
