// The families of losses; each is compiled in a file of its own, so that a new loss costs one of them.
#ifndef STEEPEST_LOSSES_FAMILIES_H_
#define STEEPEST_LOSSES_FAMILIES_H_

#include <memory>
#include <vector>

#include "native/engine/embeddings.h"
#include "native/losses/bound_loss.h"

namespace steepest {

PointwiseCatalogue RegressionLosses();
PointwiseCatalogue LikelihoodLosses();
PointwiseCatalogue RobustLosses();
PointwiseCatalogue AdaptiveLosses();
PointwiseCatalogue BinaryLosses();
PointwiseCatalogue JointLosses();
RowwiseCatalogue SoftmaxLosses();
RowwiseCatalogue SurpriseLosses();
RowwiseCatalogue ProbabilityLosses();
RowwiseCatalogue VectorLosses();
EmbeddingCatalogue EmbeddingLosses();

/// All pointwise losses.
inline std::vector<PointwiseCatalogue> PointwiseFamilies() {
  return {
      RegressionLosses(), LikelihoodLosses(), RobustLosses(), AdaptiveLosses(), BinaryLosses(), JointLosses(),
  };
}

/// All rowwise losses.
inline std::vector<RowwiseCatalogue> RowwiseFamilies() {
  return {
      SoftmaxLosses(),
      SurpriseLosses(),
      ProbabilityLosses(),
      VectorLosses(),
  };
}

/// All losses of several vectors per row.
inline std::vector<EmbeddingCatalogue> EmbeddingFamilies() {
  return {
      EmbeddingLosses(),
  };
}

/// A loss that is a shape of its own.
struct LossMaker {
  const char* name;
  std::shared_ptr<const BoundLoss> (*make)(LossOptions options);
};

/// The losses that are neither pointwise nor rowwise.
std::vector<LossMaker> OtherLosses();

}  // namespace steepest

#endif  // STEEPEST_LOSSES_FAMILIES_H_
