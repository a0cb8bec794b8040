// Losses of a real prediction and a real target that hold outliers back, once per instruction set. A new loss
// is one include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/robust_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/andrews-inl.h"
#include "native/losses/arctan-inl.h"
#include "native/losses/cauchy-inl.h"
#include "native/losses/fair-inl.h"
#include "native/losses/families.h"
#include "native/losses/geman_mcclure-inl.h"
#include "native/losses/hampel-inl.h"
#include "native/losses/talwar-inl.h"
#include "native/losses/tolerant-inl.h"
#include "native/losses/tukey-inl.h"
#include "native/losses/welsch-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue Robust() {
  return PointwiseCatalogueOf<Andrews, Arctan, Cauchy, Fair, GemanMcClure, Hampel, Talwar, Tolerant, Tukey,
                              Welsch>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue RobustLosses() { return STEEPEST_SELECT(Robust); }

}  // namespace steepest
#endif  // HWY_ONCE
