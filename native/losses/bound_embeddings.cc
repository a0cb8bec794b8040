#include "native/losses/bound_embeddings.h"

#include <algorithm>

#include "native/engine/blocks.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

constexpr size_t kWorthSharing = 16384;  // elements

EmbeddingArguments ArgumentsOf(const LossCall& call, const float* options, double scale) {
  EmbeddingArguments arguments = {};
  std::copy_n(call.predictions, kMaxInputs, arguments.inputs);
  arguments.columns = call.shape.columns;
  arguments.target = static_cast<const float*>(call.targets.data);
  arguments.weights = call.weights;
  arguments.values = call.values;
  std::copy_n(call.gradients, kMaxInputs, arguments.gradients);
  std::copy_n(call.hessians, kMaxInputs, arguments.hessians);
  arguments.options = options;
  arguments.scale = static_cast<float>(scale);
  return arguments;
}

double RunRows(EmbeddingBlock block, const EmbeddingArguments& arguments, size_t rows) {
  const size_t step = RowsPerBlock(arguments.columns);
  if (rows <= step) return block(arguments, 0, rows);
  std::vector<double> sums(CountBlocks(rows, step));
  const auto run = [&](size_t index) {
    sums[index] = block(arguments, index * step, std::min(rows, (index + 1) * step));
  };
  if (rows * arguments.columns < kWorthSharing) {
    for (size_t index = 0; index < sums.size(); ++index) run(index);
  } else {
    Team::Get().Run(sums.size(), run);
  }
  double sum = 0;
  for (double part : sums) sum += part;
  return sum;
}

}  // namespace

BoundEmbeddings::BoundEmbeddings(const EmbeddingKernel& kernel, LossOptions options)
    : kernel_(kernel), options_(std::move(options)), values_(options_.values.begin(), options_.values.end()) {
  values_.resize(kMaxOptions);
}

Extents BoundEmbeddings::ExtentsOf(const LossShape& shape, TargetKind) const {
  const size_t length = shape.rows * shape.columns;
  return {kernel_.inputs, {length, length, length}, kernel_.targeted ? shape.rows : 0, shape.rows};
}

LossOutcome BoundEmbeddings::Evaluate(const LossCall& call) const {
  const size_t rows = call.shape.rows;
  const Extents extents = ExtentsOf(call.shape, call.targets.kind);
  if (Overlaps(call, extents)) return {0, 0, Failure::kOverlap, 0};
  LossOutcome outcome = CheckDomains(call, extents, options_.domains);
  if (outcome.failure != Failure::kNone) return outcome;
  double weight_sum = static_cast<double>(rows);
  outcome.count = weight_sum;
  if (call.weights != nullptr) {
    const WeightSummary summary = SummarizeWeights(call.weights, call.weight_count);
    if (summary.first_bad != kNowhere) return {0, 0, Failure::kWeight, summary.first_bad};
    weight_sum = summary.sum;
    outcome.count = static_cast<double>(summary.counted);
  }
  const double scale = ReductionScale(Denominator(options_.reduction, weight_sum, rows));
  const double sum = RunRows(kernel_.blocks[call.wanted], ArgumentsOf(call, values_.data(), scale), rows);
  outcome.value = outcome.count == 0 ? 0.0 : sum * scale;
  outcome.weight = AveragingWeight(options_.reduction, weight_sum, rows, rows);
  return outcome;
}

}  // namespace steepest
