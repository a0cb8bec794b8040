#include "native/losses/bound_projection.h"

#include <algorithm>
#include <memory>

#include "native/engine/matmul.h"
#include "native/losses/projection_hessian.h"
#include "native/losses/reduction.h"

namespace steepest {
namespace {

/// Floats of a chunk's logits, and of their derivatives: 16 MiB each, so that the weights, read anew for
/// every chunk, are read seldom.
constexpr size_t kChunk = size_t{4} << 20;

/// The loss of the logits takes none of the projection's own inputs, but its target.
LossOptions OfLogits(LossOptions options) {
  if (!options.domains.empty()) options.domains = {Domain::kReal, options.domains.back()};
  return options;
}

/// Rows [begin, begin + count) of a call, with their logits as predictions and room for the derivatives.
LossCall PartOf(const LossCall& call, size_t begin, size_t count, const float* logits, float* slopes) {
  LossCall part = {};
  part.wanted = call.wanted;
  part.shape = {count, call.shape.columns, 0};
  part.predictions[0] = logits;
  part.targets = call.targets.From(begin, call.shape.columns);
  part.weights = call.weights == nullptr ? nullptr : call.weights + begin;
  part.weight_count = call.weights == nullptr ? 0 : count;
  part.values = call.values == nullptr ? nullptr : call.values + begin;
  if ((call.wanted & kGradient) != 0) part.gradients[0] = slopes;
  if ((call.wanted & kHessian) != 0) part.hessians[0] = slopes;
  return part;
}

/// The hidden vectors of a chunk; those of ignored rows read as 0, for 0 times NaN would spoil the others.
class KeptRows {
 public:
  KeptRows(const BoundRowwise& loss, const LossCall& call, size_t step)
      : call_(call), ignored_(call.shape.rows) {
    bool any = false;
    for (size_t row = 0; row < call.shape.rows; ++row) any |= ignored_[row] = loss.Ignores(call, row);
    if (any) copy_.reset(new float[step * call.shape.depth]);
  }

  bool Ignored(size_t row) const { return ignored_[row] != 0; }

  const float* Rows(size_t begin, size_t count) {
    const size_t depth = call_.shape.depth;
    const float* const given = call_.predictions[0] + begin * depth;
    if (copy_ == nullptr) return given;
    std::copy_n(given, count * depth, copy_.get());
    Clear(begin, count, copy_.get());
    return copy_.get();
  }

  /// Sets the vectors of ignored rows among `vectors`, those of rows [begin, begin + count), to 0.
  void Clear(size_t begin, size_t count, float* vectors) const {
    const size_t depth = call_.shape.depth;
    for (size_t row = 0; copy_ != nullptr && row < count; ++row) {
      if (Ignored(begin + row)) std::fill_n(vectors + row * depth, depth, 0.0f);
    }
  }

 private:
  const LossCall& call_;
  std::vector<char> ignored_;
  std::unique_ptr<float[]> copy_;  // null where every row counts
};

/// The gradients from a chunk's derivative by its logits, which continues the chains of the chunks before.
void Backward(const LossCall& call, size_t begin, const Matrix& hidden, const float* slopes) {
  const auto [rows, columns, depth] = call.shape;
  const size_t count = hidden.rows;
  const Matrix slope = Matrix::RowMajor(slopes, count, columns);
  const Matrix weight = Matrix::RowMajor(call.predictions[1], columns, depth);
  const bool accumulate = begin > 0;
  MatmulOptions continued;
  continued.accumulate = accumulate;
  Matmul(slope, weight, MatrixOut::RowMajor(call.gradients[0] + begin * depth, count, depth));
  Matmul(slope.Transposed(), hidden, MatrixOut::RowMajor(call.gradients[1], columns, depth), continued);
  if (call.gradients[2] != nullptr) ColumnSums(slope, call.gradients[2], accumulate);
}

/// Without rows nothing is added to what the derivatives by weight and bias begin with.
void ClearOutputs(float* const* outputs, const Extents& extents) {
  for (size_t i = 0; i < extents.inputs; ++i) {
    if (outputs[i] != nullptr) std::fill_n(outputs[i], extents.input[i], 0.0f);
  }
}

}  // namespace

BoundProjection::BoundProjection(const RowwiseKernel& rowwise, LossOptions options)
    : rows_(rowwise, OfLogits(options)),
      class_weights_(options.class_weights),
      keep_(static_cast<float>(options.values[0])),
      spread_(static_cast<float>(options.values[1])),
      pull_(static_cast<float>(options.values[2])) {}

Extents BoundProjection::ExtentsOf(const LossShape& shape, TargetKind kind) const {
  Extents extents = rows_.ExtentsOf(shape, kind);
  extents.inputs = 3;
  extents.input[0] = shape.rows * shape.depth;
  extents.input[1] = shape.columns * shape.depth;
  extents.input[2] = shape.columns;
  extents.needed = 2;
  return extents;
}

LossOutcome BoundProjection::Evaluate(const LossCall& call) const {
  const Extents extents = ExtentsOf(call.shape, call.targets.kind);
  if (Overlaps(call, extents)) return {0, 0, Failure::kOverlap, 0};
  const auto [rows, columns, depth] = call.shape;
  LossCall whole = PartOf(call, 0, rows, nullptr, nullptr);
  whole.validate = call.validate;
  const RowSurvey survey = rows_.Survey(whole);
  if (survey.refusal.failure != Failure::kNone) return survey.refusal;
  const double scale = rows_.Scale(survey, rows);
  const size_t step = std::clamp<size_t>(kChunk / columns, 1, std::max<size_t>(1, rows));
  const bool derives = (call.wanted & (kGradient | kHessian)) != 0;
  const std::unique_ptr<float[]> logits(new float[step * columns]);
  const std::unique_ptr<float[]> slopes(new float[derives ? step * columns : 0]);
  KeptRows kept(rows_, call, step);
  ProjectionHessian curvature(call, {class_weights_, keep_, spread_, pull_}, step);
  MatmulOptions biased;
  biased.bias = call.predictions[2];
  const Matrix weight = Matrix::RowMajor(call.predictions[1], columns, depth);
  double sum = 0;
  for (size_t begin = 0; begin < rows; begin += step) {
    const size_t count = std::min(step, rows - begin);
    const Matrix hidden = Matrix::RowMajor(kept.Rows(begin, count), count, depth);
    Matmul(hidden, weight.Transposed(), MatrixOut::RowMajor(logits.get(), count, columns), biased);
    if ((call.wanted & kHessian) != 0) curvature.AddHidden(logits.get(), begin, count, scale);
    sum += rows_.Run(PartOf(call, begin, count, logits.get(), slopes.get()), scale);
    if ((call.wanted & kGradient) != 0) Backward(call, begin, hidden, slopes.get());
    if ((call.wanted & kHessian) != 0) curvature.AddWeight(slopes.get(), begin, hidden);
    float* const own = (call.wanted & kHessian) != 0 ? call.hessians[0] : call.gradients[0];
    if (own != nullptr) kept.Clear(begin, count, own + begin * depth);
  }
  if (rows == 0) ClearOutputs((call.wanted & kHessian) != 0 ? call.hessians : call.gradients, extents);
  return rows_.Outcome(survey, sum, rows);
}

}  // namespace steepest
