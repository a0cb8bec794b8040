#include "native/models/trainer.h"

#include "native/engine/team.h"

namespace steepest {
namespace {

/// Networks with less work per step never ask the team for help, so they leave it to others.
constexpr size_t kWorthTheTeam = 100000;

}  // namespace

Trainer::Trainer(TrainingPlan plan, SampleBuffer samples, std::optional<SampleBuffer> validation)
    : plan_(std::move(plan)),
      samples_(std::move(samples)),
      validation_(std::move(validation)),
      parameters_(plan_.network->Layers(), plan_.groups),
      batches_(plan_.layout, samples_.View(), plan_.batch_rows, plan_.shuffle),
      workspace_(plan_.network->Layers(), batches_.Rows(0), true),
      statistics_(plan_.statistics, plan_.layout),
      step_work_(plan_.network->Weights() * batches_.Rows(0)) {
  if (!validation_) return;
  const size_t rows = std::min(plan_.batch_rows, validation_->View().rows);
  evaluator_.emplace(*plan_.network, plan_.loss, plan_.layout, plan_.statistics, rows);
}

size_t Trainer::Bytes() const {
  return samples_.Bytes() + (validation_ ? validation_->Bytes() : 0) + parameters_.Bytes() +
         batches_.Bytes() + workspace_.Bytes() + (evaluator_ ? evaluator_->Bytes() : 0);
}

size_t Trainer::NumbersPerEpoch() const {
  return (1 + plan_.statistics.Size(plan_.layout.outputs)) * (validation_ ? 2 : 1);
}

void Trainer::Begin(TrainingCall call) {
  call_ = std::move(call);
  epoch_ = batch_ = step_ = 0;
  refused_ = false;
  numbers_.clear();
  numbers_.reserve(call_.epochs * NumbersPerEpoch());
  cancelled_.store(false, std::memory_order_relaxed);
}

bool Trainer::Run() {
  std::optional<Team::Lease> lease;
  if (step_work_ >= kWorthTheTeam) lease.emplace(Team::Get());
  Turn turn(step_work_);
  while (epoch_ < call_.epochs) {
    if (batch_ == 0) StartEpoch();
    while (batch_ < batches_.Count()) {
      if (Cancelled()) return true;
      Step();
      if (refused_) return true;
      if (turn.Over()) return false;
    }
    FinishEpoch();
    if (Cancelled()) return true;
  }
  return true;
}

void Trainer::StartEpoch() {
  batches_.StartEpoch(plan_.seed, call_.first_epoch + static_cast<uint32_t>(epoch_));
  statistics_.Reset();
  mean_ = LossMean();
}

void Trainer::Step() {
  const Network& network = *plan_.network;
  const SampleView batch = batches_.Batch(batch_);
  const float* const outputs = network.Forward(parameters_.Tensors(), batch.x, batch.rows, workspace_);
  float* const gradient = workspace_.Delta(network.Layers().size() - 1);
  mean_.Add(plan_.loss->Evaluate(LossCallOf(plan_.layout, batch, outputs, gradient)));
  if (plan_.statistics.Anything()) statistics_.Add(outputs, batch);
  network.Backward(parameters_.Tensors(), batch.x, gradient, batch.rows, workspace_, false);
  MoveParameters();
  ++batch_;
}

void Trainer::MoveParameters() {
  rates_.clear();
  for (const std::vector<double>& rates : call_.rates)
    rates_.push_back(rates.size() == 1 ? rates[0] : rates[step_]);
  if (parameters_.Step(rates_)) {
    ++step_;
  } else {
    refused_ = plan_.stops_at_non_finite;
  }
}

void Trainer::FinishEpoch() {
  Note(mean_.Mean(), statistics_);
  if (validation_) {
    const LossOutcome outcome = evaluator_->Run(parameters_.Tensors(), validation_->View(), cancelled_);
    Note(outcome.value, evaluator_->Gathered());
  }
  ++epoch_;
  batch_ = 0;
}

void Trainer::Note(double loss, const Statistics& statistics) {
  const size_t begin = numbers_.size();
  numbers_.resize(begin + 1 + plan_.statistics.Size(plan_.layout.outputs));
  numbers_[begin] = loss;
  statistics.Write(numbers_.data() + begin + 1);
}

}  // namespace steepest
