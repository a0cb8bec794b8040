// bindLoss(name, values, count, columns, reduction, classWeights, ignoredLabel, domains, result,
// classOptions)
//   → evaluate
// evaluate(flags, rows, columns, prediction, targets, weightCount, weights, values, gradient, hessian,
//          second prediction, its gradient and hessian, a third's, depth, vector) → failure
//   flags: Output bits, then which arrays are given, then the kind of target, then the surrogate, whether the
//   full hessian is to be multiplied with the vector, and the derivatives by options; result receives value,
//   count, index, weight, input and those derivatives.
#include "native/binding/bindings.h"
#include "native/binding/call.h"

namespace steepest {
namespace {

constexpr uint32_t kOutputs = 7;
constexpr uint32_t kHasValues = 8;
constexpr uint32_t kTargetShift = 4;
constexpr uint32_t kTargetMask = 7;
constexpr uint32_t kWantsSurrogate = 128;
constexpr uint32_t kUnchecked = 256;
constexpr uint32_t kHasVector = 512;
constexpr uint32_t kWantsOptionGradients = 1024;
constexpr size_t kResults = 5;

constexpr napi_type_tag kLossTag = {0x5f1d7a3c9b2e4468, 0x8c0f6e21d4b75a93};

struct LossBinding {
  std::shared_ptr<const BoundLoss> loss;
  double* result;
  napi_ref result_reference;
};

/// Where the arrays of a prediction stand among the arguments.
struct InputPlaces {
  size_t prediction, gradient, hessian;
};
constexpr InputPlaces kPlaces[kMaxInputs] = {{3, 8, 9}, {10, 11, 12}, {13, 14, 15}};

constexpr size_t kDepth = 16, kVector = 17;

void ReadInputs(Call& call, const Extents& extents, uint32_t flags, LossCall& arguments) {
  for (size_t i = 0; i < extents.inputs; ++i) {
    if (i >= extents.needed && !call.Has(kPlaces[i].prediction)) continue;
    const size_t length = extents.input[i];
    arguments.predictions[i] = call.Array<float>(kPlaces[i].prediction, length);
    if ((flags & kGradient) != 0) arguments.gradients[i] = call.Array<float>(kPlaces[i].gradient, length);
    if ((flags & kHessian) != 0) arguments.hessians[i] = call.Array<float>(kPlaces[i].hessian, length);
  }
}

/// The shape and the arrays of a call; scalars first, pointers last.
LossCall ReadCall(Call& call, const LossBinding& binding) {
  const BoundLoss& loss = *binding.loss;
  const uint32_t flags = call.Unsigned(0);
  const TargetKind kind = static_cast<TargetKind>((flags >> kTargetShift) & kTargetMask);
  LossCall arguments = {};
  arguments.wanted = (flags & kOutputs) | ((flags & kWantsSurrogate) != 0 ? kSurrogate : 0);
  arguments.validate = (flags & kUnchecked) == 0;
  if ((flags & kWantsOptionGradients) != 0) {
    if (loss.OptionGradients() == 0) call.Fail("expected a loss whose options can be learned", 0);
    arguments.wanted |= kOptionGradients;
    arguments.option_gradients = binding.result + kResults;
  }
  arguments.shape = {call.Size(1), call.Size(2), call.Has(kDepth) ? call.Size(kDepth) : 0};
  arguments.weight_count = call.Size(5);
  const Extents extents = loss.ExtentsOf(arguments.shape, kind);
  arguments.targets = {kind, call.Array<uint8_t>(4, extents.targets * TargetSize(kind))};
  if (arguments.weight_count > 0) arguments.weights = call.Array<float>(6, arguments.weight_count);
  if ((flags & kHasValues) != 0) arguments.values = call.Array<float>(7, extents.terms);
  ReadInputs(call, extents, flags, arguments);
  if ((flags & kHasVector) != 0) arguments.vector = call.Array<float>(kVector, extents.input[0]);
  return arguments;
}

napi_value Evaluate(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const LossBinding* binding = call.Data<LossBinding>();
  const LossCall arguments = ReadCall(call, *binding);
  if (arguments.vector != nullptr && !binding->loss->OffersHessianVector()) {
    call.Fail("expected a loss that offers it", kVector);
  }
  if (!call.Ok()) return nullptr;
  const LossOutcome outcome = binding->loss->Evaluate(arguments);
  binding->result[0] = outcome.value;
  binding->result[1] = outcome.count;
  binding->result[2] = static_cast<double>(outcome.index);
  binding->result[3] = outcome.weight;
  binding->result[4] = static_cast<double>(outcome.input);
  napi_value failure;
  napi_create_uint32(env, static_cast<uint32_t>(outcome.failure), &failure);
  return failure;
}

void Release(napi_env env, void* data, void*) {
  LossBinding* binding = static_cast<LossBinding*>(data);
  napi_delete_reference(env, binding->result_reference);
  delete binding;
}

std::vector<float> ReadFloats(Call& call, size_t index) {
  uint32_t length = 0;
  if (napi_get_array_length(call.Env(), call.At(index), &length) != napi_ok)
    call.Fail("expected an array", index);
  std::vector<float> values;
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    double number = 0;
    if (napi_get_element(call.Env(), call.At(index), i, &element) != napi_ok ||
        napi_get_value_double(call.Env(), element, &number) != napi_ok) {
      call.Fail("expected an array of numbers", index);
      break;
    }
    values.push_back(static_cast<float>(number));
  }
  return values;
}

std::vector<Domain> ReadDomains(Call& call, size_t index) {
  std::vector<Domain> domains;
  for (const float number : ReadFloats(call, index)) {
    if (!(number >= 0 && number < static_cast<float>(kDomains))) call.Fail("expected domains", index);
    domains.push_back(static_cast<Domain>(number));
  }
  return domains;
}

/// The numbers of a loss: as many for every column, and no more than a kernel reads.
void ReadValues(Call& call, LossOptions& options) {
  const size_t count = call.Size(2);
  options.columns = call.Size(3);
  if (options.columns == 0 || count % options.columns != 0 || count / options.columns > kMaxColumnOptions)
    call.Fail("expected as many options for every column", 3);
  const double* values = call.Array<double>(1, count);
  if (call.Ok()) options.values.assign(values, values + count);
}

LossOptions ReadOptions(Call& call) {
  LossOptions options;
  options.reduction = static_cast<Reduction>(call.Unsigned(4));
  options.class_weights = ReadFloats(call, 5);
  const double ignored = call.Number(6);
  if (ignored == ignored) options.ignored_label = static_cast<int64_t>(ignored);
  options.domains = ReadDomains(call, 7);
  options.class_options = ReadFloats(call, 9);
  ReadValues(call, options);
  return options;
}

napi_value BindLossFunction(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const std::string name = call.String(0);
  LossOptions options = ReadOptions(call);
  if (!call.Ok()) return nullptr;
  const size_t domains = options.domains.size();
  std::shared_ptr<const BoundLoss> loss = BindLoss(name, std::move(options));
  if (loss == nullptr) {
    call.Fail("expected the name of a loss", 0);
    return nullptr;
  }
  if (domains != 0 && domains != 1 + loss->ExtentsOf({}, TargetKind::kSoft).inputs) {
    call.Fail("expected a domain per prediction and one of the target", 7);
    return nullptr;
  }
  double* result = call.Array<double>(8, kResults + loss->OptionGradients());
  if (!call.Ok()) return nullptr;
  LossBinding* binding = new LossBinding{std::move(loss), result, nullptr};
  napi_create_reference(env, call.At(8), 1, &binding->result_reference);
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
