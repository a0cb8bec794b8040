// Losses of a row of probabilities or of their logarithms, once per instruction set. A new loss is one
// include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/probability_catalogue.cc"

#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/rowwise-inl.h"
#include "native/losses/categorical_cross_entropy-inl.h"
#include "native/losses/families.h"
#include "native/losses/kl_divergence-inl.h"
#include "native/losses/nll-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

RowwiseCatalogue Probability() {
  return RowwiseCatalogueOf<CategoricalCrossEntropy, KlDivergence, KlDivergenceFromLog, Nll>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

RowwiseCatalogue ProbabilityLosses() { return STEEPEST_SELECT(Probability); }

}  // namespace steepest
#endif  // HWY_ONCE
