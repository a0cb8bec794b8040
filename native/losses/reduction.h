// The one rule for weights: mean Σwℓ / Σw, sumOverBatchSize Σwℓ / n, sum, none. Everything ignored → 0, never
// NaN.
#ifndef STEEPEST_LOSSES_REDUCTION_H_
#define STEEPEST_LOSSES_REDUCTION_H_

#include "native/losses/bound_loss.h"

namespace steepest {

/// What the sum of the terms is divided by; 0 where nothing takes part.
inline double Denominator(Reduction reduction, double weight_sum, size_t terms) {
  switch (reduction) {
    case Reduction::kMean:
      return weight_sum;
    case Reduction::kSumOverBatchSize:
      return static_cast<double>(terms);
    default:
      return 1.0;
  }
}

/// See LossOutcome::weight.
inline double AveragingWeight(Reduction reduction, double weight_sum, size_t terms, size_t rows) {
  const bool divided = reduction == Reduction::kMean || reduction == Reduction::kSumOverBatchSize;
  return divided ? Denominator(reduction, weight_sum, terms) : static_cast<double>(rows);
}

/// 1 / denominator, and 0 for a denominator of 0.
inline double ReductionScale(double denominator) { return denominator == 0 ? 0.0 : 1.0 / denominator; }

/// Whether an output shares memory with an input or with another output.
bool Overlaps(const LossCall& call, const Extents& extents);

/// Why the inputs of a call mean nothing to a loss of these domains (one per prediction, then the target), if
/// so. A call without `validate` is taken as it is.
LossOutcome CheckDomains(const LossCall& call, const Extents& extents, const std::vector<Domain>& domains);

}  // namespace steepest

#endif  // STEEPEST_LOSSES_REDUCTION_H_
