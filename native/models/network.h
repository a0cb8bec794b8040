// A stack of dense layers: the shapes, the way forward and the way back. It owns no parameters.
#ifndef STEEPEST_MODELS_NETWORK_H_
#define STEEPEST_MODELS_NETWORK_H_

#include <cstddef>
#include <vector>

#include "native/models/activations.h"
#include "native/models/aligned_array.h"

namespace steepest {

/// outputs = activation(inputs · kernel + bias); the kernel is inputs × units, row-major.
struct DenseLayer {
  size_t inputs;
  size_t units;
  bool has_bias;
  const ActivationKernel* activation;  // null: linear
};

/// Where the parameters of one layer lie, and where their gradients go.
struct LayerTensors {
  float* kernel;
  float* bias;  // null without bias
  float* kernel_gradient;
  float* bias_gradient;
};

/// What the layers of a network put out for a number of rows, and the gradients on the way back.
class Workspace {
 public:
  /// Without `backward` only the outputs have room. Throws std::bad_alloc.
  Workspace(const std::vector<DenseLayer>& layers, size_t rows, bool backward);

  size_t Rows() const { return rows_; }
  float* Outputs(size_t layer) { return outputs_[layer]; }
  /// The gradient by what a layer's activation is given.
  float* Delta(size_t layer) { return deltas_[layer]; }
  size_t Bytes() const { return memory_.Bytes(); }

 private:
  size_t rows_;
  AlignedArray<float> memory_;
  std::vector<float*> outputs_;
  std::vector<float*> deltas_;
};

class Network {
 public:
  /// At least one layer; each has as many inputs as the one before has units.
  explicit Network(std::vector<DenseLayer> layers) : layers_(std::move(layers)) {}

  const std::vector<DenseLayer>& Layers() const { return layers_; }
  size_t Inputs() const { return layers_.front().inputs; }
  size_t Outputs() const { return layers_.back().units; }
  /// Multiplications of a forward pass over one row.
  size_t Weights() const;

  /// The outputs of the last layer for `rows` ≤ workspace.Rows() rows of `x`.
  const float* Forward(const LayerTensors* tensors, const float* x, size_t rows, Workspace& workspace) const;

  /// From the gradient by the outputs of the last Forward, of the same `x` and rows, to those of all
  /// parameters; `accumulate` adds to what is there. `gradient` may be the last layer's Delta.
  void Backward(const LayerTensors* tensors, const float* x, const float* gradient, size_t rows,
                Workspace& workspace, bool accumulate) const;

  /// The same as far as the deltas of layer `index`, without gradients of parameters: from the derivative by
  /// its outputs to that by what its activation was given. Returns where that lies.
  const float* LayerDelta(size_t index, const float* gradient, size_t rows, Workspace& workspace) const;

  /// The derivative by the inputs of layer `index` > 0, which are the outputs of the layer before, into its
  /// Delta.
  float* InputGradient(size_t index, const LayerTensors& tensors, const float* delta, size_t rows,
                       Workspace& workspace) const;

  /// The gradients of the parameters of layer `index`, given its inputs and its delta.
  void ParameterGradients(size_t index, const LayerTensors& tensors, const float* inputs, const float* delta,
                          size_t rows, bool accumulate) const;

 private:
  std::vector<DenseLayer> layers_;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_NETWORK_H_
