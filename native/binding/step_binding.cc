// bindStep(groups, policy) → step()
//   groups: an array of { rule, numbers, tensors }; numbers: Float64Array, see StepGroup; tensors: an array
//   of { arrays, scalars, average, rows, columns }; arrays: data, gradient, slots, inputs, all Float32Array;
//   policy: Float64Array, see StepPolicy. Numbers and policy are read at each step.
// step() returns true where the policy refused the step, else undefined.
// The function keeps the arrays alive and keeps their pointers, because reading thousands of them costs more
// than a step: the caller checks in the same turn that none has been detached or shrunk, and calls step()
// only then.
#include <cstring>

#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/optimizers/bound_step.h"

namespace steepest {
namespace {

struct StepBinding {
  BoundStep step;
  const double* policy;
  napi_ref arguments[2];
};

napi_value Step(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  StepBinding* const binding = static_cast<StepBinding*>(data);
  StepPolicy policy;
  std::memcpy(&policy, binding->policy, sizeof(policy));
  if (binding->step.Step(policy)) return nullptr;
  napi_value refused;
  napi_get_boolean(env, true, &refused);
  return refused;
}

void Release(napi_env env, void* data, void*) {
  StepBinding* const binding = static_cast<StepBinding*>(data);
  for (napi_ref reference : binding->arguments) napi_delete_reference(env, reference);
  delete binding;
}

/// Reads groups of tensors from JavaScript objects.
class GroupReader {
 public:
  explicit GroupReader(Call& call) : call_(call) {}

  std::vector<StepGroup> Groups(napi_value given) {
    std::vector<StepGroup> groups;
    ForEach(given, [&](napi_value group) { groups.push_back(Group(group)); });
    return groups;
  }

 private:
  StepGroup Group(napi_value given) {
    char name[64] = {};
    napi_get_value_string_utf8(call_.Env(), Get(given, "rule"), name, sizeof(name), nullptr);
    StepGroup group = {FindStepRule(name), nullptr, {}};
    if (group.kernel == nullptr) {
      call_.Fail("expected the name of a rule", 0);
      return group;
    }
    const StepKernel& kernel = *group.kernel;
    group.numbers = View<double>(Get(given, "numbers"), kGroupNumbers + kernel.numbers + kernel.memory);
    ForEach(Get(given, "tensors"),
            [&](napi_value tensor) { group.tensors.push_back(Tensor(tensor, kernel)); });
    return group;
  }

  StepTensor Tensor(napi_value given, const StepKernel& kernel) {
    StepTensor tensor = {};
    const napi_value arrays = Get(given, "arrays");
    tensor.length = LengthOf(At(arrays, 0));
    tensor.rows = Size(Get(given, "rows"));
    tensor.columns = Size(Get(given, "columns"));
    const size_t elements = tensor.rows * tensor.columns;
    if (elements == 0 ? tensor.length != 0 : tensor.length % elements != 0)
      call_.Fail("expected the dimensions of a matrix", 0);
    tensor.parameter = View<float>(At(arrays, 0), tensor.length);
    tensor.gradient = View<float>(At(arrays, 1), tensor.length);
    for (uint32_t slot = 0; slot < kernel.slots + kernel.inputs; ++slot) {
      const size_t length = slot < kernel.slots ? kernel.slot_length(tensor, slot) : tensor.length;
      tensor.slots[slot] = View<float>(At(arrays, 2 + slot), length);
    }
    tensor.scalars = View<double>(Get(given, "scalars"), kernel.scalars);
    napi_valuetype type = napi_undefined;
    const napi_value average = Get(given, "average");
    napi_typeof(call_.Env(), average, &type);
    if (type != napi_undefined) tensor.average = View<float>(average, tensor.length);
    return tensor;
  }

  template <class Use>
  void ForEach(napi_value array, const Use& use) {
    uint32_t count = 0;
    if (napi_get_array_length(call_.Env(), array, &count) != napi_ok) call_.Fail("expected arrays", 0);
    for (uint32_t i = 0; i < count && call_.Ok(); ++i) use(At(array, i));
  }

  template <class T>
  T* View(napi_value array, size_t count) {
    T* const data = call_.View<T>(array, count);
    if (data == nullptr && count > 0) call_.Fail("expected arrays as long as the parameter", 0);
    return data;
  }

  napi_value Get(napi_value object, const char* name) {
    napi_value value = nullptr;
    if (napi_get_named_property(call_.Env(), object, name, &value) != napi_ok)
      call_.Fail("expected objects", 0);
    return value;
  }

  napi_value At(napi_value array, uint32_t index) {
    napi_value value = nullptr;
    napi_get_element(call_.Env(), array, index, &value);
    return value;
  }

  size_t LengthOf(napi_value array) {
    size_t length = 0;
    napi_get_typedarray_info(call_.Env(), array, nullptr, &length, nullptr, nullptr, nullptr);
    return length;
  }

  size_t Size(napi_value value) {
    int64_t size = 0;
    napi_get_value_int64(call_.Env(), value, &size);
    return static_cast<size_t>(size);
  }

  Call& call_;
};

napi_value BindStep(napi_env env, napi_callback_info info) {
  Call call(env, info);
  std::vector<StepGroup> groups = GroupReader(call).Groups(call.At(0));
  const double* const policy = call.Array<double>(1, kPolicyNumbers);
  if (!call.Ok()) return nullptr;
  StepBinding* const binding = new StepBinding{BoundStep(std::move(groups)), policy, {}};
  for (size_t i = 0; i < 2; ++i) napi_create_reference(env, call.At(i), 1, &binding->arguments[i]);
  napi_value function;
  napi_create_function(env, "step", NAPI_AUTO_LENGTH, Step, binding, &function);
  napi_wrap(env, function, binding, Release, nullptr, nullptr);
  return function;
}

}  // namespace

void ExportOptimizers(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "bindStep", BindStep);
}

}  // namespace steepest
