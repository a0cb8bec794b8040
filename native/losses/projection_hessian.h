// The diagonal of a projected cross-entropy's hessian, chunk by chunk. With p the softmax of a row and U its
// class mass: by hidden element j  U·(Σ_c p_c·W_cj² − (Σ_c p_c·W_cj)²), by weight element (c, j)
// Σ_rows U·p_c·(1 − p_c)·x_j², by bias Σ_rows U·p_c·(1 − p_c).
#ifndef STEEPEST_LOSSES_PROJECTION_HESSIAN_H_
#define STEEPEST_LOSSES_PROJECTION_HESSIAN_H_

#include <memory>
#include <vector>

#include "native/engine/matmul.h"
#include "native/losses/bound_loss.h"

namespace steepest {

/// What makes the class mass of a row.
struct ClassMass {
  const std::vector<float>& weights;  // empty: all 1
  float keep;                         // 1 − labelSmoothing
  float spread;                       // labelSmoothing

  double Of(const RowTargets& targets, size_t row, size_t columns) const;
};

class ProjectionHessian {
 public:
  /// Has room for chunks of `step` rows where the call wants hessians. Throws std::bad_alloc.
  ProjectionHessian(const LossCall& call, ClassMass mass, size_t step);

  /// Writes the rows of the hidden vectors from the logits of a chunk; those of ignored rows mean nothing.
  void AddHidden(const float* logits, size_t begin, size_t count, double scale);

  /// Adds a chunk's hidden vectors to weight and bias, with the hessian by its logits.
  void AddWeight(const float* curvatures, size_t begin, const Matrix& hidden);

 private:
  void SquaredMeans(size_t begin, size_t count);

  const LossCall& call_;
  ClassMass mass_;
  std::unique_ptr<float[]> shares_;   // the softmax of a chunk
  std::unique_ptr<float[]> means_;    // Σ p·W per row of a chunk; then its squared hidden vectors
  std::unique_ptr<float[]> squares_;  // some rows of W∘W
  size_t square_rows_ = 0;
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_PROJECTION_HESSIAN_H_
