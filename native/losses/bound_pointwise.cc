#include "native/losses/bound_pointwise.h"

#include "native/engine/blocks.h"
#include "native/engine/streaming.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

/// Blocks from which on a sleeping thread is woken: a block takes about 1 µs, a waking some of them.
constexpr size_t kWakeFrom = 16;

PointwiseArguments ArgumentsOf(const LossCall& call, const double* options, double scale) {
  const size_t length = call.rows * call.columns;
  return {call.prediction, static_cast<const float*>(call.targets.data),
          call.weights,    call.weight_count == 0 ? 1 : length / call.weight_count,
          call.values,     call.gradient,
          call.hessian,    0,
          options,         static_cast<float>(scale)};
}

/// One block whose outputs are computed in cached scratch and then streamed to their place.
double StreamBlock(PointwiseBlock block, PointwiseArguments arguments, size_t begin, size_t end) {
  alignas(64) float scratch[2][kBlock];
  float* const gradient = arguments.gradient;
  float* const hessian = arguments.hessian;
  arguments.output_begin = begin;
  if (gradient != nullptr) arguments.gradient = scratch[0];
  if (hessian != nullptr) arguments.hessian = scratch[1];
  const double sum = block(arguments, begin, end);
  if (gradient != nullptr) StreamCopy(scratch[0], end - begin, gradient + begin);
  if (hessian != nullptr) StreamCopy(scratch[1], end - begin, hessian + begin);
  return sum;
}

double RunBlocks(PointwiseBlock block, const PointwiseArguments& arguments, size_t length, bool stream) {
  const size_t blocks = CountBlocks(length, kBlock);
  std::vector<double> sums(blocks);
  const auto run = [&](size_t index) {
    const size_t begin = index * kBlock;
    const size_t end = std::min(length, begin + kBlock);
    sums[index] = stream ? StreamBlock(block, arguments, begin, end) : block(arguments, begin, end);
  };
  Team::Get().Run(blocks, run, kWakeFrom);
  double sum = 0;
  for (double part : sums) sum += part;
  return sum;
}

}  // namespace

BoundPointwise::BoundPointwise(const PointwiseKernel& kernel, LossOptions options)
    : kernel_(kernel), options_(std::move(options)) {
  options_.values.resize(kMaxOptions);
}

LossOutcome BoundPointwise::Evaluate(const LossCall& call) const {
  const size_t length = call.rows * call.columns;
  LossOutcome outcome;
  if (Overlaps(call, length * sizeof(float), length)) return {0, 0, Failure::kOverlap, 0};
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
  const PointwiseArguments arguments = ArgumentsOf(call, options_.values.data(), scale);
  const bool stream = call.values == nullptr && ShouldStream(3 * length * sizeof(float));
  const PointwiseBlock block = kernel_.blocks[call.wanted];
  const double sum =
      length <= kBlock ? block(arguments, 0, length) : RunBlocks(block, arguments, length, stream);
  outcome.value = outcome.count == 0 ? 0.0 : sum * scale;
  outcome.weight = AveragingWeight(options_.reduction, weight_sum, length, call.rows);
  return outcome;
}

}  // namespace steepest
