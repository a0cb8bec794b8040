// What metrics are made of, measured once over a batch and merged over batches: every regression metric
// follows from RegressionStatistics, every metric of classes from ClassCounts or the confusion matrix.
#ifndef STEEPEST_METRICS_STATISTICS_H_
#define STEEPEST_METRICS_STATISTICS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "native/engine/rowwise.h"
#include "native/losses/bound_loss.h"

namespace steepest {

/// Sums over terms of weight above 0, r = prediction − target; in double throughout.
struct RegressionStatistics {
  double count = 0;     // terms
  double weight = 0;    // Σw
  double absolute = 0;  // Σw|r|
  double squared = 0;   // Σw r²
  double mean = 0;      // of the target: Σwt / Σw
  double moment = 0;    // of the target: Σw (t − mean)²

  /// Adds what was measured on further terms (Chan, Golub and LeVeque 1979).
  void Merge(const RegressionStatistics& further);
};

struct RegressionBatch {
  const float* prediction;
  const float* target;
  size_t length;
  const float*
      weights;         // null, or element i has weight weights[i / weight_span]; legal, see SummarizeWeights
  size_t weight_span;  // at least 1
};

/// Measures a batch in fixed blocks: the same bits for any number of threads and on every instruction set.
RegressionStatistics MeasureRegression(const RegressionBatch& batch);

/// Where the class of each row comes from: labels; or numbers (TargetKind::kSoft), `columns` in a row, of
/// which the largest wins, the first of equals; or one number in a row, class 1 above the threshold, else 0.
struct ClassSource {
  RowTargets rows;
  size_t columns = 1;
  float threshold = 0.5f;
  float bound = std::numeric_limits<float>::infinity();
};

struct ClassBatch {
  size_t rows;
  size_t classes;  // at least 2
  ClassSource predicted;
  ClassSource actual;
  const float* weights;               // null, or one per row; legal, see SummarizeWeights
  int64_t ignored_label = INT64_MIN;  // rows whose actual label is this count for nothing
};

struct ClassOutcome {
  Failure failure = Failure::kNone;
  bool of_prediction = false;  // whose label it is, for Failure::kLabel
  size_t index = 0;            // the row
};

/// What a ClassCounter adds to.
enum class ClassTable {
  kCounts,  // 3 · classes numbers: Σw of the right predictions, of the predictions, of the rows, each by
            // class
  kMatrix,  // classes² numbers: Σw by actual class (row) and predicted class (column)
};

/// Counts classes; keeps scratch memory from batch to batch.
class ClassCounter {
 public:
  /// Adds the rows of a batch, in their order, to the table. A NaN among a row's numbers leaves its class
  /// unknown: then every number of the table that depends on it becomes NaN. After a failure nothing has been
  /// added.
  ClassOutcome Add(const ClassBatch& batch, ClassTable table, double* sums);

 private:
  std::vector<int32_t> predicted_;
  std::vector<int32_t> actual_;
};

}  // namespace steepest

#endif  // STEEPEST_METRICS_STATISTICS_H_
