// createNetwork(layers, arrays) → handle
//   layers: an array per layer, [inputs, units, activation]; arrays: an array per layer, [kernel, kernel
//   gradient] and, where the layer has one, [bias, bias gradient] after them, all Float32Array.
// forward(handle, rows, x, out), predict(handle, rows, x, out)
// backward(handle, accumulate, gradient) → false where the gradient shares memory with one of the network's
// forgetNetwork(handle) frees what forward keeps.
// The handle keeps the arrays alive and keeps their pointers: the caller checks in the same turn that none
// has been detached or shrunk.
#include "native/binding/network_binding.h"

#include <cstring>
#include <functional>
#include <new>

#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/models/evaluator.h"

namespace steepest {

void NetworkBinding::Forward(napi_env env, const float* x, size_t rows, float* outputs) {
  const size_t floats = rows * network_->Inputs();
  if (!workspace_ || workspace_->Rows() < rows) {
    rows_ = 0;
    workspace_.emplace(network_->Layers(), rows, true);
    x_ = AlignedArray<float>(floats);
    memory_.Report(env, workspace_->Bytes() + x_.Bytes());
  }
  if (floats > 0) std::memcpy(x_.data(), x, floats * sizeof(float));
  rows_ = rows;
  const float* const last = network_->Forward(tensors_.data(), x_.data(), rows, *workspace_);
  if (rows > 0) std::memcpy(outputs, last, rows * network_->Outputs() * sizeof(float));
}

bool NetworkBinding::SharesGradient(const float* gradient) const {
  const float* const end = gradient + rows_ * network_->Outputs();
  const auto shares = [&](const float* array, size_t length) {
    return array != nullptr && std::less<>()(gradient, array + length) && std::less<>()(array, end);
  };
  for (size_t i = 0; i < tensors_.size(); ++i) {
    const DenseLayer& layer = network_->Layers()[i];
    if (shares(tensors_[i].kernel_gradient, layer.inputs * layer.units)) return true;
    if (shares(tensors_[i].bias_gradient, layer.units)) return true;
  }
  return false;
}

void NetworkBinding::Backward(const float* gradient, bool accumulate) {
  network_->Backward(tensors_.data(), x_.data(), gradient, rows_, *workspace_, accumulate);
}

void NetworkBinding::Forget(napi_env env) {
  workspace_.reset();
  x_ = AlignedArray<float>();
  rows_ = 0;
  memory_.Report(env, 0);
}

void NetworkBinding::Release(napi_env env) {
  Forget(env);
  napi_delete_reference(env, arrays_);
}

namespace {

NetworkBinding* GetNetwork(Call& call, size_t index) {
  const std::shared_ptr<NetworkBinding>* network = Handle<NetworkBinding>::Get(call.Env(), call.At(index));
  if (network != nullptr) return network->get();
  call.Fail("expected a network", index);
  return nullptr;
}

void ThrowOutOfMemory(napi_env env) { napi_throw_range_error(env, "ERR_OUT_OF_MEMORY", "out of memory"); }

/// One [inputs, units, activation] with the number of its arrays.
DenseLayer ReadLayer(Call& call, Napi::Array layer, size_t arrays) {
  const std::string name = layer.Get(2u).As<Napi::String>();
  const DenseLayer dense = {static_cast<size_t>(layer.Get(0u).As<Napi::Number>().Int64Value()),
                            static_cast<size_t>(layer.Get(1u).As<Napi::Number>().Int64Value()), arrays == 4,
                            FindActivation(name)};
  if (dense.inputs == 0 || dense.units == 0) call.Fail("expected layers with inputs and units", 0);
  if (dense.activation == nullptr && name != "linear") call.Fail("expected names of activations", 0);
  if (arrays != 2 && arrays != 4) call.Fail("expected two or four arrays per layer", 1);
  return dense;
}

LayerTensors ReadTensors(Call& call, Napi::Array arrays, const DenseLayer& layer) {
  const auto view = [&](uint32_t index, size_t count) {
    float* const data = call.View<float>(arrays.Get(index), count);
    if (data == nullptr) call.Fail("expected arrays of the layers' sizes", 1);
    return data;
  };
  LayerTensors tensors = {};
  tensors.kernel = view(0, layer.inputs * layer.units);
  tensors.kernel_gradient = view(1, layer.inputs * layer.units);
  if (!layer.has_bias) return tensors;
  tensors.bias = view(2, layer.units);
  tensors.bias_gradient = view(3, layer.units);
  return tensors;
}

napi_value CreateNetwork(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const Napi::Array given = Napi::Value(env, call.At(0)).As<Napi::Array>();
  const Napi::Array arrays = Napi::Value(env, call.At(1)).As<Napi::Array>();
  std::vector<DenseLayer> layers;
  std::vector<LayerTensors> tensors;
  for (uint32_t i = 0; i < given.Length() && call.Ok(); ++i) {
    const Napi::Array own = arrays.Get(i).As<Napi::Array>();
    layers.push_back(ReadLayer(call, given.Get(i).As<Napi::Array>(), own.Length()));
    if (i > 0 && layers[i].inputs != layers[i - 1].units) call.Fail("expected layers that fit together", 0);
    if (call.Ok()) tensors.push_back(ReadTensors(call, own, layers[i]));
  }
  if (layers.empty()) call.Fail("expected at least one layer", 0);
  if (!call.Ok()) return nullptr;
  napi_ref reference = nullptr;
  napi_create_reference(env, arrays, 1, &reference);
  auto network = std::make_shared<const Network>(std::move(layers));
  return Handle<NetworkBinding>::New(
      env, std::make_shared<NetworkBinding>(std::move(network), std::move(tensors), reference));
}

/// forward and predict, which differ in what they keep.
template <class Run>
napi_value RunForward(napi_env env, napi_callback_info info, const Run& run) {
  Call call(env, info);
  NetworkBinding* const network = GetNetwork(call, 0);
  const size_t rows = call.Size(1);
  if (!call.Ok()) return nullptr;
  const float* const x = call.Array<float>(2, rows * network->Shape()->Inputs());
  float* const out = call.Array<float>(3, rows * network->Shape()->Outputs());
  if (!call.Ok()) return nullptr;
  try {
    run(*network, x, rows, out);
  } catch (const std::bad_alloc&) {
    ThrowOutOfMemory(env);
  }
  return nullptr;
}

napi_value Forward(napi_env env, napi_callback_info info) {
  return RunForward(env, info, [env](NetworkBinding& network, const float* x, size_t rows, float* out) {
    network.Forward(env, x, rows, out);
  });
}

napi_value PredictRows(napi_env env, napi_callback_info info) {
  return RunForward(env, info, [](NetworkBinding& network, const float* x, size_t rows, float* out) {
    Predict(*network.Shape(), network.Tensors(), x, rows, out);
  });
}

napi_value Backward(napi_env env, napi_callback_info info) {
  Call call(env, info);
  NetworkBinding* const network = GetNetwork(call, 0);
  const uint32_t accumulate = call.Unsigned(1);
  if (!call.Ok()) return nullptr;
  if (network->RowsForward() == 0) call.Fail("expected a forward pass before", 0);
  const float* const gradient = call.Array<float>(2, network->RowsForward() * network->Shape()->Outputs());
  if (!call.Ok()) return nullptr;
  const bool apart = !network->SharesGradient(gradient);
  if (apart) network->Backward(gradient, accumulate != 0);
  napi_value result;
  napi_get_boolean(env, apart, &result);
  return result;
}

napi_value Forget(napi_env env, napi_callback_info info) {
  Call call(env, info);
  NetworkBinding* const network = GetNetwork(call, 0);
  if (call.Ok()) network->Forget(env);
  return nullptr;
}

}  // namespace

void ExportNetworks(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "createNetwork", CreateNetwork);
  ExportFunction(env, exports, "forward", Forward);
  ExportFunction(env, exports, "backward", Backward);
  ExportFunction(env, exports, "predict", PredictRows);
  ExportFunction(env, exports, "forgetNetwork", Forget);
}

}  // namespace steepest
