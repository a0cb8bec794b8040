#include "native/losses/bound_loss.h"

#include "native/losses/bound_pointwise.h"
#include "native/losses/bound_rowwise.h"

namespace steepest {
namespace {

template <class Catalogue>
auto* Find(const Catalogue& catalogue, const std::string& name) {
  for (size_t i = 0; i < catalogue.count; ++i) {
    if (name == catalogue.kernels[i].name) return &catalogue.kernels[i];
  }
  return static_cast<decltype(catalogue.kernels)>(nullptr);
}

}  // namespace

std::shared_ptr<const BoundLoss> BindLoss(const std::string& name, LossOptions options) {
  if (const PointwiseKernel* kernel = Find(PointwiseLosses(), name)) {
    return std::make_shared<BoundPointwise>(*kernel, std::move(options));
  }
  if (const RowwiseKernel* kernel = Find(RowwiseLosses(), name)) {
    return std::make_shared<BoundRowwise>(*kernel, std::move(options));
  }
  return nullptr;
}

}  // namespace steepest
