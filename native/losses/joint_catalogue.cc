// Losses of several predictions per element, once per instruction set. A new loss is one include and one line
// in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/joint_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/families.h"
#include "native/losses/gaussian_nll-inl.h"
#include "native/losses/laplace_nll-inl.h"
#include "native/losses/margin_ranking-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue Joint() { return PointwiseCatalogueOf<GaussianNLL, LaplaceNLL, MarginRanking>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue JointLosses() { return STEEPEST_SELECT(Joint); }

}  // namespace steepest
#endif  // HWY_ONCE
