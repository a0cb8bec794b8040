// A loss with its options and its reduction: what a call on arrays, and a training step, evaluate.
#ifndef STEEPEST_LOSSES_BOUND_LOSS_H_
#define STEEPEST_LOSSES_BOUND_LOSS_H_

#include <memory>
#include <string>
#include <vector>

#include "native/engine/rowwise.h"

namespace steepest {

enum class Reduction { kMean, kSumOverBatchSize, kSum, kNone };

struct LossOptions {
  std::vector<double> values;  // in the order that the loss declares
  Reduction reduction = Reduction::kMean;
  std::vector<float> class_weights;   // empty: all 1
  int64_t ignored_label = INT64_MIN;  // no label at all
};

/// The arrays of one evaluation. Pointwise losses take targets of TargetKind::kSoft, one per prediction.
struct LossCall {
  unsigned wanted;  // Output bits
  size_t rows;
  size_t columns;
  const float* prediction;
  RowTargets targets;
  const float* weights;  // null, one per row or one per element
  size_t weight_count;
  float* values;  // null, or one per term
  float* gradient;
  float* hessian;
};

enum class Failure { kNone, kWeight, kLabel, kOverlap };

struct LossOutcome {
  double value = 0;
  double count = 0;  // terms that took part
  Failure failure = Failure::kNone;
  size_t index = 0;  // of the offending weight or label
  /// How much the value counts in a mean over calls: Σw for the mean, else the terms or rows it was divided
  /// by.
  double weight = 0;
};

class BoundLoss {
 public:
  virtual ~BoundLoss() = default;
  /// Checks weights, labels and overlap, then evaluates; after a failure nothing has been written.
  virtual LossOutcome Evaluate(const LossCall& call) const = 0;
  virtual bool Rowwise() const = 0;
};

/// The named loss, or null where there is none. Throws nothing.
std::shared_ptr<const BoundLoss> BindLoss(const std::string& name, LossOptions options);

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_LOSS_H_
