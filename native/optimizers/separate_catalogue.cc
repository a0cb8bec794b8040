// Rules of signs, of averages and of sums since the start, once per instruction set. A new rule is one
// include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/optimizers/separate_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/stepping-inl.h"
#include "native/optimizers/asgd-inl.h"
#include "native/optimizers/families.h"
#include "native/optimizers/ftrl-inl.h"
#include "native/optimizers/madgrad-inl.h"
#include "native/optimizers/rprop-inl.h"
#include "native/optimizers/schedule_free-inl.h"
#include "native/optimizers/sign_sgd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

StepCatalogue Separate() {
  return StepCatalogueOf<Rprop, SignSgd, SignSgdMomentum, Lion, Asgd, ScheduleFreeAdamW, Madgrad, Ftrl,
                         FtrlPower>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

StepCatalogue SeparateRules() { return STEEPEST_SELECT(Separate); }

}  // namespace steepest
#endif  // HWY_ONCE
