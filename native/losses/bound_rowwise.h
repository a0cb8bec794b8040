#ifndef STEEPEST_LOSSES_BOUND_ROWWISE_H_
#define STEEPEST_LOSSES_BOUND_ROWWISE_H_

#include "native/losses/bound_loss.h"

namespace steepest {

/// What the domains, weights and labels of a call come to, found before anything is written.
struct RowSurvey {
  LossOutcome refusal;  // with a failure where the call is refused
  double mass = 0;      // Σ row weight, times class weight where the loss counts that
  double counted = 0;   // rows that take part
};

/// A rowwise loss over blocks of rows, shared among the team's threads where that pays.
class BoundRowwise final : public BoundLoss {
 public:
  BoundRowwise(const RowwiseKernel& kernel, LossOptions options);
  LossOutcome Evaluate(const LossCall& call) const override;
  Extents ExtentsOf(const LossShape& shape, TargetKind kind) const override;
  bool Rowwise() const override { return true; }
  bool OffersHessianVector() const override { return kernel_.hessian_vector != nullptr; }

  /// The parts of Evaluate, for losses that make their scores a few rows at a time.
  RowSurvey Survey(const LossCall& call) const;
  /// Whether a row counts for nothing: its weight is 0, or its label the ignored one.
  bool Ignores(const LossCall& call, size_t row) const;
  /// What gradients are multiplied by.
  double Scale(const RowSurvey& survey, size_t rows) const;
  /// Writes the outputs; returns the sum of the weighted terms.
  double Run(const LossCall& call, double scale) const;
  LossOutcome Outcome(const RowSurvey& survey, double sum, size_t rows) const;

 private:
  const RowwiseKernel& kernel_;
  LossOptions options_;
  std::vector<float> values_;  // those of the options
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_ROWWISE_H_
