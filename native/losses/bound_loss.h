// A loss with its options and its reduction: what a call on arrays, and a training step, evaluate.
#ifndef STEEPEST_LOSSES_BOUND_LOSS_H_
#define STEEPEST_LOSSES_BOUND_LOSS_H_

#include <memory>
#include <string>
#include <vector>

#include "native/engine/domain.h"
#include "native/engine/rowwise.h"

namespace steepest {

enum class Reduction { kMean, kSumOverBatchSize, kSum, kNone };

struct LossOptions {
  std::vector<double> values;  // in the order that the loss declares; all of a column, then those of the next
  size_t columns = 1;          // sets of values
  Reduction reduction = Reduction::kMean;
  std::vector<float> class_weights;   // empty: all 1
  std::vector<float> class_options;   // empty, or the loss's own numbers, one per class
  int64_t ignored_label = INT64_MIN;  // no label at all
  /// What each prediction and then the target may be; empty: whatever they are, they are taken.
  std::vector<Domain> domains;
};

/// The sizes that a call names.
struct LossShape {
  size_t rows;
  size_t columns;
  size_t depth;  // of the hidden vectors of a projection; else 0
};

/// How many elements the arrays of a call must have.
struct Extents {
  size_t inputs;               // predictions
  size_t input[kMaxInputs];    // elements of each
  size_t targets;              // numbers or labels
  size_t terms;                // loss terms
  size_t needed = kMaxInputs;  // the predictions after so many may be left out
};

/// The arrays of one evaluation. Pointwise losses take targets of TargetKind::kSoft, one per prediction.
struct LossCall {
  unsigned wanted;  // Output bits
  bool validate;    // whether the domains have yet to be checked
  LossShape shape;
  const float* predictions[kMaxInputs];
  RowTargets targets;
  const float* weights;  // null, one per row or one per element
  size_t weight_count;
  float* values;  // null, or one per term
  float* gradients[kMaxInputs];
  float* hessians[kMaxInputs];
  /// Null, or what each row's full hessian is to be multiplied with; the first of `hessians` receives it.
  const float* vector;
  double* option_gradients;  // null where not asked; BoundLoss::OptionGradients() of them
};

/// Why a call was refused, in the order of lib/losses/arrays.ts.
enum class Failure { kNone, kWeight, kLabel, kOverlap, kPrediction, kTarget };

struct LossOutcome {
  double value = 0;
  double count = 0;  // terms that took part
  Failure failure = Failure::kNone;
  size_t index = 0;  // of the offending number
  size_t input = 0;  // the prediction that it belongs to
  /// How much the value counts in a mean over calls: Σw for the mean, else the terms or rows it was divided
  /// by.
  double weight = 0;
};

class BoundLoss {
 public:
  virtual ~BoundLoss() = default;
  /// Checks weights, labels, domains and overlap, then evaluates; after a failure nothing has been written.
  virtual LossOutcome Evaluate(const LossCall& call) const = 0;
  virtual Extents ExtentsOf(const LossShape& shape, TargetKind kind) const = 0;
  virtual bool Rowwise() const = 0;
  /// Derivatives by options that the loss can give: one per learned option and column, an option's columns
  /// together.
  virtual size_t OptionGradients() const { return 0; }
  /// Whether a call may have a `vector`.
  virtual bool OffersHessianVector() const { return false; }
};

/// The named loss, or null where there is none. Throws nothing.
std::shared_ptr<const BoundLoss> BindLoss(const std::string& name, LossOptions options);

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_LOSS_H_
