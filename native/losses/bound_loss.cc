#include "native/losses/bound_loss.h"

#include "native/losses/bound_pointwise.h"
#include "native/losses/bound_projection.h"
#include "native/losses/bound_rowwise.h"
#include "native/losses/families.h"

namespace steepest {
namespace {

template <class Catalogue>
auto Find(const std::vector<Catalogue>& families, const std::string& name) {
  for (const Catalogue& family : families) {
    for (size_t i = 0; i < family.count; ++i) {
      if (name == family.kernels[i].name) return &family.kernels[i];
    }
  }
  return static_cast<decltype(Catalogue::kernels)>(nullptr);
}

}  // namespace

std::vector<LossMaker> OtherLosses() {
  return {{"linearCrossEntropy", [](LossOptions options) -> std::shared_ptr<const BoundLoss> {
             options.values.resize(kMaxOptions);
             return std::make_shared<BoundProjection>(*Find(RowwiseFamilies(), "crossEntropy"),
                                                      std::move(options));
           }}};
}

std::shared_ptr<const BoundLoss> BindLoss(const std::string& name, LossOptions options) {
  if (const PointwiseKernel* kernel = Find(PointwiseFamilies(), name)) {
    return std::make_shared<BoundPointwise>(*kernel, std::move(options));
  }
  if (const RowwiseKernel* kernel = Find(RowwiseFamilies(), name)) {
    return std::make_shared<BoundRowwise>(*kernel, std::move(options));
  }
  for (const LossMaker& other : OtherLosses()) {
    if (name == other.name) return other.make(std::move(options));
  }
  return nullptr;
}

}  // namespace steepest
