#ifndef STEEPEST_LOSSES_BOUND_POINTWISE_H_
#define STEEPEST_LOSSES_BOUND_POINTWISE_H_

#include "native/losses/bound_loss.h"

namespace steepest {

/// A pointwise loss over blocks of elements, shared among the team's threads where that pays.
class BoundPointwise final : public BoundLoss {
 public:
  BoundPointwise(const PointwiseKernel& kernel, LossOptions options);
  LossOutcome Evaluate(const LossCall& call) const override;
  Extents ExtentsOf(const LossShape& shape, TargetKind kind) const override;
  bool Rowwise() const override { return false; }
  size_t OptionGradients() const override { return kernel_.learned * options_.columns; }

 private:
  const PointwiseKernel& kernel_;
  LossOptions options_;
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_POINTWISE_H_
