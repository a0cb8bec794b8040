// Adafactor (Shazeer and Stern 2018): the running mean of squared gradients as a product of rows and columns.
// The rule of torch.optim.Adafactor, of Keras and of optax.
#include <algorithm>
#include <cmath>

#include "native/optimizers/convention.h"
#include "native/optimizers/whole_step-inl.h"

#if defined(STEEPEST_OPTIMIZERS_ADAFACTOR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_ADAFACTOR_INL_H_
#undef STEEPEST_OPTIMIZERS_ADAFACTOR_INL_H_
#else
#define STEEPEST_OPTIMIZERS_ADAFACTOR_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The options of a step, in double.
struct AdafactorNumbers {
  double rate, weight, decay, epsilon1, epsilon2, threshold;
  bool bounds;         // PyTorch's: epsilon1 bounds the root from below; else it is added to the squares
  bool decayed_first;  // the size of the parameter is that after decay

  explicit AdafactorNumbers(const StepNumbers& now) {
    const double* const o = now.options;
    const Convention convention = ConventionOf(o[6]);
    rate = o[4] != 0 ? std::min(now.rate, 1 / std::sqrt(now.step)) : now.rate;
    weight = std::pow(now.step, o[0]);
    decay = convention == Convention::kOptax ? o[5] : now.rate * o[5];
    epsilon1 = o[1];
    epsilon2 = o[2];
    threshold = o[3];
    bounds = convention == Convention::kPyTorch;
    decayed_first = convention == Convention::kKeras || convention == Convention::kPaper;
  }

  double Added() const { return bounds ? 0 : epsilon1; }
  float Limit() const { return bounds ? static_cast<float>(1 / epsilon1) : HUGE_VALF; }
  double Mean(double before, double mean) const { return before + weight * (mean - before); }

  /// How far along the update a step goes, from the sums of squares of update and parameter.
  float StepSize(double update, double parameter, double length) const {
    double size = std::sqrt(parameter / length);
    if (decayed_first) size *= std::abs(1 - decay);
    const double shrink = std::sqrt(update / length) / threshold;
    return static_cast<float>(-rate * (size < epsilon2 ? epsilon2 : size) / (shrink < 1 ? 1 : shrink));
  }
};

/// Squares of updates and of parameters, one pair of sums for each tile or block, added in their order.
inline float StepSizeOf(const AdafactorNumbers& numbers, const double* sums, size_t count, size_t length) {
  double update = 0, parameter = 0;
  for (size_t i = 0; i < count; ++i) {
    update += sums[2 * i];
    parameter += sums[2 * i + 1];
  }
  return numbers.StepSize(update, parameter, static_cast<double>(length));
}

/// Moves `count` parameters along an update.
HWY_INLINE void MoveAlong(const WholeStep& step, StepInputs<FloatVec> now, FloatVec update, float decay,
                          float size, size_t index, size_t count) {
  const FloatTag f;
  const FloatVec decayed = hn::MulAdd(hn::Set(f, -decay), now.parameter, now.parameter);
  StoreParameter(step, hn::MulAdd(hn::Set(f, size), update, decayed), index, count);
}

/// A vector: the mean of squares as it is.
class AdafactorVector {
 public:
  static size_t Scratch(const StepTensor& tensor) { return 4 * CountBlocks(tensor.length, kBlock); }

  explicit AdafactorVector(const WholeStep& step)
      : step_(step), numbers_(step.now), sums_(reinterpret_cast<double*>(step.scratch)) {}

  void Run() {
    const size_t length = step_.tensor.length;
    ForBlocks(length, [&](size_t block, size_t begin, size_t end) { Measure(block, begin, end); });
    const float size = StepSizeOf(numbers_, sums_, CountBlocks(length, kBlock), length);
    ForBlocks(length, [&](size_t, size_t begin, size_t end) { Move(begin, end, size); });
  }

 private:
  HWY_INLINE FloatVec Update(FloatVec gradient, FloatVec mean) const {
    const FloatTag f;
    const FloatVec inverse = hn::Set(f, 1.0f) / hn::Sqrt(mean);
    return gradient * hn::Min(inverse, hn::Set(f, numbers_.Limit()));
  }

