// What holds for all tensors of a step, and what a reading of their gradients makes of it.
#ifndef STEEPEST_OPTIMIZERS_STEP_POLICY_H_
#define STEEPEST_OPTIMIZERS_STEP_POLICY_H_

#include <cmath>
#include <vector>

#include "native/engine/stepping.h"

namespace steepest {

/// Read anew for each step from doubles in this order.
struct StepPolicy {
  double gradient_scale;
  double clip_value;        // bound of |gradient_scale·g|; infinity for none, as below
  double clip_norm;         // of each tensor
  double clip_global_norm;  // of all tensors together, each clipped to clip_norm before
  double refuse;            // not 0: a step with a gradient that is not finite changes nothing
  double zero_gradient;     // not 0: gradients are 0 after the step
  double average_rate;

  bool ClipsNorms() const { return std::isfinite(clip_norm) || std::isfinite(clip_global_norm); }
  bool Reads() const { return refuse != 0 || ClipsNorms(); }
};

constexpr size_t kPolicyNumbers = sizeof(StepPolicy) / sizeof(double);

/// Learning rate, step number, direction (−1 to climb), coupled and decoupled decay: what stands before the
/// options in a group's numbers.
constexpr size_t kGroupNumbers = 5;

/// What the engine does around the rule of a group in this step, norms apart.
StepEffects EffectsOf(const StepPolicy& policy, const double* group_numbers);

/// The same for a tensor whose gradient is multiplied by `factor` besides.
StepEffects Shrunk(const StepEffects& effects, double factor);

/// From the sums of squares of all tensors to what each gradient is multiplied by. A norm that is NaN makes
/// every factor NaN: nobody can tell how far to clip.
void NormFactors(const StepPolicy& policy, std::vector<double>& squares);

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_STEP_POLICY_H_
