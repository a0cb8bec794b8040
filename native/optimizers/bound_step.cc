#include "native/optimizers/bound_step.h"

#include <algorithm>

#include "native/engine/blocks.h"
#include "native/engine/gradient_reading.h"
#include "native/engine/team.h"
#include "native/optimizers/families.h"

namespace steepest {
namespace {

/// Tasks from which on a sleeping thread is woken: a task takes about 1 µs, a waking some of them.
constexpr size_t kWakeFrom = 16;

}  // namespace

const StepKernel* FindStepRule(const std::string& name) {
  for (const StepCatalogue& family : StepFamilies()) {
    for (size_t i = 0; i < family.count; ++i) {
      if (name == family.kernels[i].name) return &family.kernels[i];
    }
  }
  return nullptr;
}

BoundStep::BoundStep(std::vector<StepGroup> groups) {
  for (const StepGroup& group : groups) {
    const size_t first = tensors_.size();
    tensors_.insert(tensors_.end(), group.tensors.begin(), group.tensors.end());
    groups_.push_back({group.kernel, group.numbers, first, tensors_.size(), 0, 0, group.kernel->sums > 0});
    CutGroup(groups_.size() - 1);
    measures_ = measures_ || group.kernel->sums > 0;
  }
  const size_t sets = groups_.size() + tensors_.size();
  constants_.resize((measures_ ? sets : groups_.size()) * kMaxConstants);
  effects_.resize(groups_.size());
  if (measures_) piece_sums_.resize(pieces_.size() * kMaxSums);
  size_t scratch = 0;
  for (const StepGroup& group : groups) {
    for (const StepTensor& tensor : group.tensors) scratch = std::max(scratch, group.kernel->scratch(tensor));
  }
  scratch_ = AlignedArray<float>(scratch);
}

void BoundStep::CutGroup(size_t index) {
  Group& group = groups_[index];
  group.first_piece = pieces_.size();
  size_t filled = kBlock;
  for (size_t tensor = group.first_tensor; tensor < group.end_tensor; ++tensor) {
    const size_t length = tensors_[tensor].length;
    for (size_t begin = 0; begin < length; begin += kBlock) {
      if (filled >= kBlock) {
        tasks_.push_back({index, pieces_.size(), pieces_.size()});
        filled = 0;
      }
      const size_t end = std::min(length, begin + kBlock);
      pieces_.push_back({tensor, begin, end});
      tasks_.back().end_piece = pieces_.size();
      filled += end - begin;
    }
  }
  group.end_piece = pieces_.size();
}

StepNumbers BoundStep::NumbersOf(const Group& group) const {
  double* const options = group.numbers + kGroupNumbers;
  return {group.numbers[0], group.numbers[1], options, options + group.kernel->numbers};
}

StepContext BoundStep::ContextOf(const Group& group, size_t index) const {
  StepContext context = {tensors_.data(), constants_.data() + index * kMaxConstants, 0, &effects_[index], 0};
  if (group.own_constants) {
    context.constants = constants_.data() + groups_.size() * kMaxConstants;
    context.constants_stride = kMaxConstants;
  }
  if (own_effects_) {
    context.effects = effects_.data() + groups_.size();
    context.effects_stride = 1;
  }
  return context;
}

/// Calls work(task) for all tasks.
template <class Work>
void BoundStep::ForPieces(const Work& work) {
  Team::Get().Run(
      tasks_.size(), [&](size_t index) { work(tasks_[index]); }, kWakeFrom);
}

/// The norms of all tensors; false where a gradient is not finite. The sums are those of fixed pieces in
/// their order, whatever threads added them.
bool BoundStep::Read(const StepPolicy& policy) {
  piece_squares_.resize(pieces_.size());
  piece_finite_.resize(pieces_.size());
  const float scale = static_cast<float>(policy.gradient_scale);
  const float clip = static_cast<float>(policy.clip_value);
  ForPieces([&](const Task& task) {
    for (size_t index = task.first_piece; index < task.end_piece; ++index) {
      const StepPiece& piece = pieces_[index];
      const float* const gradient = tensors_[piece.tensor].gradient + piece.begin;
      const GradientReading reading = ReadGradient(gradient, piece.end - piece.begin, scale, clip);
      piece_squares_[index] = reading.squares;
      piece_finite_[index] = reading.finite;
    }
  });
  factors_.assign(tensors_.size(), 0);
  for (size_t index = 0; index < pieces_.size(); ++index)
    factors_[pieces_[index].tensor] += piece_squares_[index];
  return std::all_of(piece_finite_.begin(), piece_finite_.end(), [](unsigned char finite) { return finite; });
}

void BoundStep::Prepare(const StepPolicy& policy) {
  own_effects_ = policy.ClipsNorms();
  if (own_effects_) {
    NormFactors(policy, factors_);
    effects_.resize(groups_.size() + tensors_.size());
  }
  for (size_t index = 0; index < groups_.size(); ++index) {
    const Group& group = groups_[index];
    float* const constants = constants_.data() + index * kMaxConstants;
    group.kernel->prepare(NumbersOf(group), constants);
    effects_[index] = EffectsOf(policy, group.numbers);
    for (size_t tensor = group.first_tensor; tensor < group.end_tensor; ++tensor) {
      if (own_effects_) effects_[groups_.size() + tensor] = Shrunk(effects_[index], factors_[tensor]);
      if (!group.own_constants) continue;
      float* const own = constants_.data() + (groups_.size() + tensor) * kMaxConstants;
      std::copy(constants, constants + kMaxConstants, own);
    }
  }
}

void BoundStep::Measure() {
  ForPieces([&](const Task& task) {
    const Group& group = groups_[task.group];
    if (group.kernel->sums == 0) return;
    const StepContext context = ContextOf(group, task.group);
    for (size_t index = task.first_piece; index < task.end_piece; ++index)
      group.kernel->measure(context, pieces_[index], piece_sums_.data() + index * kMaxSums);
  });
  for (const Group& group : groups_) {
    if (group.kernel->sums > 0) Settle(group);
  }
}

void BoundStep::Settle(const Group& group) {
  std::vector<double> own((group.end_tensor - group.first_tensor) * kMaxSums);
  double all[kMaxSums] = {};
  for (size_t index = group.first_piece; index < group.end_piece; ++index) {
    double* const sums = own.data() + (pieces_[index].tensor - group.first_tensor) * kMaxSums;
    for (size_t s = 0; s < group.kernel->sums; ++s) sums[s] += piece_sums_[index * kMaxSums + s];
  }
  for (size_t at = 0; at < own.size(); ++at) all[at % kMaxSums] += own[at];
  group.kernel->settle_group(NumbersOf(group), all);
  for (size_t tensor = group.first_tensor; tensor < group.end_tensor; ++tensor) {
    float* const constants = constants_.data() + (groups_.size() + tensor) * kMaxConstants;
    group.kernel->settle(NumbersOf(group), own.data() + (tensor - group.first_tensor) * kMaxSums, all,
                         tensors_[tensor].scalars, constants);
  }
}

void BoundStep::StepWhole(const Group& group) {
  const StepNumbers now = NumbersOf(group);
  const StepContext context = ContextOf(group, static_cast<size_t>(&group - groups_.data()));
  for (size_t tensor = group.first_tensor; tensor < group.end_tensor; ++tensor) {
    group.kernel->whole(
        {tensors_[tensor], now, context.Constants(tensor), context.Effects(tensor), scratch_.data()});
  }
}

bool BoundStep::Step(const StepPolicy& policy) {
  if (policy.Reads() && !Read(policy) && policy.refuse != 0) return false;
  Prepare(policy);
  if (measures_) Measure();
  ForPieces([&](const Task& task) {
    const Group& group = groups_[task.group];
    if (group.kernel->step == nullptr) return;
    const StepContext context = ContextOf(group, task.group);
    group.kernel->step(context, pieces_.data() + task.first_piece, task.end_piece - task.first_piece);
  });
  for (const Group& group : groups_) {
    if (group.kernel->whole != nullptr) StepWhole(group);
  }
  return true;
}

}  // namespace steepest
