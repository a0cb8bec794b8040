#include "native/models/parameters.h"

#include "native/engine/blocks.h"

namespace steepest {
namespace {

size_t Padded(size_t floats) { return CountBlocks(floats, kVirtualLanes) * kVirtualLanes; }

/// Whether a rule looks at nothing but one element, so that padding does no harm.
bool IsElementwise(const StepKernel& kernel) { return kernel.sums == 0 && kernel.whole == nullptr; }

}  // namespace

Parameters::Parameters(const std::vector<DenseLayer>& layers, std::vector<GroupPlan> groups)
    : groups_(std::move(groups)) {
  for (const DenseLayer& layer : layers) {
    places_.push_back({layer.inputs * layer.units, layer.inputs});
    if (layer.has_bias) places_.push_back({layer.units, 1});
  }
  size_t floats = 0;
  for (Place& place : places_) {
    place.offset = floats;
    floats += Padded(place.length);
  }
  data_ = AlignedArray<float>::Zeros(floats);
  gradient_ = AlignedArray<float>::Zeros(floats);
  state_ = AlignedArray<float>::Zeros(PlaceState());
  BindStep();
  BindLayers(layers);
}

/// Finds room for the state of every parameter; returns how many floats it takes.
size_t Parameters::PlaceState() {
  size_t floats = 0;
  for (const GroupPlan& group : groups_) {
    for (size_t parameter : group.parameters) {
      Place& place = places_[parameter];
      place.scalars.assign(group.kernel->scalars, 0);
      StepTensor tensor = {};
      tensor.length = place.length;
      tensor.rows = place.rows;
      tensor.columns = place.length / place.rows;
      for (size_t slot = 0; slot < group.kernel->slots; ++slot) {
        const size_t length = group.kernel->slot_length(tensor, slot);
        place.slots.push_back({floats, length});
        floats += Padded(length);
      }
    }
  }
  return floats;
}

StepTensor Parameters::Tensor(size_t parameter, const StepKernel& kernel) {
  Place& place = places_[parameter];
  StepTensor tensor = {};
  tensor.parameter = Data(parameter);
  tensor.gradient = gradient_.data() + place.offset;
  for (size_t slot = 0; slot < place.slots.size(); ++slot) tensor.slots[slot] = Slot(parameter, slot);
  tensor.scalars = place.scalars.data();
  const bool pads = IsElementwise(kernel);
  tensor.length = pads ? Padded(place.length) : place.length;
  tensor.rows = pads ? 1 : place.rows;
  tensor.columns = tensor.length / tensor.rows;
  return tensor;
}

void Parameters::BindStep() {
  std::vector<StepGroup> bound;
  for (GroupPlan& group : groups_) {
    bound.push_back({group.kernel, group.numbers.data(), {}});
    for (size_t parameter : group.parameters)
      bound.back().tensors.push_back(Tensor(parameter, *group.kernel));
  }
  step_.emplace(std::move(bound));
}

bool Parameters::Step(const std::vector<double>& rates) {
  for (size_t group = 0; group < groups_.size(); ++group) groups_[group].numbers[0] = rates[group];
  if (!step_->Step(policy_)) return false;
  for (GroupPlan& group : groups_) ++group.numbers[1];
  return true;
}

void Parameters::BindLayers(const std::vector<DenseLayer>& layers) {
  size_t parameter = 0;
  for (const DenseLayer& layer : layers) {
    LayerTensors tensors = {};
    tensors.kernel = Data(parameter);
    tensors.kernel_gradient = gradient_.data() + places_[parameter++].offset;
    if (layer.has_bias) {
      tensors.bias = Data(parameter);
      tensors.bias_gradient = gradient_.data() + places_[parameter++].offset;
    }
    tensors_.push_back(tensors);
  }
}

}  // namespace steepest
