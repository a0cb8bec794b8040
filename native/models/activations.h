// What a layer does to its sums: the activations, forward and backward.
#ifndef STEEPEST_MODELS_ACTIVATIONS_H_
#define STEEPEST_MODELS_ACTIVATIONS_H_

#include <cstddef>
#include <string>

namespace steepest {

/// An activation over rows × columns numbers, for part of the rows or, elementwise, for any run of numbers.
struct ActivationKernel {
  const char* name;
  bool rowwise;  // works on whole rows; else on each number by itself, and `columns` means nothing
  /// Applies it in place to `count` rows (or numbers).
  void (*forward)(float* values, size_t count, size_t columns);
  /// out = derivative by what forward was given, from forward's outputs and the derivative by these; `out`
  /// may be `gradient` itself.
  void (*backward)(const float* outputs, const float* gradient, float* out, size_t count, size_t columns);
};

struct ActivationCatalogue {
  const ActivationKernel* kernels;
  size_t count;
};

/// The activations, compiled for the active instruction set. "linear" is not among them: it does nothing.
ActivationCatalogue Activations();

/// The named activation; null for "linear" and for a name that there is not.
const ActivationKernel* FindActivation(const std::string& name);

/// Applies an activation (null: linear) to a rows × columns matrix in place, shared among the team where that
/// pays.
void Activate(const ActivationKernel* activation, float* values, size_t rows, size_t columns);

/// The way back, see ActivationKernel::backward; null copies the gradient unless it is in place.
void ActivateBackward(const ActivationKernel* activation, const float* outputs, const float* gradient,
                      float* out, size_t rows, size_t columns);

}  // namespace steepest

#endif  // STEEPEST_MODELS_ACTIVATIONS_H_
