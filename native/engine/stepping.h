// The shape "stepping": parameter × gradient × state, in place, for every elementwise optimizer.
#ifndef STEEPEST_ENGINE_STEPPING_H_
#define STEEPEST_ENGINE_STEPPING_H_

#include <cstddef>

namespace steepest {

constexpr size_t kMaxSlots = 4;
constexpr size_t kMaxConstants = 16;

/// One parameter with what belongs to it; all arrays have `length` elements.
struct StepTensor {
  float* parameter;
  const float* gradient;
  float* slots[kMaxSlots];
  size_t length;
};

/// Steps elements [begin, end) of a tensor.
using StepBlock = void (*)(const StepTensor&, const float* constants, size_t begin, size_t end);

struct StepKernel {
  const char* name;
  size_t slots;
  size_t hyper;  // doubles that Prepare reads: learningRate, step number (from 1), then the rule's options
  /// Computes the constants of one step in double and rounds them once.
  void (*prepare)(const double* hyper, float* constants);
  StepBlock block;
};

struct StepCatalogue {
  const StepKernel* kernels;
  size_t count;
};

/// The rules of the optimizers, compiled for the active instruction set.
StepCatalogue StepRules();

}  // namespace steepest

#endif  // STEEPEST_ENGINE_STEPPING_H_