  void Measure(size_t block, size_t begin, size_t end) {
    const FloatTag f;
    const float weight = static_cast<float>(numbers_.weight), added = static_cast<float>(numbers_.Added());
    ProductSum updates, parameters;
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i), part = (i - begin) / kFloats % kVectors;
      const auto now = LoadInputs(step_, i, count);
      FloatVec mean = LoadFloats(step_.tensor.slots[1] + i, count);
      const FloatVec square = hn::MulAdd(now.gradient, now.gradient, hn::Set(f, added));
      mean = hn::MulAdd(hn::Set(f, weight), square - mean, mean);
      StoreFloats(mean, step_.tensor.slots[1] + i, count);
      FloatVec update = Update(now.gradient, mean);
      if (count < kFloats) update = hn::IfThenElseZero(hn::FirstN(f, count), update);
      updates.Add(part, update, update);
      parameters.Add(part, now.parameter, now.parameter);
    }
    sums_[2 * block] = updates.Total();
    sums_[2 * block + 1] = parameters.Total();
  }

  void Move(size_t begin, size_t end, float size) {
    const float decay = static_cast<float>(numbers_.decay);
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i);
      const auto now = LoadInputs(step_, i, count);
      const FloatVec update = Update(now.gradient, LoadFloats(step_.tensor.slots[1] + i, count));
      MoveAlong(step_, now, update, decay, size, i, count);
    }
  }

  const WholeStep& step_;
  const AdafactorNumbers numbers_;
  double* const sums_;
};

/// Matrices: the mean of squares is row·column / mean of rows, so its inverse root a product of two numbers
/// that are made once for each row and column.
class AdafactorMatrices {
 public:
  /// Doubles first: the sums of rows for each tile across, of columns for each tile down, two of each tile;
  /// then the inverse roots of rows and columns.
  static size_t Scratch(const StepTensor& tensor) {
    const Tiling t(tensor);
    return 2 * Doubles(t) + t.matrices * (t.rows + t.columns);
  }

  explicit AdafactorMatrices(const WholeStep& step) : step_(step), numbers_(step.now), tiling_(step.tensor) {
    row_sums_ = reinterpret_cast<double*>(step.scratch);
    column_sums_ = row_sums_ + tiling_.matrices * tiling_.across * tiling_.rows;
    sums_ = column_sums_ + tiling_.matrices * tiling_.down * tiling_.columns;
    row_roots_ = step.scratch + 2 * Doubles(tiling_);
    column_roots_ = row_roots_ + tiling_.matrices * tiling_.rows;
  }

  void Run() {
    ForTiles(tiling_, [&](const Tile& tile) { SumSquares(tile); });
    constexpr size_t kMatrices = 64;  // for a task
    const auto factor = [&](size_t task) {
      const size_t end = std::min(tiling_.matrices, (task + 1) * kMatrices);
      for (size_t matrix = task * kMatrices; matrix < end; ++matrix) Factor(matrix);
    };
    Team::Get().Run(CountBlocks(tiling_.matrices, kMatrices), factor);
    ForTiles(tiling_, [&](const Tile& tile) { Measure(tile); });
    const float size = StepSizeOf(numbers_, sums_, tiling_.Tiles(), step_.tensor.length);
    ForTiles(tiling_, [&](const Tile& tile) { Move(tile, size); });
  }

 private:
  static size_t Doubles(const Tiling& t) {
    return t.matrices * (t.across * t.rows + t.down * t.columns) + 2 * t.Tiles();
  }

  size_t IndexOf(const Tile& tile, size_t row) const {
    return (tile.matrix * tiling_.rows + row) * tiling_.columns;
  }

  size_t NumberOf(const Tile& tile) const {
    return (tile.matrix * tiling_.down + tile.tile_row) * tiling_.across + tile.tile_column;
  }

  void SumSquares(const Tile& tile) {
    double* const rows = row_sums_ + (tile.matrix * tiling_.across + tile.tile_column) * tiling_.rows;
    double* const columns = column_sums_ + (tile.matrix * tiling_.down + tile.tile_row) * tiling_.columns;
    std::fill(columns + tile.column, columns + tile.end_column, 0.0);
    for (size_t i = tile.row; i < tile.end_row; ++i) {
      ProductSum sum;
      for (size_t j = tile.column; j < tile.end_column; j += kFloats) {
        const size_t count = std::min(kFloats, tile.end_column - j);
        const FloatVec gradient = LoadInputs(step_, IndexOf(tile, i) + j, count).gradient;
        sum.Add((j - tile.column) / kFloats % kVectors, gradient, gradient);
        AddSquares(gradient, columns + j, count);
      }
      rows[i] = sum.Total();
    }
  }

  static HWY_INLINE void AddSquares(FloatVec gradient, double* sums, size_t count) {
    const FloatTag f;
    const DoubleTag d;
    const hn::Half<FloatTag> half;
    if (count == kFloats) {
      const DoubleVec low = hn::PromoteTo(d, hn::LowerHalf(half, gradient));
      const DoubleVec high = hn::PromoteTo(d, hn::UpperHalf(half, gradient));
      hn::StoreU(hn::LoadU(d, sums) + low * low, d, sums);
      hn::StoreU(hn::LoadU(d, sums + kDoubles) + high * high, d, sums + kDoubles);
      return;
    }
    HWY_ALIGN float lanes[kFloats];
    hn::Store(gradient, f, lanes);
    for (size_t lane = 0; lane < count; ++lane) {
      const double wide = lanes[lane];
      sums[lane] += wide * wide;
    }
  }

