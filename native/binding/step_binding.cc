// bindStep(rule, hyper, tensors) → step()
//   hyper: Float64Array that holds the learning rate, the step number and the rule's options at the time of a
//   step; tensors: an array per parameter, [data, gradient, ...slots], all Float32Array of one length.
// The function keeps the arrays alive and keeps their pointers, because reading thousands of them costs more
// than a step: the caller checks in the same turn that none has been detached or shrunk, and calls step()
// only then.
#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/optimizers/bound_step.h"

namespace steepest {
namespace {

struct StepBinding {
  BoundStep step;
  const double* hyper;
  napi_ref hyper_reference;
  napi_ref tensors_reference;
};

napi_value Step(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  const StepBinding* binding = static_cast<StepBinding*>(data);
  binding->step.Step(binding->hyper);
  return nullptr;
}

void Release(napi_env env, void* data, void*) {
  StepBinding* binding = static_cast<StepBinding*>(data);
  napi_delete_reference(env, binding->hyper_reference);
  napi_delete_reference(env, binding->tensors_reference);
  delete binding;
}

size_t LengthOf(napi_env env, napi_value array) {
  size_t length = 0;
  napi_get_typedarray_info(env, array, nullptr, &length, nullptr, nullptr, nullptr);
  return length;
}

/// One [data, gradient, ...slots].
StepTensor ReadTensor(Call& call, napi_value arrays, size_t slots) {
  StepTensor tensor = {};
  for (uint32_t i = 0; i < 2 + slots; ++i) {
    napi_value array;
    napi_get_element(call.Env(), arrays, i, &array);
    if (i == 0) tensor.length = LengthOf(call.Env(), array);
    float* data = call.View<float>(array, tensor.length);
    if (data == nullptr && tensor.length > 0) call.Fail("expected arrays of one length", 2);
    if (i == 0) tensor.parameter = data;
    if (i == 1) tensor.gradient = data;
    if (i >= 2) tensor.slots[i - 2] = data;
  }
  return tensor;
}

std::vector<StepTensor> ReadTensors(Call& call, size_t index, size_t slots) {
  uint32_t count = 0;
  if (napi_get_array_length(call.Env(), call.At(index), &count) != napi_ok)
    call.Fail("expected an array", index);
  std::vector<StepTensor> tensors;
  for (uint32_t i = 0; i < count && call.Ok(); ++i) {
    napi_value arrays;
    napi_get_element(call.Env(), call.At(index), i, &arrays);
    tensors.push_back(ReadTensor(call, arrays, slots));
  }
  return tensors;
}

napi_value BindStep(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const std::string name = call.String(0);
  const StepKernel* kernel = FindStepRule(name);
  if (kernel == nullptr) {
    call.Fail("expected the name of a rule", 0);
    return nullptr;
  }
  const double* hyper = call.Array<double>(1, kernel->hyper);
  std::vector<StepTensor> tensors = ReadTensors(call, 2, kernel->slots);
  if (!call.Ok()) return nullptr;
  StepBinding* binding = new StepBinding{BoundStep(*kernel, std::move(tensors)), hyper, nullptr, nullptr};
  napi_create_reference(env, call.At(1), 1, &binding->hyper_reference);
  napi_create_reference(env, call.At(2), 1, &binding->tensors_reference);
  napi_value function;
  napi_create_function(env, name.c_str(), name.size(), Step, binding, &function);
  napi_wrap(env, function, binding, Release, nullptr, nullptr);
  return function;
}

}  // namespace

void ExportOptimizers(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "bindStep", BindStep);
}

}  // namespace steepest
