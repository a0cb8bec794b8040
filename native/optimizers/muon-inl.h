// Muon (Jordan et al. 2024): momentum made orthogonal by Newton–Schulz iterations, in float32 (PyTorch's are
// in bfloat16).
#include <algorithm>
#include <cmath>
#include <utility>

#include "native/engine/matmul.h"
#include "native/optimizers/convention.h"
#include "native/optimizers/whole_step-inl.h"

#if defined(STEEPEST_OPTIMIZERS_MUON_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_OPTIMIZERS_MUON_INL_H_
#undef STEEPEST_OPTIMIZERS_MUON_INL_H_
#else
#define STEEPEST_OPTIMIZERS_MUON_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Slot: the momentum. Options: momentum, nesterov, epsilon, newtonSchulzSteps, the three coefficients,
/// whether steps match a root mean square, rmsRate, convention. Constants: momentum, what the gradient adds
/// to it, what gradient and momentum add to a direction.
struct Muon : StepRule {
  static constexpr const char* name = "Muon";
  static constexpr size_t slots = 1, numbers = 10;
  static constexpr bool whole = true;

  /// The matrix twice, its Gram matrix twice, the squares of each block.
  static size_t Scratch(const StepTensor& tensor) {
    const size_t smaller = std::min(tensor.rows, tensor.columns);
    return 2 * Floats(tensor.length) + 2 * Floats(smaller * smaller) + 2 * CountBlocks(tensor.length, kBlock);
  }

  static void Prepare(const StepNumbers& now, float* c) {
    const double momentum = now.options[0];
    const Convention convention = ConventionOf(now.options[9]);
    const bool nesterov = now.options[1] != 0, corrects = convention == Convention::kOptax;
    const double own = convention == Convention::kKeras ? 1 : 1 - momentum;
    const double correction = corrects ? 1 - std::pow(momentum, now.step) : 1;
    const double ahead = corrects ? 1 - std::pow(momentum, now.step + 1) : 1;
    c[0] = static_cast<float>(momentum);
    c[1] = static_cast<float>(own);
    c[2] = nesterov ? static_cast<float>(own / correction) : 0.0f;
    c[3] = static_cast<float>(nesterov ? momentum / ahead : 1 / correction);
  }

  static void Whole(const WholeStep& step) {
    const size_t length = step.tensor.length;
    if (length == 0) return;
    float* const direction = step.scratch;
    float* const other = direction + Floats(length);
    const float scale = static_cast<float>(1 / NormOf(step, Direct(step, direction)));
    ForBlocks(length,
              [&](size_t, size_t begin, size_t end) { Scale(direction, scale, begin, end, direction); });
    const float* const orthogonal = Orthogonalize(step, direction, other);
    const float size = StepSize(step);
    ForBlocks(length, [&](size_t, size_t begin, size_t end) { Move(step, orthogonal, size, begin, end); });
  }

 private:
  /// Whole cache lines, so that what follows is aligned.
  static size_t Floats(size_t count) { return CountBlocks(count, kVirtualLanes) * kVirtualLanes; }

  /// Moves the momentum on and writes the direction; returns the sum of its squares.
  static double Direct(const WholeStep& step, float* direction) {
    const size_t length = step.tensor.length, smaller = std::min(step.tensor.rows, step.tensor.columns);
    double* const sums =
        reinterpret_cast<double*>(step.scratch + 2 * Floats(length) + 2 * Floats(smaller * smaller));
    ForBlocks(length, [&](size_t block, size_t begin, size_t end) {
      sums[block] = DirectBlock(step, direction, begin, end);
    });
    double sum = 0;
    for (size_t block = 0; block < CountBlocks(length, kBlock); ++block) sum += sums[block];
    return sum;
  }

