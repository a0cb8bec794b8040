// SM3-II (Anil et al. 2019) over the rows and columns of a matrix.
#include <algorithm>

#include "native/optimizers/whole_step-inl.h"

#if defined(STEEPEST_OPTIMIZERS_SM3_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_SM3_INL_H_
#undef STEEPEST_OPTIMIZERS_SM3_INL_H_
#else
#define STEEPEST_OPTIMIZERS_SM3_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The larger, or NaN where one is NaN.
template <class D, class V>
HWY_INLINE V LargerOrNaN(D, V a, V b) {
  return hn::IfThenElse(hn::Or(hn::Gt(a, b), hn::IsNaN(a)), a, b);
}

/// Slots: the momentum, the accumulators of rows and of columns. Options: momentum, epsilonRoot. Constants:
/// momentum, 1 − momentum, epsilonRoot, −learningRate.
struct Sm3 : StepRule {
  static constexpr const char* name = "SM3";
  static constexpr size_t slots = 3, numbers = 2;
  static constexpr bool whole = true;

  static size_t SlotLength(const StepTensor& tensor, size_t slot) {
    return slot == 0 ? tensor.length : slot == 1 ? tensor.rows : tensor.columns;
  }

  /// The accumulators that each tile makes for its rows and its columns.
  static size_t Scratch(const StepTensor& tensor) {
    const Tiling tiling(tensor);
    return tiling.across * tiling.rows + tiling.down * tiling.columns;
  }

  static void Prepare(const StepNumbers& now, float* c) {
    c[0] = static_cast<float>(now.options[0]);
    c[1] = static_cast<float>(1 - now.options[0]);
    c[2] = static_cast<float>(now.options[1]);
    c[3] = static_cast<float>(-now.rate);
  }

  /// One vector of a row whose accumulator is `row`; returns the new accumulators of its elements.
  static HWY_INLINE FloatVec Step(const WholeStep& step, FloatVec row, FloatVec column, size_t index,
                                  size_t count) {
    const FloatTag f;
    const float* const c = step.constants;
    float* const momentum = step.tensor.slots[0] + index;
    const auto now = LoadInputs(step, index, count);
    const FloatVec smaller = hn::IfThenElse(hn::Or(hn::Lt(column, row), hn::IsNaN(column)), column, row);
    const FloatVec total = hn::MulAdd(now.gradient, now.gradient, smaller);
    const FloatVec adapted = now.gradient / hn::Sqrt(total + hn::Set(f, c[2]));
    const FloatVec own = hn::IfThenZeroElse(hn::Eq(total, hn::Zero(f)), adapted);
    const FloatVec moved = hn::MulAdd(hn::Set(f, c[0]), LoadFloats(momentum, count), hn::Set(f, c[1]) * own);
    StoreFloats(moved, momentum, count);
    StoreParameter(step, hn::MulAdd(hn::Set(f, c[3]), moved, now.parameter), index, count);
    return total;
  }

  static void StepTile(const WholeStep& step, const Tile& tile, float* rows, float* columns) {
    const FloatTag f;
    std::fill(columns + tile.column, columns + tile.end_column, 0.0f);
    for (size_t i = tile.row; i < tile.end_row; ++i) {
      const FloatVec row = hn::Set(f, step.tensor.slots[1][i]);
      FloatVec largest = hn::Zero(f);
      for (size_t j = tile.column; j < tile.end_column; j += kFloats) {
        const size_t count = std::min(kFloats, tile.end_column - j);
        const FloatVec column = LoadFloats(step.tensor.slots[2] + j, count);
        const FloatVec total = Step(step, row, column, i * step.tensor.columns + j, count);
        largest = LargerOrNaN(f, largest, total);
        StoreFloats(LargerOrNaN(f, LoadFloats(columns + j, count), total), columns + j, count);
      }
      HWY_ALIGN float lanes[kFloats];
      hn::Store(largest, f, lanes);
      rows[i] = *std::max_element(lanes, lanes + kFloats, [](float a, float b) { return a < b || b != b; });
    }
  }

  /// The largest of `parts` accumulators each.
  static void Merge(const float* from, size_t parts, size_t length, float* to) {
    for (size_t i = 0; i < length; ++i) {
      float largest = from[i];
      for (size_t part = 1; part < parts; ++part) {
        const float other = from[part * length + i];
        if (other > largest || other != other) largest = other;
      }
      to[i] = largest;
    }
  }

  static void Whole(const WholeStep& step) {
    const Tiling tiling(step.tensor);
    float* const rows = step.scratch;
    float* const columns = rows + tiling.across * tiling.rows;
    ForTiles(tiling, [&](const Tile& tile) {
      StepTile(step, tile, rows + tile.tile_column * tiling.rows, columns + tile.tile_row * tiling.columns);
    });
    if (tiling.Tiles() == 0) return;
    Merge(rows, tiling.across, tiling.rows, step.tensor.slots[1]);
    Merge(columns, tiling.down, tiling.columns, step.tensor.slots[2]);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_SM3_INL_H_
