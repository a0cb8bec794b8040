// The parameters of a network in training, with their gradients and the state of their optimizer.
#ifndef STEEPEST_MODELS_PARAMETERS_H_
#define STEEPEST_MODELS_PARAMETERS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "native/models/aligned_array.h"
#include "native/models/network.h"
#include "native/optimizers/bound_step.h"

namespace steepest {

/// Parameters that are stepped together. A network's parameters are counted kernel, bias (where there is
/// one), layer after layer.
struct GroupPlan {
  const StepKernel* kernel;        // without inputs
  std::vector<double> numbers;     // see StepGroup; the learning rate is set at each step
  std::vector<size_t> parameters;  // in no other group
};

/// Copies of our own, each array on a cache line of its own and padded to whole groups of lanes, so that
/// elementwise rules need no tails. What they make of the padding, nobody reads.
class Parameters {
 public:
  /// Throws std::bad_alloc.
  Parameters(const std::vector<DenseLayer>& layers, std::vector<GroupPlan> groups);

  const LayerTensors* Tensors() const { return tensors_.data(); }

  size_t Count() const { return places_.size(); }
  size_t Length(size_t parameter) const { return places_[parameter].length; }
  float* Data(size_t parameter) { return data_.data() + places_[parameter].offset; }
  /// How many arrays of state a parameter has; none where no group has it.
  size_t Slots(size_t parameter) const { return places_[parameter].slots.size(); }
  size_t SlotLength(size_t parameter, size_t slot) const { return places_[parameter].slots[slot].length; }
  float* Slot(size_t parameter, size_t slot) { return state_.data() + places_[parameter].slots[slot].offset; }
  /// The numbers that the rule remembers for a parameter.
  std::vector<double>& Scalars(size_t parameter) { return places_[parameter].scalars; }

  size_t Groups() const { return groups_.size(); }
  /// See StepGroup; the second is that of the next step.
  std::vector<double>& Numbers(size_t group) { return groups_[group].numbers; }
  /// How many of them come before the rule's memory.
  size_t MemoryAt(size_t group) const { return kGroupNumbers + groups_[group].kernel->numbers; }
  StepPolicy& Policy() { return policy_; }

  /// Moves the parameters by their gradients, with a learning rate per group. False, and nothing has changed,
  /// where the policy refuses it.
  bool Step(const std::vector<double>& rates);

  size_t Bytes() const { return data_.Bytes() + gradient_.Bytes() + state_.Bytes(); }

 private:
  struct Span {
    size_t offset, length;
  };
  struct Place {
    size_t length;
    size_t rows;
    size_t offset = 0;  // in data and gradient
    std::vector<Span> slots = {};
    std::vector<double> scalars = {};
  };

  size_t PlaceState();
  StepTensor Tensor(size_t parameter, const StepKernel& kernel);
  void BindStep();
  void BindLayers(const std::vector<DenseLayer>& layers);

  std::vector<GroupPlan> groups_;
  std::vector<Place> places_;
  AlignedArray<float> data_, gradient_, state_;
  std::vector<LayerTensors> tensors_;
  StepPolicy policy_ = {};
  std::optional<BoundStep> step_;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_PARAMETERS_H_
