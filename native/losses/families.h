// The families of losses; each is compiled in a file of its own, so that a new loss costs one of them.
#ifndef STEEPEST_LOSSES_FAMILIES_H_
#define STEEPEST_LOSSES_FAMILIES_H_

#include <vector>

#include "native/engine/rowwise.h"

namespace steepest {

PointwiseCatalogue RegressionLosses();
PointwiseCatalogue LikelihoodLosses();
PointwiseCatalogue BinaryLosses();
RowwiseCatalogue SoftmaxLosses();

/// All pointwise losses.
inline std::vector<PointwiseCatalogue> PointwiseFamilies() {
  return {RegressionLosses(), LikelihoodLosses(), BinaryLosses()};
}

/// All rowwise losses.
inline std::vector<RowwiseCatalogue> RowwiseFamilies() { return {SoftmaxLosses()}; }

}  // namespace steepest

#endif  // STEEPEST_LOSSES_FAMILIES_H_
