// The shape "pointwise": predictions × targets → terms, element by element.
#ifndef STEEPEST_ENGINE_POINTWISE_H_
#define STEEPEST_ENGINE_POINTWISE_H_

#include <cstddef>

namespace steepest {

/// What a call asks for; a bit each, so that a kernel exists per combination that people use.
enum Output : unsigned { kValue = 1, kGradient = 2, kHessian = 4 };
constexpr unsigned kOutputCombinations = 8;

constexpr size_t kMaxOptions = 16;

struct PointwiseArguments {
  const float* prediction;
  const float* target;
  const float* weights;  // null, or element i has weight weights[i / weight_span]
  size_t weight_span;
  float* values;        // null, or the weighted terms one by one
  float* gradient;      // null where not asked
  float* hessian;       // null where not asked
  size_t output_begin;  // the element that the first place of each output belongs to
  const double* options;
  float scale;  // of the reduction; multiplies gradient and hessian
};

/// Works on elements [begin, end); returns the sum of their weighted terms (0 unless kValue is asked).
using PointwiseBlock = double (*)(const PointwiseArguments&, size_t begin, size_t end);

struct PointwiseKernel {
  const char* name;
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
