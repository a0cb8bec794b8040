// Rules that measure whole tensors before they move them, once per instruction set. A new rule is one include
// and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/optimizers/norms_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"
#include "native/optimizers/families.h"
#include "native/optimizers/lamb-inl.h"
#include "native/optimizers/lars-inl.h"
#include "native/optimizers/novograd-inl.h"
#include "native/optimizers/prodigy-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

StepCatalogue Norms() { return StepCatalogueOf<Lamb, Lars, NovoGrad, Prodigy>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

StepCatalogue NormRules() { return STEEPEST_SELECT(Norms); }

}  // namespace steepest
#endif  // HWY_ONCE
