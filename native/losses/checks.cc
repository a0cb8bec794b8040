#include "native/engine/weights.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

struct Span {
  const void* data;
  size_t bytes;
};

bool Share(const Span& a, const Span& b) {
  if (a.data == nullptr || b.data == nullptr || a.bytes == 0 || b.bytes == 0) return false;
  const auto a_begin = reinterpret_cast<uintptr_t>(a.data);
  const auto b_begin = reinterpret_cast<uintptr_t>(b.data);
  return a_begin < b_begin + b.bytes && b_begin < a_begin + a.bytes;
}

/// The arrays of a call, in room for all that there may be.
class Spans {
 public:
  void Add(const void* data, size_t bytes) {
    if (data != nullptr) spans_[count_++] = {data, bytes};
  }
  const Span* begin() const { return spans_; }
  const Span* end() const { return spans_ + count_; }

 private:
  Span spans_[2 * kMaxInputs + 3];
  size_t count_ = 0;
};

}  // namespace

bool Overlaps(const LossCall& call, const Extents& extents) {
  Spans inputs, outputs;
  outputs.Add(call.values, extents.terms * sizeof(float));
  inputs.Add(call.targets.data, extents.targets * TargetSize(call.targets.kind));
  inputs.Add(call.weights, call.weight_count * sizeof(float));
  inputs.Add(call.vector, extents.input[0] * sizeof(float));
  for (size_t i = 0; i < extents.inputs; ++i) {
    const size_t bytes = extents.input[i] * sizeof(float);
    inputs.Add(call.predictions[i], bytes);
    outputs.Add(call.gradients[i], bytes);
    outputs.Add(call.hessians[i], bytes);
  }
  for (const Span& output : outputs) {
    for (const Span& input : inputs) {
      if (Share(output, input)) return true;
    }
    for (const Span& other : outputs) {
      if (&other != &output && Share(output, other)) return true;
    }
  }
  return false;
}

LossOutcome CheckDomains(const LossCall& call, const Extents& extents, const std::vector<Domain>& domains) {
  LossOutcome outcome;
  if (!call.validate) return outcome;
  for (size_t i = 0; i < domains.size(); ++i) {
    const bool target = i == extents.inputs;
    if (target && call.targets.kind != TargetKind::kSoft) break;
    const size_t count = target ? extents.targets : extents.input[i];
    const auto* numbers = target ? static_cast<const float*>(call.targets.data) : call.predictions[i];
    const size_t span = call.weight_count == 0 ? 1 : count / call.weight_count;
    const size_t index = FirstOutside(domains[i], numbers, count, call.weights, span);
    if (index == kNowhere) continue;
    outcome.failure = target ? Failure::kTarget : Failure::kPrediction;
    outcome.index = index;
    outcome.input = i;
    break;
  }
  return outcome;
}

}  // namespace steepest
