// The diagonal of a projected cross-entropy's hessian, chunk by chunk. The hessian of a row by its logits is
// A·(diag p − p·pᵀ) + B·p·pᵀ with p the softmax, A = U + 2z·ln Σe^x, U the class mass and B = 2z of the
// z-loss; so by hidden element j it is A·(Σ_c p_c·W_cj² − (Σ_c p_c·W_cj)²) + B·(Σ_c p_c·W_cj)², and by weight
// element (c, j) the sum over rows of its (c, c) times x_j², by bias of its (c, c).
#ifndef STEEPEST_LOSSES_PROJECTION_HESSIAN_H_
#define STEEPEST_LOSSES_PROJECTION_HESSIAN_H_

#include <memory>
#include <vector>

#include "native/engine/matmul.h"
#include "native/losses/bound_loss.h"

namespace steepest {

/// The options of the cross-entropy and what they make of a row.
struct RowMass {
  const std::vector<float>& weights;  // empty: all 1
  float keep;                         // 1 − labelSmoothing
  float spread;                       // labelSmoothing
  float pull;                         // zLoss

  double Of(const RowTargets& targets, size_t row, size_t columns) const;
};

class ProjectionHessian {
 public:
  /// Has room for chunks of `step` rows where the call wants hessians. Throws std::bad_alloc.
  ProjectionHessian(const LossCall& call, RowMass mass, size_t step);

  /// Writes the rows of the hidden vectors from the logits of a chunk; those of ignored rows mean nothing.
  void AddHidden(const float* logits, size_t begin, size_t count, double scale);

  /// Adds a chunk's hidden vectors to weight and bias, with the hessian by its logits.
  void AddWeight(const float* curvatures, size_t begin, const Matrix& hidden);

 private:
  void SquaredMeans(size_t begin, size_t count);
  double LogTotal(const float* logits, size_t row) const;

  const LossCall& call_;
  RowMass mass_;
  std::unique_ptr<float[]> shares_;   // the softmax of a chunk
  std::unique_ptr<float[]> means_;    // Σ p·W per row of a chunk; then its squared hidden vectors
  std::unique_ptr<float[]> squares_;  // some rows of W∘W
  size_t square_rows_ = 0;
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_PROJECTION_HESSIAN_H_
