// Rules that divide each element by a running measure of its gradients, once per instruction set. A new rule
// is one include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/optimizers/adaptive_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"
#include "native/optimizers/adabelief-inl.h"
#include "native/optimizers/adadelta-inl.h"
#include "native/optimizers/adagrad-inl.h"
#include "native/optimizers/adamax-inl.h"
#include "native/optimizers/adan-inl.h"
#include "native/optimizers/ademamix-inl.h"
#include "native/optimizers/adopt-inl.h"
#include "native/optimizers/families.h"
#include "native/optimizers/nadam-inl.h"
#include "native/optimizers/radam-inl.h"
#include "native/optimizers/rmsprop-inl.h"
#include "native/optimizers/sophia-inl.h"
#include "native/optimizers/yogi-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

StepCatalogue Adaptive() {
  return StepCatalogueOf<NAdam, RAdam, Adamax, AdaBelief, Yogi, Adagrad, Adadelta, RMSprop, RMSpropCentered,
                         RMSpropMomentum, RMSpropCenteredMomentum, Adan, AdEMAMix, Adopt, Sophia>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

StepCatalogue AdaptiveRules() { return STEEPEST_SELECT(Adaptive); }

}  // namespace steepest
#endif  // HWY_ONCE
