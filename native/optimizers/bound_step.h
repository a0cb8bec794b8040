// A rule bound to the parameters that it steps: any number of tensors in one call.
#ifndef STEEPEST_OPTIMIZERS_BOUND_STEP_H_
#define STEEPEST_OPTIMIZERS_BOUND_STEP_H_

#include <memory>
#include <string>
#include <vector>

#include "native/engine/stepping.h"

namespace steepest {

/// The named rule, or null where there is none.
const StepKernel* FindStepRule(const std::string& name);

class BoundStep {
 public:
  BoundStep(const StepKernel& kernel, std::vector<StepTensor> tensors);

  /// One step with the kernel's `hyper` doubles; shared among the team's threads where that pays.
  void Step(const double* hyper) const;

  const StepKernel& Kernel() const { return kernel_; }

 private:
  struct Piece {
    size_t tensor;
    size_t begin;
    size_t end;
  };

  const StepKernel& kernel_;
  std::vector<StepTensor> tensors_;
  std::vector<Piece> pieces_;  // the tensors cut into blocks
  std::vector<size_t>
      tasks_;  // the first piece of each task, many small tensors making one; then their number
};

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_BOUND_STEP_H_
