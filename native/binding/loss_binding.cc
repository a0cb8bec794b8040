// bindLoss(name, values, reduction, classWeights, ignoredLabel, result) → evaluate
// evaluate(flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian) →
// failure
//   flags: Output bits, then which arrays are given, then the kind of target; result receives value, count,
//   index and weight.
#include "native/binding/bindings.h"
#include "native/binding/call.h"

namespace steepest {
namespace {

constexpr uint32_t kOutputs = 7;
constexpr uint32_t kHasValues = 8;
constexpr uint32_t kTargetShift = 4;
constexpr uint32_t kTargetMask = 3;

constexpr napi_type_tag kLossTag = {0x5f1d7a3c9b2e4468, 0x8c0f6e21d4b75a93};

struct LossBinding {
  std::shared_ptr<const BoundLoss> loss;
  double* result;
  napi_ref result_reference;
};

size_t TargetSize(TargetKind kind) {
  switch (kind) {
    case TargetKind::kUint16:
      return 2;
    case TargetKind::kUint8:
      return 1;
    default:
      return 4;
  }
}

/// The shape and the arrays of a call; scalars first, pointers last.
LossCall ReadCall(Call& call, bool rowwise) {
  const uint32_t flags = call.Unsigned(0);
  const TargetKind kind = static_cast<TargetKind>((flags >> kTargetShift) & kTargetMask);
  LossCall arguments = {};
  arguments.wanted = flags & kOutputs;
  arguments.rows = call.Size(1);
  arguments.columns = call.Size(2);
  arguments.weight_count = call.Size(5);
  const size_t length = arguments.rows * arguments.columns;
  const size_t targets = kind == TargetKind::kSoft ? length : arguments.rows;
  arguments.prediction = call.Array<float>(3, length);
  arguments.targets = {kind, call.Array<uint8_t>(4, targets * TargetSize(kind))};
  if (arguments.weight_count > 0) arguments.weights = call.Array<float>(6, arguments.weight_count);
  if ((flags & kHasValues) != 0) arguments.values = call.Array<float>(7, rowwise ? arguments.rows : length);
  if ((flags & kGradient) != 0) arguments.gradient = call.Array<float>(8, length);
  if ((flags & kHessian) != 0) arguments.hessian = call.Array<float>(9, length);
  return arguments;
}

napi_value Evaluate(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const LossBinding* binding = call.Data<LossBinding>();
  const LossCall arguments = ReadCall(call, binding->loss->Rowwise());
  if (!call.Ok()) return nullptr;
  const LossOutcome outcome = binding->loss->Evaluate(arguments);
  binding->result[0] = outcome.value;
  binding->result[1] = outcome.count;
  binding->result[2] = static_cast<double>(outcome.index);
  binding->result[3] = outcome.weight;
  napi_value failure;
  napi_create_uint32(env, static_cast<uint32_t>(outcome.failure), &failure);
  return failure;
}

void Release(napi_env env, void* data, void*) {
  LossBinding* binding = static_cast<LossBinding*>(data);
  napi_delete_reference(env, binding->result_reference);
  delete binding;
}

template <class T>
std::vector<T> ReadNumbers(Call& call, size_t index) {
  uint32_t length = 0;
  if (napi_get_array_length(call.Env(), call.At(index), &length) != napi_ok)
    call.Fail("expected an array", index);
  std::vector<T> values;
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    double number = 0;
    if (napi_get_element(call.Env(), call.At(index), i, &element) != napi_ok ||
        napi_get_value_double(call.Env(), element, &number) != napi_ok) {
      call.Fail("expected an array of numbers", index);
      break;
    }
    values.push_back(static_cast<T>(number));
  }
  return values;
}

napi_value BindLossFunction(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const std::string name = call.String(0);
  LossOptions options;
  options.values = ReadNumbers<double>(call, 1);
  options.reduction = static_cast<Reduction>(call.Unsigned(2));
  options.class_weights = ReadNumbers<float>(call, 3);
  const double ignored = call.Number(4);
  if (ignored == ignored) options.ignored_label = static_cast<int64_t>(ignored);
  double* result = call.Array<double>(5, 4);
  if (options.values.size() > kMaxOptions) call.Fail("expected fewer options", 1);
  if (!call.Ok()) return nullptr;
  std::shared_ptr<const BoundLoss> loss = BindLoss(name, std::move(options));
  if (loss == nullptr) {
    call.Fail("expected the name of a loss", 0);
    return nullptr;
  }
  LossBinding* binding = new LossBinding{std::move(loss), result, nullptr};
  napi_create_reference(env, call.At(5), 1, &binding->result_reference);
  napi_value function;
  napi_create_function(env, name.c_str(), name.size(), Evaluate, binding, &function);
  napi_wrap(env, function, binding, Release, nullptr, nullptr);
  napi_type_tag_object(env, function, &kLossTag);
  return function;
}

}  // namespace

std::shared_ptr<const BoundLoss> UnwrapLoss(napi_env env, napi_value value) {
  napi_valuetype type;
  bool tagged = false;
  void* data = nullptr;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_function) return nullptr;
  if (napi_check_object_type_tag(env, value, &kLossTag, &tagged) != napi_ok || !tagged) return nullptr;
  if (napi_unwrap(env, value, &data) != napi_ok) return nullptr;
  return static_cast<LossBinding*>(data)->loss;
}

void ExportLosses(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "bindLoss", BindLossFunction);
}

}  // namespace steepest
