// createTraining(network, loss, plan) → handle: copies of the samples, room for parameters and state
// loadTraining(handle, tensors, groups, policy): takes over parameters, state and numbers
// train(handle, epochs, firstEpoch, rates) → promise
// storeTraining(handle, tensors, groups, numbers) → steps made: gives back parameters, state, what rules
//   remember and what was measured. −1 − steps made where a gradient that is not finite has ended the
//   training
// cancelTraining(handle), disposeTraining(handle)
// evaluate(network, loss, plan, numbers): writes what was measured
//   tensors: an array per parameter, [data, ...slots, scalars]; groups: an array of their numbers; plan: see
//   NativePlan in lib/native/addon.ts.
#include <new>

#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/binding/engine_job.h"
#include "native/binding/network_binding.h"
#include "native/binding/pair_reader.h"
#include "native/binding/plan_reader.h"
#include "native/models/trainer.h"

namespace steepest {
namespace {

/// A training in progress; shared by its handle and by the job that runs it.
class TrainingBinding final : public EngineWork {
 public:
  static constexpr napi_type_tag kTag = {0x71d08e5b94fa2c36, 0xa2f36c8109e7d54b};

  explicit TrainingBinding(std::unique_ptr<Trainer> trainer) : trainer_(std::move(trainer)) {}

  /// Null while it runs, and once it is disposed of: then nothing may touch it.
  Trainer* Idle() { return running_ ? nullptr : trainer_.get(); }

  bool Run() override { return trainer_->Run(); }
  void Cancel() override {
    if (trainer_ != nullptr) trainer_->Cancel();
  }
  void Settle() override { running_ = false; }

  void Begin(TrainingCall call) {
    trainer_->Begin(std::move(call));
    running_ = true;
  }
  void Report(napi_env env) { memory_.Report(env, trainer_->Bytes()); }
  void Release(napi_env env) {
    memory_.Report(env, 0);
    if (!running_) trainer_.reset();  // else with the job that shares this
  }

