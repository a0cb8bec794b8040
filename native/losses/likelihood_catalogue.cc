// Negative log-likelihoods and deviances of a real target, once per instruction set. A new loss is one
// include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/likelihood_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/families.h"
#include "native/losses/gamma-inl.h"
#include "native/losses/mean_squared_logarithmic_error-inl.h"
#include "native/losses/poisson-inl.h"
#include "native/losses/student_t_nll-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue Likelihood() {
  return PointwiseCatalogueOf<MeanSquaredLogarithmicError, PoissonOfLogarithm<false>,
                              PoissonOfLogarithm<true>, PoissonOfRate<false>, PoissonOfRate<true>, Gamma,
                              StudentTNLL>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue LikelihoodLosses() { return STEEPEST_SELECT(Likelihood); }

}  // namespace steepest
#endif  // HWY_ONCE
