// A network over the arrays of one environment: what a model's handle stands for.
#ifndef STEEPEST_BINDING_NETWORK_BINDING_H_
#define STEEPEST_BINDING_NETWORK_BINDING_H_

#include <memory>
#include <optional>
#include <vector>

#include "native/binding/handle.h"
#include "native/models/network.h"

namespace steepest {

class NetworkBinding {
 public:
  static constexpr napi_type_tag kTag = {0x3c9a51e07d2b48f6, 0x9be417c2650d3fa8};

  NetworkBinding(std::shared_ptr<const Network> network, std::vector<LayerTensors> tensors, napi_ref arrays)
      : network_(std::move(network)), tensors_(std::move(tensors)), arrays_(arrays) {}

  const std::shared_ptr<const Network>& Shape() const { return network_; }
  /// Pointers into arrays that are kept alive: the caller has checked in the same turn that none has lost its
  /// memory.
  const LayerTensors* Tensors() const { return tensors_.data(); }

  /// Forward for a Backward to come: keeps a copy of `x`. Throws std::bad_alloc.
  void Forward(napi_env env, const float* x, size_t rows, float* outputs);
  /// Whether a gradient by the outputs of the last Forward shares memory with the gradient of a parameter.
  bool SharesGradient(const float* gradient) const;
  /// Of the last Forward.
  void Backward(const float* gradient, bool accumulate);
  size_t RowsForward() const { return rows_; }

  /// Frees what the way forward keeps.
  void Forget(napi_env env);
  void Release(napi_env env);

 private:
  std::shared_ptr<const Network> network_;
  std::vector<LayerTensors> tensors_;
  napi_ref arrays_;
  std::optional<Workspace> workspace_;
  AlignedArray<float> x_;
  size_t rows_ = 0;
  ExternalMemory memory_;
};

}  // namespace steepest

#endif  // STEEPEST_BINDING_NETWORK_BINDING_H_
