#include "native/losses/bound_rowwise.h"

#include "native/engine/blocks.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

constexpr size_t kWorthSharing = 16384;  // scores

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

RowSurvey Refused(Failure failure, size_t index) {
  RowSurvey survey;
  survey.refusal.failure = failure;
  survey.refusal.index = index;
  return survey;
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

RowSurvey BoundRowwise::Survey(const LossCall& call) const {
  RowSurvey survey;
  survey.refusal = CheckDomains(call, ExtentsOf(call.shape, call.targets.kind), options_.domains);
  if (survey.refusal.failure != Failure::kNone) return survey;
  if (call.weights != nullptr) {
    const WeightSummary weights = SummarizeWeights(call.weights, call.weight_count);
    if (weights.first_bad != kNowhere) return Refused(Failure::kWeight, weights.first_bad);
  }
  const bool labelled = call.targets.kind != TargetKind::kSoft;
  const float* class_weights = options_.class_weights.empty() ? nullptr : options_.class_weights.data();
  const bool needs_class_mass = kernel_.class_mass && options_.reduction == Reduction::kMean;
  for (size_t row = 0; row < call.shape.rows; ++row) {
    const int64_t label = labelled ? call.targets.Label(row) : 0;
    if (labelled && label == options_.ignored_label) continue;
    if (label < 0 || label >= static_cast<int64_t>(call.shape.columns)) return Refused(Failure::kLabel, row);
    const double weight = call.weights == nullptr ? 1.0 : call.weights[row];
    if (weight == 0) continue;
    survey.counted += 1;
    survey.mass += needs_class_mass ? weight * RowMass(call, class_weights, row, label) : weight;
  }
  return survey;
}

bool BoundRowwise::Ignores(const LossCall& call, size_t row) const {
  if (call.weights != nullptr && call.weights[row] == 0.0f) return true;
  return call.targets.kind != TargetKind::kSoft && call.targets.Label(row) == options_.ignored_label;
}

double BoundRowwise::Scale(const RowSurvey& survey, size_t rows) const {
  return ReductionScale(Denominator(options_.reduction, survey.mass, rows));
}

double BoundRowwise::Run(const LossCall& call, double scale) const {
  const float* class_weights = options_.class_weights.empty() ? nullptr : options_.class_weights.data();
  const float* class_options = options_.class_options.empty() ? nullptr : options_.class_options.data();
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
                                      static_cast<float>(scale),
                                      class_options,
                                      call.vector};
  const RowwiseBlock block = call.vector != nullptr ? kernel_.hessian_vector : kernel_.blocks[call.wanted];
  return RunRows(block, arguments, call.shape.rows);
}

LossOutcome BoundRowwise::Outcome(const RowSurvey& survey, double sum, size_t rows) const {
  LossOutcome outcome;
  outcome.value = survey.counted == 0 ? 0.0 : sum * Scale(survey, rows);
  outcome.count = survey.counted;
  outcome.weight = AveragingWeight(options_.reduction, survey.mass, rows, rows);
  return outcome;
}

LossOutcome BoundRowwise::Evaluate(const LossCall& call) const {
  if (Overlaps(call, ExtentsOf(call.shape, call.targets.kind))) return {0, 0, Failure::kOverlap, 0};
  const RowSurvey survey = Survey(call);
  if (survey.refusal.failure != Failure::kNone) return survey.refusal;
  return Outcome(survey, Run(call, Scale(survey, call.shape.rows)), call.shape.rows);
}

}  // namespace steepest
