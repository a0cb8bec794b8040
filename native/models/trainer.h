// Whole epochs of training: batches, forward, loss, backward, step, measured as it goes.
#ifndef STEEPEST_MODELS_TRAINER_H_
#define STEEPEST_MODELS_TRAINER_H_

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "native/models/evaluator.h"
#include "native/models/parameters.h"
#include "native/models/samples.h"
#include "native/models/statistics.h"
#include "native/models/turn.h"

namespace steepest {

/// What stays the same from the first epoch to the last.
struct TrainingPlan {
  std::shared_ptr<const Network> network;
  std::shared_ptr<const BoundLoss> loss;
  SampleLayout layout;
  StatisticsPlan statistics;
  std::vector<GroupPlan> groups;
  size_t batch_rows;
  bool shuffle;
  uint64_t seed;
  bool stops_at_non_finite;  // where the policy of the step refuses it; else such a step is left out
};

/// What one call is to do.
struct TrainingCall {
  size_t epochs;
  uint32_t first_epoch;                    // names its shuffle
  std::vector<std::vector<double>> rates;  // per group: one learning rate per step, or one for all
};

class Trainer {
 public:
  /// Throws std::bad_alloc.
  Trainer(TrainingPlan plan, SampleBuffer samples, std::optional<SampleBuffer> validation);

  Parameters& Values() { return parameters_; }
  size_t StepsPerEpoch() const { return batches_.Count(); }
  size_t Bytes() const;

  void Begin(TrainingCall call);
  /// Trains until the call is done or cancelled; false when the turn was over before.
  bool Run();
  /// From any thread: Run ends after the step it is at.
  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }

  /// Since Begin.
  size_t StepsMade() const { return step_; }
  /// Whether the last call ended before its time, because a gradient was not finite.
  bool Refused() const { return refused_; }
  /// Per finished epoch since Begin: loss, its statistics; then, with validation, the same of the validation.
  const std::vector<double>& Numbers() const { return numbers_; }
  size_t NumbersPerEpoch() const;

 private:
  bool Cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  void StartEpoch();
  void Step();
  void MoveParameters();
  void FinishEpoch();
  void Note(double loss, const Statistics& statistics);

  TrainingPlan plan_;
  SampleBuffer samples_;
  std::optional<SampleBuffer> validation_;
  Parameters parameters_;
  Batches batches_;
  Workspace workspace_;
  Statistics statistics_;
  std::optional<Evaluator> evaluator_;
  size_t step_work_;

  TrainingCall call_ = {};
  LossMean mean_;
  size_t epoch_ = 0;
  size_t batch_ = 0;
  size_t step_ = 0;
  bool refused_ = false;
  std::vector<double> rates_;  // of the step at hand, per group
  std::vector<double> numbers_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_TRAINER_H_
