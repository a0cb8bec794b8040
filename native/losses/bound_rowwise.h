#ifndef STEEPEST_LOSSES_BOUND_ROWWISE_H_
#define STEEPEST_LOSSES_BOUND_ROWWISE_H_

#include "native/losses/bound_loss.h"

namespace steepest {

/// A rowwise loss over blocks of rows, shared among the team's threads where that pays.
class BoundRowwise final : public BoundLoss {
 public:
  BoundRowwise(const RowwiseKernel& kernel, LossOptions options);
  LossOutcome Evaluate(const LossCall& call) const override;
  Extents ExtentsOf(const LossShape& shape, TargetKind kind) const override;
  bool Rowwise() const override { return true; }

 private:
  const RowwiseKernel& kernel_;
  LossOptions options_;
  std::vector<float> values_;  // those of the options
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_ROWWISE_H_
