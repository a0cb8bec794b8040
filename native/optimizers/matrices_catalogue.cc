// Rules that work on matrices in loops of their own, once per instruction set. A new rule is one include and
// one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/optimizers/matrices_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"
#include "native/optimizers/adafactor-inl.h"
#include "native/optimizers/families.h"
#include "native/optimizers/muon-inl.h"
#include "native/optimizers/sm3-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

StepCatalogue Matrices() { return StepCatalogueOf<Adafactor, Muon, Sm3>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

StepCatalogue MatrixRules() { return STEEPEST_SELECT(Matrices); }

}  // namespace steepest
#endif  // HWY_ONCE
