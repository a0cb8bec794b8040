// The shape "stepping": parameter × gradient × state, in place. What a rule is to the engine.
#ifndef STEEPEST_ENGINE_STEPPING_H_
#define STEEPEST_ENGINE_STEPPING_H_

#include <cstddef>

namespace steepest {

/// Arrays of state and further inputs of a rule, together.
constexpr size_t kMaxSlots = 6;
constexpr size_t kMaxConstants = 24;
/// Sums that a rule takes over a tensor before it moves one.
constexpr size_t kMaxSums = 4;

/// One parameter with what belongs to it. Elementwise rules have slots of `length` elements.
struct StepTensor {
  float* parameter;
  float* gradient;
  float* slots[kMaxSlots];  // the state, then the inputs
  double* scalars;          // numbers that the rule remembers for the whole tensor
  float* average;           // the moving average of the parameter, or null
  size_t length;
  size_t rows, columns;  // of the matrix that the tensor is, or of each of the matrices that fill its length
};

/// What a rule is given once per step, in double.
struct StepNumbers {
  double rate;
  double step;            // counts from 1
  const double* options;  // in the rule's order
  double* memory;         // numbers that the rule remembers for the whole group
};

/// What the engine does around every rule, in the same pass over memory.
struct StepEffects {
  float factor;        // of the gradient: −1 to climb, times the gradient's scale and what clips a norm
  float clip;          // bound of the gradient's size after that
  float coupled;       // weight decay that is added to the gradient
  float decoupled;     // −learningRate·decay, of the parameter itself
  float average_rate;  // how far the moving average goes towards the new parameter
  bool zero_gradient;  // afterwards
  bool plain;          // nothing but decay: factor 1, no clip, no average, the gradient stays
};

/// Elements [begin, end) of a tensor.
struct StepPiece {
  size_t tensor;
  size_t begin;
  size_t end;
};

/// Where the numbers of the tensors of one group stand: one set for all (stride 0) or one for each tensor.
struct StepContext {
  const StepTensor* tensors;
  const float* constants;
  size_t constants_stride;
  const StepEffects* effects;
  size_t effects_stride;

  const float* Constants(size_t tensor) const { return constants + tensor * constants_stride; }
  const StepEffects& Effects(size_t tensor) const { return effects[tensor * effects_stride]; }
};

/// A tensor whose rule runs loops of its own.
struct WholeStep {
  const StepTensor& tensor;
  const StepNumbers& now;
  const float* constants;
  const StepEffects& effects;
  float* scratch;  // as much as StepKernel::scratch asked for, aligned to 64 bytes
};

struct StepKernel {
  const char* name;
  size_t slots;
  size_t inputs;
  size_t scalars;
  size_t memory;
  size_t numbers;  // options that Prepare reads
  size_t sums;
  /// How many elements a slot has; those of an input are the tensor's length.
  size_t (*slot_length)(const StepTensor&, size_t slot);
  /// Computes the constants of one step in double and rounds them once; may change the memory.
  void (*prepare)(const StepNumbers&, float* constants);
  /// Steps pieces of one group; null for a rule with loops of its own.
  void (*step)(const StepContext&, const StepPiece* pieces, size_t count);
  /// With sums: the first pass over a piece; writes its sums.
  void (*measure)(const StepContext&, const StepPiece&, double* sums);
  /// With sums: takes those of all tensors of a group to the memory, before settle.
  void (*settle_group)(const StepNumbers&, const double* all);
  /// With sums: from those of a tensor and of all tensors of its group to its own constants.
  void (*settle)(const StepNumbers&, const double* own, const double* all, double* scalars, float* constants);
  /// How many floats `whole` needs beside the tensor; what they hold is lost between steps.
  size_t (*scratch)(const StepTensor&);
  /// Steps one tensor in loops of the rule's own; null for all others.
  void (*whole)(const WholeStep&);
};

struct StepCatalogue {
  const StepKernel* kernels;
  size_t count;
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_STEPPING_H_
