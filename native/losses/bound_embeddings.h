#ifndef STEEPEST_LOSSES_BOUND_EMBEDDINGS_H_
#define STEEPEST_LOSSES_BOUND_EMBEDDINGS_H_

#include "native/engine/embeddings.h"
#include "native/losses/bound_loss.h"

namespace steepest {

/// A loss of embedding vectors over blocks of rows, shared among the team's threads where that pays.
class BoundEmbeddings final : public BoundLoss {
 public:
  BoundEmbeddings(const EmbeddingKernel& kernel, LossOptions options);
  LossOutcome Evaluate(const LossCall& call) const override;
  Extents ExtentsOf(const LossShape& shape, TargetKind kind) const override;
  bool Rowwise() const override { return true; }

 private:
  const EmbeddingKernel& kernel_;
  LossOptions options_;
  std::vector<float> values_;
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_BOUND_EMBEDDINGS_H_
