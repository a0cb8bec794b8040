// Cross-entropies of a row of logits under its softmax, once per instruction set. A new loss is one include
// and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/softmax_catalogue.cc"

#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/rowwise-inl.h"
#include "native/losses/cross_entropy-inl.h"
#include "native/losses/families.h"
#include "native/losses/label_distribution_aware_margin-inl.h"
#include "native/losses/logit_adjusted-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

RowwiseCatalogue Softmax() {
  return RowwiseCatalogueOf<CrossEntropy, LabelDistributionAwareMargin, LogitAdjusted>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

RowwiseCatalogue SoftmaxLosses() { return STEEPEST_SELECT(Softmax); }

}  // namespace steepest
#endif  // HWY_ONCE
