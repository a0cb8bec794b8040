#include "native/losses/bound_pointwise.h"

#include "native/engine/blocks.h"
#include "native/engine/streaming.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"
#include "native/losses/column_options.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

/// Blocks from which on a sleeping thread is woken: a block takes about 1 µs, a waking some of them.
constexpr size_t kWakeFrom = 16;

PointwiseArguments ArgumentsOf(const LossCall& call, size_t length, double scale) {
  PointwiseArguments arguments = {};
  std::copy_n(call.predictions, kMaxInputs, arguments.predictions);
  arguments.target = static_cast<const float*>(call.targets.data);
  arguments.weights = call.weights;
  arguments.weight_span = call.weight_count == 0 ? 1 : length / call.weight_count;
  arguments.values = call.values;
  std::copy_n(call.gradients, kMaxInputs, arguments.gradients);
  std::copy_n(call.hessians, kMaxInputs, arguments.hessians);
  arguments.scale = static_cast<float>(scale);
  return arguments;
}

/// The outputs of a block in cached scratch, and their streaming to their place.
class StreamedOutputs {
 public:
  StreamedOutputs(float** outputs, size_t begin, size_t end) : begin_(begin), count_(end - begin) {
    for (size_t i = 0; i < kMaxInputs; ++i) {
      destination_[i] = outputs[i];
      if (outputs[i] != nullptr) outputs[i] = scratch_[i];
    }
  }

  void Stream() const {
    for (size_t i = 0; i < kMaxInputs; ++i) {
      if (destination_[i] != nullptr) StreamCopy(scratch_[i], count_, destination_[i] + begin_);
    }
  }

 private:
  size_t begin_;
  size_t count_;
  float* destination_[kMaxInputs];
  alignas(64) float scratch_[kMaxInputs][kBlock];
};

double StreamBlock(PointwiseBlock block, PointwiseArguments arguments, size_t begin, size_t end) {
  arguments.output_begin = begin;
  const StreamedOutputs gradients(arguments.gradients, begin, end);
  const StreamedOutputs hessians(arguments.hessians, begin, end);
  const double sum = block(arguments, begin, end);
  gradients.Stream();
  hessians.Stream();
  return sum;
}

double RunBlocks(PointwiseBlock block, const PointwiseArguments& arguments, size_t length, bool stream,
                 OptionSums& option_sums) {
  const size_t blocks = CountBlocks(length, kBlock);
  const size_t step = option_sums.BlocksPerChunk();
  std::vector<double> sums(blocks);
  const auto run = [&](size_t chunk) {
    PointwiseArguments own = arguments;
    own.option_sums = option_sums.Area(chunk);
    for (size_t index = chunk * step; index < std::min(blocks, (chunk + 1) * step); ++index) {
      const size_t begin = index * kBlock;
      const size_t end = std::min(length, begin + kBlock);
      sums[index] = stream ? StreamBlock(block, own, begin, end) : block(own, begin, end);
    }
  };
  Team::Get().Run(option_sums.Chunks(), run, kWakeFrom);
  double sum = 0;
  for (double part : sums) sum += part;
  return sum;
}

}  // namespace

BoundPointwise::BoundPointwise(const PointwiseKernel& kernel, LossOptions options)
    : kernel_(kernel), options_(std::move(options)) {
  if (kernel_.by_column) {
    options_.values = ColumnTable(options_.values, options_.columns);
  } else {
    options_.values.resize(kMaxOptions);
  }
}

Extents BoundPointwise::ExtentsOf(const LossShape& shape, TargetKind) const {
  const size_t length = shape.rows * shape.columns;
  return {kernel_.inputs, {length, length, length}, length, length};
}

LossOutcome BoundPointwise::Evaluate(const LossCall& call) const {
  const size_t length = call.shape.rows * call.shape.columns;
  const Extents extents = ExtentsOf(call.shape, call.targets.kind);
  if (Overlaps(call, extents)) return {0, 0, Failure::kOverlap, 0};
  LossOutcome outcome = CheckDomains(call, extents, options_.domains);
  if (outcome.failure != Failure::kNone) return outcome;
  double weight_sum = static_cast<double>(length);
  outcome.count = weight_sum;
  if (call.weights != nullptr) {
    const WeightSummary summary = SummarizeWeights(call.weights, call.weight_count);
    if (summary.first_bad != kNowhere) return {0, 0, Failure::kWeight, summary.first_bad};
    const double span = call.weight_count == 0 ? 0 : static_cast<double>(length / call.weight_count);
    weight_sum = summary.sum * span;
    outcome.count = static_cast<double>(summary.counted) * span;
  }
  const double scale = ReductionScale(Denominator(options_.reduction, weight_sum, length));
  PointwiseArguments arguments = ArgumentsOf(call, length, scale);
  arguments.options = options_.values.data();
  arguments.columns = options_.columns;
  const bool stream =
      call.values == nullptr && ShouldStream((1 + 2 * kernel_.inputs) * length * sizeof(float));
  const PointwiseBlock block = kernel_.blocks[call.wanted];
  const bool learning = (call.wanted & kOptionGradients) != 0;
  OptionSums option_sums(learning ? kernel_.learned : 0, options_.columns, CountBlocks(length, kBlock));
  arguments.option_sums = length == 0 ? nullptr : option_sums.Area(0);
  const double sum = length <= kBlock ? block(arguments, 0, length)
                                      : RunBlocks(block, arguments, length, stream, option_sums);
  if (learning) option_sums.Total(scale, call.option_gradients);
  outcome.value = outcome.count == 0 ? 0.0 : sum * scale;
  outcome.weight = AveragingWeight(options_.reduction, weight_sum, length, call.shape.rows);
  return outcome;
}

}  // namespace steepest
