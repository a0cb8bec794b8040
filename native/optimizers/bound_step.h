// Rules bound to the parameters that they step: any number of groups and tensors in one call.
#ifndef STEEPEST_OPTIMIZERS_BOUND_STEP_H_
#define STEEPEST_OPTIMIZERS_BOUND_STEP_H_

#include <string>
#include <vector>

#include "native/models/aligned_array.h"
#include "native/optimizers/step_policy.h"

namespace steepest {

/// The named rule, or null where there is none.
const StepKernel* FindStepRule(const std::string& name);

/// Tensors that share a rule and its options.
struct StepGroup {
  const StepKernel* kernel;
  double* numbers;  // kGroupNumbers, the kernel's options, its memory; read anew at each step
  std::vector<StepTensor> tensors;
};

/// Not for two threads at once.
class BoundStep {
 public:
  explicit BoundStep(std::vector<StepGroup> groups);

  /// One step, shared among the team's threads where that pays. False, and nothing has changed, where the
  /// policy refuses it.
  bool Step(const StepPolicy& policy);

 private:
  struct Group {
    const StepKernel* kernel;
    double* numbers;
    size_t first_tensor, end_tensor;
    size_t first_piece, end_piece;
    bool own_constants;  // of each tensor: sums make them
  };
  /// Pieces of one group that a thread takes at once, many small tensors among them.
  struct Task {
    size_t group, first_piece, end_piece;
  };

  void CutGroup(size_t group);
  template <class Work>
  void ForPieces(const Work& work);
  bool Read(const StepPolicy& policy);
  void Prepare(const StepPolicy& policy);
  void Measure();
  void Settle(const Group& group);
  void StepWhole(const Group& group);
  StepContext ContextOf(const Group& group, size_t index) const;
  StepNumbers NumbersOf(const Group& group) const;

  std::vector<Group> groups_;
  std::vector<StepTensor> tensors_;
  std::vector<StepPiece> pieces_;  // the tensors cut into blocks, those of rules with loops of their own too
  std::vector<Task> tasks_;
  bool measures_ = false;
  AlignedArray<float> scratch_;  // of the tensor at hand, for rules with loops of their own

  // Of the step at hand.
  bool own_effects_ = false;          // each tensor has its own, because norms are clipped
  std::vector<float> constants_;      // one set per group, then one per tensor
  std::vector<StepEffects> effects_;  // one per group, then one per tensor
  std::vector<double> factors_;       // per tensor: sum of squares, then what norms multiply gradients by
  std::vector<double> piece_squares_;
  std::vector<unsigned char> piece_finite_;
  std::vector<double> piece_sums_;
};

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_BOUND_STEP_H_
