// The shape "rowwise": a row of scores × a label or a row of targets → one term per row.
#ifndef STEEPEST_ENGINE_ROWWISE_H_
#define STEEPEST_ENGINE_ROWWISE_H_

#include <cstddef>
#include <cstdint>

#include "native/engine/pointwise.h"

namespace steepest {

enum class TargetKind { kSoft, kInt32, kUint16, kUint8 };

/// Bytes of a label, or of a number of a soft target.
inline size_t TargetSize(TargetKind kind) {
  switch (kind) {
    case TargetKind::kUint16:
      return 2;
    case TargetKind::kUint8:
      return 1;
    default:
      return 4;
  }
}

/// One label per row, or one row of soft targets per row of scores.
struct RowTargets {
  TargetKind kind;
  const void* data;

  /// The targets from a row on, for rows of so many columns.
  RowTargets From(size_t row, size_t columns) const {
    const size_t numbers = kind == TargetKind::kSoft ? row * columns : row;
    return {kind, static_cast<const uint8_t*>(data) + numbers * TargetSize(kind)};
  }

  int64_t Label(size_t row) const {
    switch (kind) {
      case TargetKind::kInt32:
        return static_cast<const int32_t*>(data)[row];
      case TargetKind::kUint16:
        return static_cast<const uint16_t*>(data)[row];
      case TargetKind::kUint8:
        return static_cast<const uint8_t*>(data)[row];
      case TargetKind::kSoft:
        break;
    }
    return -1;
  }
};

struct RowwiseArguments {
  const float* scores;  // rows × classes, contiguous
  size_t classes;
  RowTargets targets;
  int64_t ignored_label;       // rows with this label give 0
  const float* weights;        // null, or one per row
  float* values;               // null, or one weighted term per row
  float* gradient;             // rows × classes; null where not asked
  float* hessian;              // rows × classes, the diagonal; null where not asked
  const float* class_weights;  // null, or one per class
  const float* options;
  float scale;                 // of the reduction; multiplies gradient and hessian
  const float* class_options;  // null, or the loss's own numbers, one per class
  const float* vector;         // rows × classes; what the hessian is to be multiplied with

  /// The weight of a row; 0 where its label is the ignored one.
  float RowWeight(size_t row) const {
    if (targets.kind != TargetKind::kSoft && targets.Label(row) == ignored_label) return 0.0f;
    return weights == nullptr ? 1.0f : weights[row];
  }
};

/// Works on rows [begin, end); returns the sum of their weighted terms (0 unless kValue is asked).
using RowwiseBlock = double (*)(const RowwiseArguments&, size_t begin, size_t end);

struct RowwiseKernel {
  const char* name;
  bool class_mass;  // whether class weights, and Σ t of soft rows, enter the denominator of the mean
  RowwiseBlock blocks[kOutputCombinations];  // indexed by Output bits
  /// Writes the product of each row's full hessian with the row of `vector` to `hessian`; null where a loss
  /// does not offer it.
  RowwiseBlock hessian_vector;
};

/// The losses of one family, compiled for the active instruction set.
struct RowwiseCatalogue {
  const RowwiseKernel* kernels;
  size_t count;
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_ROWWISE_H_
