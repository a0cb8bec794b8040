// Losses of a real prediction and a real target, once per instruction set. A new loss is one include and one
// line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/regression_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/epsilon_insensitive-inl.h"
#include "native/losses/expectile-inl.h"
#include "native/losses/families.h"
#include "native/losses/half_squared_error-inl.h"
#include "native/losses/huber-inl.h"
#include "native/losses/log_cosh-inl.h"
#include "native/losses/mean_absolute_error-inl.h"
#include "native/losses/mean_absolute_percentage_error-inl.h"
#include "native/losses/mean_squared_error-inl.h"
#include "native/losses/pseudo_huber-inl.h"
#include "native/losses/quantile-inl.h"
#include "native/losses/smooth_l1-inl.h"
#include "native/losses/symmetric_mean_absolute_percentage_error-inl.h"
#include "native/losses/wing-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue Regression() {
  return PointwiseCatalogueOf<MeanSquaredError, HalfSquaredError, MeanAbsoluteError, Huber, SmoothL1, LogCosh,
                              PseudoHuber, Quantile, Expectile, EpsilonInsensitive, SquaredEpsilonInsensitive,
                              MeanAbsolutePercentageError, SymmetricMeanAbsolutePercentageError, Wing>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue RegressionLosses() { return STEEPEST_SELECT(Regression); }

}  // namespace steepest
#endif  // HWY_ONCE