  /// New means of the rows and columns of a matrix, and their inverse roots.
  void Factor(size_t matrix) {
    const size_t rows = tiling_.rows, columns = tiling_.columns;
    float* const row = step_.tensor.slots[0] + matrix * rows;
    float* const column = step_.tensor.slots[1] + matrix * columns;
    Average(row_sums_ + matrix * tiling_.across * rows, tiling_.across, rows, columns, row);
    Average(column_sums_ + matrix * tiling_.down * columns, tiling_.down, columns, rows, column);
    double total = 0;
    for (size_t i = 0; i < rows; ++i) total += row[i];
    double mean = total / static_cast<double>(rows);
    if (numbers_.bounds && mean < numbers_.epsilon1) mean = numbers_.epsilon1;
    for (size_t i = 0; i < rows; ++i)
      row_roots_[matrix * rows + i] = static_cast<float>(1 / std::sqrt(row[i] / mean));
    for (size_t j = 0; j < columns; ++j)
      column_roots_[matrix * columns + j] = static_cast<float>(1 / std::sqrt(static_cast<double>(column[j])));
  }

  /// The running means of `length` numbers, each the sum of `parts` sums over `count` elements in all.
  void Average(const double* sums, size_t parts, size_t length, size_t count, float* means) const {
    for (size_t i = 0; i < length; ++i) {
      double sum = 0;
      for (size_t part = 0; part < parts; ++part) sum += sums[part * length + i];
      means[i] =
          static_cast<float>(numbers_.Mean(means[i], sum / static_cast<double>(count) + numbers_.Added()));
    }
  }

  HWY_INLINE FloatVec Update(FloatVec gradient, float row_root, const float* column_roots,
                             size_t count) const {
    const FloatTag f;
    const FloatVec inverse = hn::Set(f, row_root) * LoadFloats(column_roots, count);
    return gradient * hn::Min(inverse, hn::Set(f, numbers_.Limit()));
  }

  void Measure(const Tile& tile) {
    ProductSum updates, parameters;
    size_t part = 0;
    for (size_t i = tile.row; i < tile.end_row; ++i) {
      const float row_root = row_roots_[tile.matrix * tiling_.rows + i];
      const float* const roots = column_roots_ + tile.matrix * tiling_.columns;
      for (size_t j = tile.column; j < tile.end_column; j += kFloats) {
        const size_t count = std::min(kFloats, tile.end_column - j);
        const auto now = LoadInputs(step_, IndexOf(tile, i) + j, count);
        part = (j - tile.column) / kFloats % kVectors;
        const FloatVec update = Update(now.gradient, row_root, roots + j, count);
        updates.Add(part, update, update);
        parameters.Add(part, now.parameter, now.parameter);
      }
    }
    sums_[2 * NumberOf(tile)] = updates.Total();
    sums_[2 * NumberOf(tile) + 1] = parameters.Total();
  }

  void Move(const Tile& tile, float size) {
    const float decay = static_cast<float>(numbers_.decay);
    for (size_t i = tile.row; i < tile.end_row; ++i) {
      const float row_root = row_roots_[tile.matrix * tiling_.rows + i];
      const float* const roots = column_roots_ + tile.matrix * tiling_.columns;
      for (size_t j = tile.column; j < tile.end_column; j += kFloats) {
        const size_t count = std::min(kFloats, tile.end_column - j), index = IndexOf(tile, i) + j;
        const auto now = LoadInputs(step_, index, count);
        MoveAlong(step_, now, Update(now.gradient, row_root, roots + j, count), decay, size, index, count);
      }
    }
  }

  const WholeStep& step_;
  const AdafactorNumbers numbers_;
  const Tiling tiling_;
  double *row_sums_, *column_sums_, *sums_;
  float *row_roots_, *column_roots_;
};

/// Slots: the means of squares of the rows (none of a vector) and of the columns. Options: beta2Decay,
/// epsilon1, epsilon2, clipThreshold, relativeStep, weightDecay, convention.
struct Adafactor : StepRule {
  static constexpr const char* name = "Adafactor";
  static constexpr size_t slots = 2, numbers = 7;
  static constexpr bool whole = true;

  static size_t SlotLength(const StepTensor& tensor, size_t slot) {
    if (tensor.rows <= 1) return slot == 0 ? 0 : tensor.length;
    const size_t matrices = Tiling(tensor).matrices;
    return matrices * (slot == 0 ? tensor.rows : tensor.columns);
  }

  static size_t Scratch(const StepTensor& tensor) {
    return tensor.rows <= 1 ? AdafactorVector::Scratch(tensor) : AdafactorMatrices::Scratch(tensor);
  }

  static void Prepare(const StepNumbers&, float*) {}

  static void Whole(const WholeStep& step) {
    if (step.tensor.length == 0) return;
    if (step.tensor.rows <= 1) {
      AdafactorVector(step).Run();
    } else {
      AdafactorMatrices(step).Run();
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_ADAFACTOR_INL_H_
