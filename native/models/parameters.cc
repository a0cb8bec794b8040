#include "native/models/parameters.h"

#include "native/engine/blocks.h"

namespace steepest {
namespace {

size_t Padded(size_t floats) { return CountBlocks(floats, kVirtualLanes) * kVirtualLanes; }

}  // namespace

Parameters::Parameters(const std::vector<DenseLayer>& layers, std::vector<GroupPlan> groups)
    : groups_(std::move(groups)) {
  for (const DenseLayer& layer : layers) {
    places_.push_back({layer.inputs * layer.units, kUnplaced, 0, 0, 0});
    if (layer.has_bias) places_.push_back({layer.units, kUnplaced, 0, 0, 0});
  }
  size_t floats = 0, state = 0;
  std::vector<Span> spans;
  for (const GroupPlan& group : groups_) {
    const size_t length = PlaceGroup(group, floats, state);
    spans.push_back({floats, state, length});
    floats += length;
    state += length * group.kernel->slots;
  }
  for (Place& place : places_) {
    if (place.offset != kUnplaced) continue;
    place.offset = floats;
    floats += Padded(place.length);
  }
  data_ = AlignedArray<float>::Zeros(floats);
  gradient_ = AlignedArray<float>::Zeros(floats);
  state_ = AlignedArray<float>::Zeros(state);
  BindSteps(spans);
  BindLayers(layers);
}

float* Parameters::Slot(size_t parameter, size_t slot) {
  const Place& place = places_[parameter];
  return state_.data() + place.state + slot * place.slot_stride;
}

void Parameters::Step(size_t group, double rate, double step) {
  std::vector<double>& hyper = groups_[group].hyper;
  hyper[0] = rate;
  hyper[1] = step;
  steps_[group].Step(hyper.data());
}

/// Lays the parameters of a group end to end; returns how many floats they take with their gaps.
size_t Parameters::PlaceGroup(const GroupPlan& group, size_t offset, size_t state) {
  size_t length = 0;
  for (size_t parameter : group.parameters) length += Padded(places_[parameter].length);
  size_t next = 0;
  for (size_t parameter : group.parameters) {
    Place& place = places_[parameter];
    place = {place.length, offset + next, state + next, group.kernel->slots, length};
    next += Padded(place.length);
  }
  return length;
}

void Parameters::BindSteps(const std::vector<Span>& spans) {
  for (size_t group = 0; group < groups_.size(); ++group) {
    const Span& span = spans[group];
    StepTensor tensor = {data_.data() + span.offset, gradient_.data() + span.offset, {}, span.length};
    for (size_t slot = 0; slot < groups_[group].kernel->slots; ++slot) {
      tensor.slots[slot] = state_.data() + span.state + slot * span.length;
    }
    steps_.emplace_back(*groups_[group].kernel, std::vector<StepTensor>{tensor});
  }
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
