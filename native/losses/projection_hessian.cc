#include "native/losses/projection_hessian.h"

#include <algorithm>
#include <cmath>

#include "native/engine/matmul.h"
#include "native/models/activations.h"

namespace steepest {
namespace {

/// Floats of squared weights at a time: 4 MiB.
constexpr size_t kSquares = size_t{1} << 20;

void Square(const float* numbers, size_t count, float* squares) {
  for (size_t i = 0; i < count; ++i) squares[i] = numbers[i] * numbers[i];
}

}  // namespace

double RowMass::Of(const RowTargets& targets, size_t row, size_t columns) const {
  const auto weight = [&](size_t c) { return weights.empty() ? 1.0 : static_cast<double>(weights[c]); };
  double given = 0, all = 0;
  if (targets.kind == TargetKind::kSoft) {
    const float* soft = static_cast<const float*>(targets.data) + row * columns;
    for (size_t c = 0; c < columns; ++c) given += soft[c] * weight(c);
  } else {
    const int64_t label = targets.Label(row);
    given = label < 0 || label >= static_cast<int64_t>(columns) ? 0.0 : weight(static_cast<size_t>(label));
  }
  if (spread != 0.0f) {
    for (size_t c = 0; c < columns; ++c) all += weight(c);
  }
  return keep * given + spread * all / static_cast<double>(columns);
}

ProjectionHessian::ProjectionHessian(const LossCall& call, RowMass mass, size_t step)
    : call_(call), mass_(mass) {
  if ((call.wanted & kHessian) == 0) return;
  const auto [rows, columns, depth] = call.shape;
  square_rows_ = std::clamp<size_t>(kSquares / std::max<size_t>(1, depth), 1, columns);
  shares_.reset(new float[step * columns]);
  means_.reset(new float[step * depth]);
  squares_.reset(new float[square_rows_ * depth]);
}

/// hidden hessian = Σ_c p_c·W_cj², some classes at a time.
void ProjectionHessian::SquaredMeans(size_t begin, size_t count) {
  const auto [rows, columns, depth] = call_.shape;
  const MatrixOut out = MatrixOut::RowMajor(call_.hessians[0] + begin * depth, count, depth);
  MatmulOptions options;
  for (size_t first = 0; first < columns; first += square_rows_) {
    const size_t classes = std::min(square_rows_, columns - first);
    Square(call_.predictions[1] + first * depth, classes * depth, squares_.get());
    options.accumulate = first > 0;
    const Matrix shares = {shares_.get() + first, count, classes, columns, 1};
    Matmul(shares, Matrix::RowMajor(squares_.get(), classes, depth), out, options);
  }
}

void ProjectionHessian::AddHidden(const float* logits, size_t begin, size_t count, double scale) {
  const auto [rows, columns, depth] = call_.shape;
  std::copy_n(logits, count * columns, shares_.get());
  Activate(FindActivation("softmax"), shares_.get(), count, columns);
  const Matrix weight = Matrix::RowMajor(call_.predictions[1], columns, depth);
  Matmul(Matrix::RowMajor(shares_.get(), count, columns), weight,
         MatrixOut::RowMajor(means_.get(), count, depth));
  SquaredMeans(begin, count);
  for (size_t row = 0; row < count; ++row) {
    float* out = call_.hessians[0] + (begin + row) * depth;
    const float* means = means_.get() + row * depth;
    const double weight_of_row = call_.weights == nullptr ? 1.0 : call_.weights[begin + row];
    const double factor = weight_of_row * scale, twice = 2.0 * mass_.pull;
    const double log_total = twice == 0 ? 0.0 : LogTotal(logits + row * columns, row);
    const double spread = mass_.Of(call_.targets, begin + row, columns) + twice * log_total;
    for (size_t j = 0; j < depth; ++j) {
      const double square = static_cast<double>(means[j]) * means[j];
      out[j] = static_cast<float>(factor * (spread * (out[j] - square) + twice * square));
    }
  }
}

/// ln Σ e^x of a row, from its largest logit and that one's share.
double ProjectionHessian::LogTotal(const float* logits, size_t row) const {
  const size_t columns = call_.shape.columns;
  const size_t top = static_cast<size_t>(std::max_element(logits, logits + columns) - logits);
  return logits[top] - std::log(static_cast<double>(shares_[row * columns + top]));
}

void ProjectionHessian::AddWeight(const float* curvatures, size_t begin, const Matrix& hidden) {
  const auto [rows, columns, depth] = call_.shape;
  Square(hidden.data, hidden.rows * depth, means_.get());
  const Matrix curvature = Matrix::RowMajor(curvatures, hidden.rows, columns);
  MatmulOptions continued;
  continued.accumulate = begin > 0;
  Matmul(curvature.Transposed(), Matrix::RowMajor(means_.get(), hidden.rows, depth),
         MatrixOut::RowMajor(call_.hessians[1], columns, depth), continued);
  if (call_.hessians[2] != nullptr) ColumnSums(curvature, call_.hessians[2], begin > 0);
}

}  // namespace steepest