 private:
  std::unique_ptr<Trainer> trainer_;
  bool running_ = false;
  ExternalMemory memory_;
};

const std::shared_ptr<NetworkBinding>* GetNetwork(Call& call) {
  const auto* network = Handle<NetworkBinding>::Get(call.Env(), call.At(0));
  if (network == nullptr) call.Fail("expected a network", 0);
  return network;
}

std::shared_ptr<const BoundLoss> GetLoss(Call& call, const SampleLayout& layout) {
  std::shared_ptr<const BoundLoss> loss = UnwrapLoss(call.Env(), call.At(1));
  if (loss == nullptr) call.Fail("expected a loss", 1);
  if (loss != nullptr && !loss->Rowwise() && layout.kind != TargetKind::kSoft)
    call.Fail("expected no labels", 2);
  return loss;
}

TrainingBinding* GetTraining(Call& call) {
  const auto* training = Handle<TrainingBinding>::Get(call.Env(), call.At(0));
  if (training != nullptr) return training->get();
  call.Fail("expected a training", 0);
  return nullptr;
}

/// The trainer of a handle while nothing else uses it.
Trainer* GetIdleTrainer(Call& call) {
  TrainingBinding* const training = GetTraining(call);
  Trainer* const trainer = training == nullptr ? nullptr : training->Idle();
  if (trainer == nullptr) call.Fail("expected a training that is idle", 0);
  return trainer;
}

void ThrowOutOfMemory(napi_env env) { napi_throw_range_error(env, "ERR_OUT_OF_MEMORY", "out of memory"); }

SampleBuffer CopySamples(const SampleLayout& layout, const SampleView& view) {
  SampleBuffer buffer(layout, view.rows);
  buffer.CopyFrom(layout, view);
  return buffer;
}

size_t CountParameters(const Network& network) {
  size_t count = 0;
  for (const DenseLayer& layer : network.Layers()) count += layer.has_bias ? 2 : 1;
  return count;
}

/// Null after a failure.
std::unique_ptr<Trainer> ReadTrainer(Call& call, const NetworkBinding& network) {
  const PlanReader reader(call, 2);
  TrainingPlan plan = {};
  plan.network = network.Shape();
  plan.layout = reader.Layout(*plan.network);
  plan.loss = GetLoss(call, plan.layout);
  plan.statistics = reader.Statistics();
  plan.groups = reader.Groups(CountParameters(*plan.network));
  plan.batch_rows = std::max<size_t>(1, reader.Size("batchSize"));
  plan.shuffle = reader.Flag("shuffle");
  plan.seed = static_cast<uint64_t>(reader.Number("seed"));
  plan.stops_at_non_finite = reader.Flag("stopsAtNonFinite");
  const bool validates = reader.Has("validation");
  const SampleView samples = reader.Samples("samples", plan.layout);
  plan.layout.weighted = samples.weights != nullptr;
  if (!call.Ok()) return nullptr;
  SampleBuffer copied = CopySamples(plan.layout, samples);
  if (!validates) return std::make_unique<Trainer>(std::move(plan), std::move(copied), std::nullopt);
  const SampleView validation = reader.Samples("validation", plan.layout);
  SampleLayout layout = plan.layout;
  layout.weighted = validation.weights != nullptr;
  if (!call.Ok()) return nullptr;
  return std::make_unique<Trainer>(std::move(plan), std::move(copied), CopySamples(layout, validation));
}

napi_value CreateTraining(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const auto* network = GetNetwork(call);
  if (!call.Ok()) return nullptr;
  try {
    std::unique_ptr<Trainer> trainer = ReadTrainer(call, **network);
    if (trainer == nullptr) return nullptr;
    auto training = std::make_shared<TrainingBinding>(std::move(trainer));
    training->Report(env);
    return Handle<TrainingBinding>::New(env, std::move(training));
  } catch (const std::bad_alloc&) {
    ThrowOutOfMemory(env);
    return nullptr;
  }
}

napi_value LoadTraining(napi_env env, napi_callback_info info) {
  Call call(env, info);
  Trainer* const trainer = GetIdleTrainer(call);
  if (!call.Ok()) return nullptr;
  PairReader reader(call, trainer->Values());
  reader.Tensors(1);
  reader.Groups(2, false);
  const double* const policy = call.Array<double>(3, kPolicyNumbers);
  if (!call.Ok()) return nullptr;
  for (const Pair& pair : reader.Pairs()) std::memcpy(pair.ours, pair.theirs, pair.bytes);
  std::memcpy(&trainer->Values().Policy(), policy, sizeof(StepPolicy));
  trainer->Values().Policy().zero_gradient = 0;  // every step overwrites its gradients
  return nullptr;
}

napi_value StoreTraining(napi_env env, napi_callback_info info) {
  Call call(env, info);
  Trainer* const trainer = GetIdleTrainer(call);
  if (!call.Ok()) return nullptr;
  const std::vector<double>& made = trainer->Numbers();
  PairReader reader(call, trainer->Values());
  reader.Tensors(1);
  reader.Groups(2, true);
  double* const numbers = call.Array<double>(3, made.size());
  if (!call.Ok()) return nullptr;
  std::copy(made.begin(), made.end(), numbers);
  for (const Pair& pair : reader.Pairs()) std::memcpy(pair.theirs, pair.ours, pair.bytes);
  const double steps = static_cast<double>(trainer->StepsMade());
  napi_value result;
  napi_create_double(env, trainer->Refused() ? -1 - steps : steps, &result);
  return result;
}

/// Rates as a group takes them: one for all steps, or one for each.
std::vector<std::vector<double>> ReadRates(Call& call, size_t index, size_t groups, size_t steps) {
  std::vector<std::vector<double>> rates;
  const Napi::Array given = Napi::Value(call.Env(), call.At(index)).As<Napi::Array>();
  for (size_t group = 0; group < groups; ++group) {
    const Napi::Value array = given.Get(static_cast<uint32_t>(group));
    const double* const all = call.View<double>(array, steps);
    const double* const one = call.View<double>(array, 1);
    if (one == nullptr) call.Fail("expected learning rates for each group", index);
    if (!call.Ok()) break;
    rates.emplace_back(one, one + (all == nullptr ? 1 : steps));
  }
  return rates;
}

napi_value Train(napi_env env, napi_callback_info info) {
  Call call(env, info);
  Trainer* const trainer = GetIdleTrainer(call);
  TrainingCall plan = {};
  plan.epochs = call.Size(1);
  plan.first_epoch = call.Unsigned(2);
  if (!call.Ok()) return nullptr;
  try {
    plan.rates = ReadRates(call, 3, trainer->Values().Groups(), plan.epochs * trainer->StepsPerEpoch());
    if (!call.Ok()) return nullptr;
    const auto& training = *Handle<TrainingBinding>::Get(env, call.At(0));
    training->Begin(std::move(plan));
    napi_value promise = RunOnEngine(env, training);
    if (promise == nullptr) training->Settle();
    return promise;
  } catch (const std::bad_alloc&) {
    ThrowOutOfMemory(env);
    return nullptr;
  }
}

napi_value CancelTraining(napi_env env, napi_callback_info info) {
  Call call(env, info);
  TrainingBinding* const training = GetTraining(call);
  if (call.Ok()) training->Cancel();
  return nullptr;
}

napi_value DisposeTraining(napi_env env, napi_callback_info info) {
  Call call(env, info);
  TrainingBinding* const training = GetTraining(call);
  if (call.Ok()) training->Release(env);
  return nullptr;
}

napi_value Evaluate(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const auto* network = GetNetwork(call);
  if (!call.Ok()) return nullptr;
  const PlanReader reader(call, 2);
  const Network& shape = *(*network)->Shape();
  SampleLayout layout = reader.Layout(shape);
  std::shared_ptr<const BoundLoss> loss = GetLoss(call, layout);
  const StatisticsPlan plan = reader.Statistics();
  const size_t batch_rows = std::max<size_t>(1, reader.Size("batchSize"));
  const SampleView samples = reader.Samples("samples", layout);
  double* const numbers = call.Array<double>(3, 1 + plan.Size(layout.outputs));
  if (!call.Ok()) return nullptr;
  try {
    layout.weighted = samples.weights != nullptr;
    Evaluator evaluator(shape, std::move(loss), layout, plan, std::min(batch_rows, samples.rows));
    const std::atomic<bool> cancelled{false};
    const LossOutcome outcome = evaluator.Run((*network)->Tensors(), samples, cancelled);
    numbers[0] = outcome.value;
    evaluator.Gathered().Write(numbers + 1);
    if (outcome.failure != Failure::kNone) call.Fail("expected samples that were checked", 2);
  } catch (const std::bad_alloc&) {
    ThrowOutOfMemory(env);
  }
  return nullptr;
}

}  // namespace

void ExportTraining(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "createTraining", CreateTraining);
  ExportFunction(env, exports, "loadTraining", LoadTraining);
  ExportFunction(env, exports, "storeTraining", StoreTraining);
  ExportFunction(env, exports, "train", Train);
  ExportFunction(env, exports, "cancelTraining", CancelTraining);
  ExportFunction(env, exports, "disposeTraining", DisposeTraining);
  ExportFunction(env, exports, "evaluate", Evaluate);
}

}  // namespace steepest
