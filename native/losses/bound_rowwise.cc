#include "native/losses/bound_rowwise.h"

#include "native/engine/blocks.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

constexpr size_t kWorthSharing = 16384;  // scores

/// What the labels and weights of a call come to, found before anything is written.
struct Survey {
  double mass = 0;  // Σ row weight · class weight
  size_t counted = 0;
  Failure failure = Failure::kNone;
  size_t index = 0;
};

/// The class weight of a row: of its label, or of its soft targets, Σ t·w.
double RowMass(const LossCall& call, const float* class_weights, size_t row, int64_t label) {
  if (call.targets.kind != TargetKind::kSoft) return class_weights == nullptr ? 1.0 : class_weights[label];
  const float* targets = static_cast<const float*>(call.targets.data) + row * call.shape.columns;
  double mass = 0;
  for (size_t c = 0; c < call.shape.columns; ++c) {
    mass += class_weights == nullptr ? targets[c] : targets[c] * class_weights[c];
  }
  return mass;
}

Survey SurveyRows(const LossCall& call, const LossOptions& options) {
  const bool labelled = call.targets.kind != TargetKind::kSoft;
  const float* class_weights = options.class_weights.empty() ? nullptr : options.class_weights.data();
  const bool needs_mass = options.reduction == Reduction::kMean;
  Survey survey;
  for (size_t row = 0; row < call.shape.rows; ++row) {
    const int64_t label = labelled ? call.targets.Label(row) : 0;
    if (labelled && label == options.ignored_label) continue;
    if (label < 0 || label >= static_cast<int64_t>(call.shape.columns)) return {0, 0, Failure::kLabel, row};
    const double weight = call.weights == nullptr ? 1.0 : call.weights[row];
    if (weight == 0) continue;
    ++survey.counted;
    if (needs_mass) survey.mass += weight * RowMass(call, class_weights, row, label);
  }
  return survey;
}

double RunRows(RowwiseBlock block, const RowwiseArguments& arguments, size_t rows) {
  const size_t step = RowsPerBlock(arguments.classes);
  if (rows <= step) return block(arguments, 0, rows);
  const size_t blocks = CountBlocks(rows, step);
  std::vector<double> sums(blocks);
  const auto run = [&](size_t index) {
    sums[index] = block(arguments, index * step, std::min(rows, (index + 1) * step));
  };
  if (rows * arguments.classes < kWorthSharing) {
    for (size_t index = 0; index < blocks; ++index) run(index);
  } else {
    Team::Get().Run(blocks, run);
  }
  double sum = 0;
  for (double part : sums) sum += part;
  return sum;
}

}  // namespace

BoundRowwise::BoundRowwise(const RowwiseKernel& kernel, LossOptions options)
    : kernel_(kernel), options_(std::move(options)), values_(options_.values.begin(), options_.values.end()) {
  values_.resize(kMaxOptions);
}

Extents BoundRowwise::ExtentsOf(const LossShape& shape, TargetKind kind) const {
  const size_t length = shape.rows * shape.columns;
  return {1, {length}, kind == TargetKind::kSoft ? length : shape.rows, shape.rows};
}

LossOutcome BoundRowwise::Evaluate(const LossCall& call) const {
  const Extents extents = ExtentsOf(call.shape, call.targets.kind);
  if (Overlaps(call, extents)) return {0, 0, Failure::kOverlap, 0};
  if (call.weights != nullptr) {
    const WeightSummary weights = SummarizeWeights(call.weights, call.weight_count);
    if (weights.first_bad != kNowhere) return {0, 0, Failure::kWeight, weights.first_bad};
  }
  const LossOutcome outside = CheckDomains(call, extents, options_.domains);
  if (outside.failure != Failure::kNone) return outside;
  const Survey survey = SurveyRows(call, options_);
  if (survey.failure != Failure::kNone) return {0, 0, survey.failure, survey.index};
  const double scale = ReductionScale(Denominator(options_.reduction, survey.mass, call.shape.rows));
  const float* class_weights = options_.class_weights.empty() ? nullptr : options_.class_weights.data();
  const RowwiseArguments arguments = {call.predictions[0],
                                      call.shape.columns,
                                      call.targets,
                                      options_.ignored_label,
                                      call.weights,
                                      call.values,
                                      call.gradients[0],
                                      call.hessians[0],
                                      class_weights,
                                      values_.data(),
                                      static_cast<float>(scale)};
  const double sum = RunRows(kernel_.blocks[call.wanted], arguments, call.shape.rows);
  const double count = static_cast<double>(survey.counted);
  const double weight = AveragingWeight(options_.reduction, survey.mass, call.shape.rows, call.shape.rows);
  return {count == 0 ? 0.0 : sum * scale, count, Failure::kNone, 0, 0, weight};
}

}  // namespace steepest
