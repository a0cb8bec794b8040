#include "native/models/network.h"

#include "native/engine/blocks.h"
#include "native/engine/matmul.h"

namespace steepest {
namespace {

/// Buffers start on cache lines.
size_t Padded(size_t floats) { return CountBlocks(floats, kVirtualLanes) * kVirtualLanes; }

}  // namespace

Workspace::Workspace(const std::vector<DenseLayer>& layers, size_t rows, bool backward) : rows_(rows) {
  const size_t copies = backward ? 2 : 1;
  size_t floats = 0;
  for (const DenseLayer& layer : layers) floats += copies * Padded(rows * layer.units);
  memory_ = AlignedArray<float>(floats);
  float* next = memory_.data();
  for (const DenseLayer& layer : layers) {
    outputs_.push_back(next);
    next += Padded(rows * layer.units);
    if (!backward) continue;
    deltas_.push_back(next);
    next += Padded(rows * layer.units);
  }
}

size_t Network::Weights() const {
  size_t weights = 0;
  for (const DenseLayer& layer : layers_) weights += layer.inputs * layer.units;
  return weights;
}

const float* Network::Forward(const LayerTensors* tensors, const float* x, size_t rows,
                              Workspace& workspace) const {
  const float* inputs = x;
  for (size_t index = 0; index < layers_.size(); ++index) {
    const DenseLayer& layer = layers_[index];
    float* const outputs = workspace.Outputs(index);
    MatmulOptions options;
    options.bias = tensors[index].bias;
    Matmul(Matrix::RowMajor(inputs, rows, layer.inputs),
           Matrix::RowMajor(tensors[index].kernel, layer.inputs, layer.units),
           MatrixOut::RowMajor(outputs, rows, layer.units), options);
    Activate(layer.activation, outputs, rows, layer.units);
    inputs = outputs;
  }
  return inputs;
}

void Network::Backward(const LayerTensors* tensors, const float* x, const float* gradient, size_t rows,
                       Workspace& workspace, bool accumulate) const {
  for (size_t index = layers_.size(); index-- > 0;) {
    const float* const delta = LayerDelta(index, gradient, rows, workspace);
    const float* const inputs = index == 0 ? x : workspace.Outputs(index - 1);
    if (index > 0) gradient = InputGradient(index, tensors[index], delta, rows, workspace);
    ParameterGradients(index, tensors[index], inputs, delta, rows, accumulate);
  }
}

const float* Network::LayerDelta(size_t index, const float* gradient, size_t rows,
                                 Workspace& workspace) const {
  const DenseLayer& layer = layers_[index];
  if (layer.activation == nullptr) return gradient;
  float* const delta = workspace.Delta(index);
  ActivateBackward(layer.activation, workspace.Outputs(index), gradient, delta, rows, layer.units);
  return delta;
}

float* Network::InputGradient(size_t index, const LayerTensors& tensors, const float* delta, size_t rows,
                              Workspace& workspace) const {
  const DenseLayer& layer = layers_[index];
  float* const gradient = workspace.Delta(index - 1);
  Matmul(Matrix::RowMajor(delta, rows, layer.units),
         Matrix::RowMajor(tensors.kernel, layer.inputs, layer.units).Transposed(),
         MatrixOut::RowMajor(gradient, rows, layer.inputs));
  return gradient;
}

void Network::ParameterGradients(size_t index, const LayerTensors& tensors, const float* inputs,
                                 const float* delta, size_t rows, bool accumulate) const {
  const DenseLayer& layer = layers_[index];
  const Matrix deltas = Matrix::RowMajor(delta, rows, layer.units);
  MatmulOptions options;
  options.accumulate = accumulate;
  Matmul(Matrix::RowMajor(inputs, rows, layer.inputs).Transposed(), deltas,
         MatrixOut::RowMajor(tensors.kernel_gradient, layer.inputs, layer.units), options);
  if (layer.has_bias) ColumnSums(deltas, tensors.bias_gradient, accumulate);
}

}  // namespace steepest