  static double DirectBlock(const WholeStep& step, float* direction, size_t begin, size_t end) {
    const FloatTag f;
    const float* const c = step.constants;
    ProductSum sum;
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i);
      float* const slot = step.tensor.slots[0] + i;
      const FloatVec gradient = LoadInputs(step, i, count).gradient;
      const FloatVec momentum =
          hn::MulAdd(hn::Set(f, c[0]), LoadFloats(slot, count), hn::Set(f, c[1]) * gradient);
      const FloatVec ahead = hn::MulAdd(hn::Set(f, c[3]), momentum, hn::Set(f, c[2]) * gradient);
      StoreFloats(momentum, slot, count);
      StoreFloats(ahead, direction + i, count);
      sum.Add((i - begin) / kFloats % kVectors, ahead, ahead);
    }
    return sum.Total();
  }

  /// PyTorch bounds the norm from below by epsilon, the others add it.
  static double NormOf(const WholeStep& step, double squares) {
    const double norm = std::sqrt(squares), epsilon = step.now.options[2];
    if (ConventionOf(step.now.options[9]) != Convention::kPyTorch) return norm + epsilon;
    return norm < epsilon ? epsilon : norm;
  }

  static void Scale(const float* from, float factor, size_t begin, size_t end, float* to) {
    const FloatTag f;
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i);
      StoreFloats(LoadFloats(from + i, count) * hn::Set(f, factor), to + i, count);
    }
  }

  /// Newton–Schulz: x ← a·x + (b·g + c·g²)·x with g = x·xᵀ, or from the right for a tall matrix. Both arrays
  /// are written; returns the one with the result.
  static const float* Orthogonalize(const WholeStep& step, float* x, float* next) {
    const size_t rows = step.tensor.rows, columns = step.tensor.columns, length = rows * columns;
    const double* const o = step.now.options;
    const size_t smaller = std::min(rows, columns), square = smaller * smaller;
    float* const gram = step.scratch + 2 * Floats(length);
    float* const polynomial = gram + Floats(square);
    MatmulOptions onto;
    onto.accumulate = true;
    for (double left = o[3]; left > 0; --left) {
      const Matrix matrix = Matrix::RowMajor(x, rows, columns);
      const bool wide = rows <= columns;
      const Matrix g = Matrix::RowMajor(gram, smaller, smaller);
      const MatrixOut out = MatrixOut::RowMajor(polynomial, smaller, smaller);
      Matmul(wide ? matrix : matrix.Transposed(), wide ? matrix.Transposed() : matrix,
             MatrixOut::RowMajor(gram, smaller, smaller));
      Matmul(g, g, out);
      ForBlocks(square, [&](size_t, size_t begin, size_t end) {
        Combine(gram, static_cast<float>(o[5]), static_cast<float>(o[6]), begin, end, polynomial);
      });
      ForBlocks(length, [&](size_t, size_t begin, size_t end) {
        Scale(x, static_cast<float>(o[4]), begin, end, next);
      });
      const Matrix factor = Matrix::RowMajor(polynomial, smaller, smaller);
      Matmul(wide ? factor : matrix, wide ? matrix : factor, MatrixOut::RowMajor(next, rows, columns), onto);
      std::swap(x, next);
    }
    return x;
  }

  /// square ← b·gram + c·square.
  static void Combine(const float* gram, float b, float c, size_t begin, size_t end, float* square) {
    const FloatTag f;
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i);
      const FloatVec first = hn::Set(f, b) * LoadFloats(gram + i, count);
      StoreFloats(hn::MulAdd(hn::Set(f, c), LoadFloats(square + i, count), first), square + i, count);
    }
  }

  /// A matrix is [outputs, inputs] to PyTorch and [inputs, outputs] to optax.
  static float StepSize(const WholeStep& step) {
    const double rows = static_cast<double>(step.tensor.rows);
    const double columns = static_cast<double>(step.tensor.columns);
    const double* const o = step.now.options;
    if (o[7] != 0) return static_cast<float>(-step.now.rate * o[8] * std::sqrt(std::max(rows, columns)));
    const double aspect = ConventionOf(o[9]) == Convention::kOptax ? columns / rows : rows / columns;
    return static_cast<float>(-step.now.rate * std::sqrt(std::max(1.0, aspect)));
  }

  static void Move(const WholeStep& step, const float* orthogonal, float size, size_t begin, size_t end) {
    const FloatTag f;
    for (size_t i = begin; i < end; i += kFloats) {
      const size_t count = std::min(kFloats, end - i);
      const FloatVec parameter = LoadInputs(step, i, count).parameter;
      const FloatVec direction = LoadFloats(orthogonal + i, count);
      StoreParameter(step, hn::MulAdd(hn::Set(f, size), direction, parameter), i, count);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_OPTIMIZERS_MUON_INL_H_
