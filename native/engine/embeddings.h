// The shape "embeddings": several vectors per row, and at most one target number → one term per row.
#ifndef STEEPEST_ENGINE_EMBEDDINGS_H_
#define STEEPEST_ENGINE_EMBEDDINGS_H_

#include <cstddef>

#include "native/engine/pointwise.h"

namespace steepest {

struct EmbeddingArguments {
  const float* inputs[kMaxInputs];  // rows × columns each
  size_t columns;
  const float* target;   // one per row; null where the loss takes none
  const float* weights;  // null, or one per row
  float* values;         // null, or one weighted term per row
  float* gradients[kMaxInputs];
  float* hessians[kMaxInputs];
  const float* options;
  float scale;  // of the reduction; multiplies gradient and hessian
};

/// Works on rows [begin, end); returns the sum of their weighted terms (0 unless kValue is asked).
using EmbeddingBlock = double (*)(const EmbeddingArguments&, size_t begin, size_t end);

struct EmbeddingKernel {
  const char* name;
  size_t inputs;
  bool targeted;                               // whether there is a target per row
  EmbeddingBlock blocks[kOutputCombinations];  // indexed by Output bits
};

/// The losses of one family, compiled for the active instruction set.
struct EmbeddingCatalogue {
  const EmbeddingKernel* kernels;
  size_t count;
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_EMBEDDINGS_H_
