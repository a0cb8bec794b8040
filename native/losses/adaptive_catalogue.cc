// Losses whose shape is an option that can be learned, once per instruction set. A new loss is one include
// and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/adaptive_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/families.h"
#include "native/losses/general_robust-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue AdaptiveFamily() { return PointwiseCatalogueOf<GeneralRobust>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue AdaptiveLosses() { return STEEPEST_SELECT(AdaptiveFamily); }

}  // namespace steepest
#endif  // HWY_ONCE
