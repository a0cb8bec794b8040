// Losses of the surprises of a row of logits under its softmax, once per instruction set. A new loss is one
// include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/surprise_catalogue.cc"

#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/rowwise-inl.h"
#include "native/losses/families.h"
#include "native/losses/focal-inl.h"
#include "native/losses/generalized_cross_entropy-inl.h"
#include "native/losses/jensen_shannon-inl.h"
#include "native/losses/poly1-inl.h"
#include "native/losses/symmetric_cross_entropy-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

RowwiseCatalogue Surprise() {
  return RowwiseCatalogueOf<Focal, GeneralizedCrossEntropy, JensenShannon, Poly1, SymmetricCrossEntropy>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

RowwiseCatalogue SurpriseLosses() { return STEEPEST_SELECT(Surprise); }

}  // namespace steepest
#endif  // HWY_ONCE
