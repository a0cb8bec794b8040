// The shape "pointwise": predictions × targets → terms, element by element.
#ifndef STEEPEST_ENGINE_POINTWISE_H_
#define STEEPEST_ENGINE_POINTWISE_H_

#include <cstddef>

#include "native/engine/blocks.h"

namespace steepest {

/// What a call asks for; a bit each, so that a kernel exists per combination that people use. kSurrogate goes
/// with kHessian: in its place the surrogate that is never negative. kOptionGradients goes with kValue and
/// kGradient: sums of the derivatives by the options that can be learned.
enum Output : unsigned { kValue = 1, kGradient = 2, kHessian = 4, kSurrogate = 8, kOptionGradients = 16 };
constexpr unsigned kOutputCombinations = 32;

/// Predictions that a loss may take, each with its own gradient and hessian.
constexpr size_t kMaxInputs = 3;

/// Options of a loss, and of one that takes them as doubles by column.
constexpr size_t kMaxOptions = 8;
constexpr size_t kMaxColumnOptions = 24;

/// Places of one option in a table by column. The columns come round again after the last one, so that the
/// options of 16 neighbouring elements lie side by side wherever a group begins.
constexpr size_t ColumnStride(size_t columns) { return columns + kVirtualLanes - 1; }

struct PointwiseArguments {
  const float* predictions[kMaxInputs];
  const float* target;
  const float* weights;  // null, or element i has weight weights[i / weight_span]
  size_t weight_span;
  float* values;                 // null, or the weighted terms one by one
  float* gradients[kMaxInputs];  // null where not asked
  float* hessians[kMaxInputs];   // null where not asked
  size_t output_begin;           // the element that the first place of each output belongs to
  const double* options;  // kMaxOptions; or by column a table of kMaxColumnOptions × ColumnStride(columns)
  size_t columns;         // element i belongs to column i % columns
  double* option_sums;    // null where not asked; learned options × ColumnStride(columns), added to
  float scale;            // of the reduction; multiplies gradient and hessian
};

/// Works on elements [begin, end); returns the sum of their weighted terms (0 unless kValue is asked).
using PointwiseBlock = double (*)(const PointwiseArguments&, size_t begin, size_t end);

struct PointwiseKernel {
  const char* name;
  size_t inputs;   // predictions per element
  size_t learned;  // options by which it can be differentiated
  bool by_column;  // whether it takes its options as doubles by column
  PointwiseBlock
      blocks[kOutputCombinations];  // indexed by Output bits; null where the combination is not offered
};

/// The losses of one family, compiled for the active instruction set.
struct PointwiseCatalogue {
  const PointwiseKernel* kernels;
  size_t count;
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_POINTWISE_H_
