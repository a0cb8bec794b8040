#ifndef STEEPEST_LOSSES_BOUND_PROJECTION_H_
#define STEEPEST_LOSSES_BOUND_PROJECTION_H_

#include "native/losses/bound_rowwise.h"

namespace steepest {

/// Cross-entropy of the logits hidden · weightᵀ + bias, made for some rows at a time: never all the
/// logits. Predictions: hidden [rows, depth], weight [columns, depth]
/// and, if given, bias [columns].
class BoundProjection final : public BoundLoss {
 public:
  /// `rowwise` is the loss of the logits.
  BoundProjection(const RowwiseKernel& rowwise, LossOptions options);
  /// Throws std::bad_alloc where there is no room for the scratch.
  LossOutcome Evaluate(const LossCall& call) const override;
  Extents ExtentsOf(const LossShape& shape, TargetKind kind) const override;
  bool Rowwise() const override { return true; }

 private:
  BoundRowwise rows_;
  std::vector<float> class_weights_;
  float keep_;    // 1 − labelSmoothing
  float spread_;  // labelSmoothing
  float pull_;    // zLoss
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_PROJECTION_H_
