// Gradient descent and the family of Adam, once per instruction set. A new rule is one include and one line
// in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/optimizers/descent_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"
#include "native/optimizers/adam-inl.h"
#include "native/optimizers/families.h"
#include "native/optimizers/sgd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

StepCatalogue Descent() { return StepCatalogueOf<Sgd, SgdMomentum, Adam, AdamAmsgrad>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

StepCatalogue DescentRules() { return STEEPEST_SELECT(Descent); }

}  // namespace steepest
#endif  // HWY_ONCE
