// Losses of a yes-or-no target, once per instruction set. A new loss is one include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/binary_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/pointwise-inl.h"
#include "native/losses/asymmetric-inl.h"
#include "native/losses/binary_cross_entropy-inl.h"
#include "native/losses/binary_focal-inl.h"
#include "native/losses/exponential-inl.h"
#include "native/losses/families.h"
#include "native/losses/hinge-inl.h"
#include "native/losses/hinge_embedding-inl.h"
#include "native/losses/modified_huber-inl.h"
#include "native/losses/perceptron-inl.h"
#include "native/losses/soft_margin-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

PointwiseCatalogue Binary() {
  return PointwiseCatalogueOf<Asymmetric<false>, Asymmetric<true>, BinaryCrossEntropy,
                              BinaryCrossEntropyFromProbabilities, BinaryFocal, BinaryFocalOfGamma<0>,
                              BinaryFocalOfGamma<1>, BinaryFocalOfGamma<2>, ExponentialMargin, Hinge,
                              HingeEmbedding, ModifiedHuber, Perceptron, SoftMargin, SquaredHinge>();
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

PointwiseCatalogue BinaryLosses() { return STEEPEST_SELECT(Binary); }

}  // namespace steepest
#endif  // HWY_ONCE
