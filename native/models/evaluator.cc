#include "native/models/evaluator.h"

#include <algorithm>
#include <cstring>

namespace steepest {

LossCall LossCallOf(const SampleLayout& layout, const SampleView& batch, const float* outputs,
                    float* gradient) {
  LossCall call = {};
  call.wanted = gradient == nullptr ? kValue : kValue | kGradient;
  call.shape = {batch.rows, layout.outputs};
  call.predictions[0] = outputs;
  call.targets = {layout.kind, batch.targets};
  call.weights = batch.weights;
  call.weight_count = batch.weights == nullptr ? 0 : batch.rows;
  call.gradients[0] = gradient;
  return call;
}

Evaluator::Evaluator(const Network& network, std::shared_ptr<const BoundLoss> loss,
                     const SampleLayout& layout, const StatisticsPlan& plan, size_t batch_rows)
    : network_(network),
      loss_(std::move(loss)),
      layout_(layout),
      gathers_(plan.Anything()),
      statistics_(plan, layout),
      workspace_(network.Layers(), batch_rows, false) {}

LossOutcome Evaluator::Run(const LayerTensors* tensors, const SampleView& samples,
                           const std::atomic<bool>& cancelled) {
  statistics_.Reset();
  LossMean mean;
  Batches batches(layout_, samples, workspace_.Rows(), false);
  for (size_t index = 0; index < batches.Count() && !cancelled.load(std::memory_order_relaxed); ++index) {
    const SampleView batch = batches.Batch(index);
    const float* const outputs = network_.Forward(tensors, batch.x, batch.rows, workspace_);
    const LossOutcome outcome = loss_->Evaluate(LossCallOf(layout_, batch, outputs, nullptr));
    if (outcome.failure != Failure::kNone) return outcome;
    mean.Add(outcome);
    if (gathers_) statistics_.Add(outputs, batch);
  }
  LossOutcome outcome;
  outcome.value = mean.Mean();
  return outcome;
}

void Predict(const Network& network, const LayerTensors* tensors, const float* x, size_t rows,
             float* outputs) {
  constexpr size_t kRows = 256;  // whose activations stay in the caches
  Workspace workspace(network.Layers(), std::min(rows, kRows), false);
  for (size_t begin = 0; begin < rows; begin += kRows) {
    const size_t count = std::min(kRows, rows - begin);
    const float* const last = network.Forward(tensors, x + begin * network.Inputs(), count, workspace);
    std::memcpy(outputs + begin * network.Outputs(), last, count * network.Outputs() * sizeof(float));
  }
}

}  // namespace steepest
