// A network measured on samples: its loss and its statistics, without learning.
#ifndef STEEPEST_MODELS_EVALUATOR_H_
#define STEEPEST_MODELS_EVALUATOR_H_

#include <atomic>
#include <memory>

#include "native/losses/bound_loss.h"
#include "native/models/network.h"
#include "native/models/samples.h"
#include "native/models/statistics.h"

namespace steepest {

/// The mean of the values of batches, each counting as much as it weighs.
class LossMean {
 public:
  void Add(const LossOutcome& outcome) {
    sum_ += outcome.value * outcome.weight;
    weight_ += outcome.weight;
  }
  double Mean() const { return weight_ == 0 ? 0.0 : sum_ / weight_; }

 private:
  double sum_ = 0;
  double weight_ = 0;
};

/// The arrays of a batch as a loss takes them; the gradient is asked for where there is room for it.
LossCall LossCallOf(const SampleLayout& layout, const SampleView& batch, const float* outputs,
                    float* gradient);

class Evaluator {
 public:
  /// Throws std::bad_alloc.
  Evaluator(const Network& network, std::shared_ptr<const BoundLoss> loss, const SampleLayout& layout,
            const StatisticsPlan& plan, size_t batch_rows);

  /// Goes over all samples in batches. Ends early, with nothing to rely on, when cancelled or at a failure.
  LossOutcome Run(const LayerTensors* tensors, const SampleView& samples, const std::atomic<bool>& cancelled);

  /// Of the last Run.
  const Statistics& Gathered() const { return statistics_; }
  size_t Bytes() const { return workspace_.Bytes(); }

 private:
  const Network& network_;
  std::shared_ptr<const BoundLoss> loss_;
  SampleLayout layout_;
  bool gathers_;
  Statistics statistics_;
  Workspace workspace_;
};

/// The outputs of a network for any number of rows. Throws std::bad_alloc.
void Predict(const Network& network, const LayerTensors* tensors, const float* x, size_t rows,
             float* outputs);

}  // namespace steepest

#endif  // STEEPEST_MODELS_EVALUATOR_H_
