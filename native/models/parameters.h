// The parameters of a network in training, with their gradients and the state of their optimizer.
#ifndef STEEPEST_MODELS_PARAMETERS_H_
#define STEEPEST_MODELS_PARAMETERS_H_

#include <cstddef>
#include <vector>

#include "native/models/aligned_array.h"
#include "native/models/network.h"
#include "native/optimizers/bound_step.h"

namespace steepest {

/// Parameters that are stepped together. A network's parameters are counted kernel, bias (where there is
/// one), layer after layer.
struct GroupPlan {
  const StepKernel* kernel;
  std::vector<double> hyper;       // see StepKernel; rate and step number are set at each step
  std::vector<size_t> parameters;  // in no other group
};

/// Copies of our own: arrays of a group lie end to end, each on a cache line of its own, so that one tensor
/// without tails steps them all. What the rules make of the gaps, nobody reads.
class Parameters {
 public:
  /// Throws std::bad_alloc.
  Parameters(const std::vector<DenseLayer>& layers, std::vector<GroupPlan> groups);

  const LayerTensors* Tensors() const { return tensors_.data(); }

  size_t Count() const { return places_.size(); }
  size_t Length(size_t parameter) const { return places_[parameter].length; }
  float* Data(size_t parameter) { return data_.data() + places_[parameter].offset; }
  /// How many arrays of state a parameter has; none where no group has it.
  size_t Slots(size_t parameter) const { return places_[parameter].slots; }
  float* Slot(size_t parameter, size_t slot);

  size_t Groups() const { return groups_.size(); }
  /// Moves the parameters of a group by their gradients; `step` counts from 1.
  void Step(size_t group, double rate, double step);

  size_t Bytes() const { return data_.Bytes() + gradient_.Bytes() + state_.Bytes(); }

 private:
  static constexpr size_t kUnplaced = static_cast<size_t>(-1);

  struct Place {
    size_t length;
    size_t offset;  // in data and gradient
    size_t state;   // in state, of the first slot
    size_t slots;
    size_t slot_stride;  // from slot to slot
  };

  struct Span {
    size_t offset, state, length;
  };

  size_t PlaceGroup(const GroupPlan& group, size_t offset, size_t state);
  void BindSteps(const std::vector<Span>& spans);
  void BindLayers(const std::vector<DenseLayer>& layers);

  std::vector<GroupPlan> groups_;
  std::vector<Place> places_;
  AlignedArray<float> data_, gradient_, state_;
  std::vector<LayerTensors> tensors_;
  std::vector<BoundStep> steps_;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_PARAMETERS_H_
