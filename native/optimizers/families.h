// The families of rules; each is compiled in a file of its own, so that a new rule costs one of them.
#ifndef STEEPEST_OPTIMIZERS_FAMILIES_H_
#define STEEPEST_OPTIMIZERS_FAMILIES_H_

#include <vector>

#include "native/engine/stepping.h"

namespace steepest {

StepCatalogue DescentRules();
StepCatalogue AdaptiveRules();
StepCatalogue MatrixRules();
StepCatalogue NormRules();
StepCatalogue SeparateRules();

/// All rules.
inline std::vector<StepCatalogue> StepFamilies() {
  return {DescentRules(), AdaptiveRules(), MatrixRules(), NormRules(), SeparateRules()};
}

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_FAMILIES_H_
