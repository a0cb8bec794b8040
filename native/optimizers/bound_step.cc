#include "native/optimizers/bound_step.h"

#include "native/engine/blocks.h"
#include "native/engine/team.h"

namespace steepest {
namespace {

/// Tasks from which on a sleeping thread is woken: a task takes about 1 µs, a waking some of them.
constexpr size_t kWakeFrom = 16;

}  // namespace

const StepKernel* FindStepRule(const std::string& name) {
  const StepCatalogue catalogue = StepRules();
  for (size_t i = 0; i < catalogue.count; ++i) {
    if (name == catalogue.kernels[i].name) return &catalogue.kernels[i];
  }
  return nullptr;
}

BoundStep::BoundStep(const StepKernel& kernel, std::vector<StepTensor> tensors)
    : kernel_(kernel), tensors_(std::move(tensors)) {
  size_t filled = kBlock;
  for (size_t tensor = 0; tensor < tensors_.size(); ++tensor) {
    const size_t length = tensors_[tensor].length;
    for (size_t begin = 0; begin < length; begin += kBlock) {
      if (filled >= kBlock) {
        tasks_.push_back(pieces_.size());
        filled = 0;
      }
      const size_t end = std::min(length, begin + kBlock);
      pieces_.push_back({tensor, begin, end});
      filled += end - begin;
    }
  }
  tasks_.push_back(pieces_.size());
}

void BoundStep::Step(const double* hyper) const {
  float constants[kMaxConstants] = {};
  kernel_.prepare(hyper, constants);
  const auto run = [&](size_t task) {
    for (size_t index = tasks_[task]; index < tasks_[task + 1]; ++index) {
      const Piece& piece = pieces_[index];
      kernel_.block(tensors_[piece.tensor], constants, piece.begin, piece.end);
    }
  };
  Team::Get().Run(tasks_.size() - 1, run, kWakeFrom);
}

}  // namespace steepest
