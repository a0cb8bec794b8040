// The options of a loss by column: how they lie in memory, and the sums of the derivatives by them.
#ifndef STEEPEST_LOSSES_COLUMN_OPTIONS_H_
#define STEEPEST_LOSSES_COLUMN_OPTIONS_H_

#include <vector>

#include "native/engine/pointwise.h"

namespace steepest {

/// `values`, which have all options of the first column, then those of the second, as the table that
/// PointwiseArguments describes.
inline std::vector<double> ColumnTable(const std::vector<double>& values, size_t columns) {
  const size_t stride = ColumnStride(columns);
  const size_t options = values.size() / columns;
  std::vector<double> table(kMaxColumnOptions * stride);
  for (size_t option = 0; option < options; ++option) {
    for (size_t place = 0; place < stride; ++place) {
      table[option * stride + place] = values[place % columns * options + option];
    }
  }
  return table;
}

/// Sums of derivatives by options, in one area per chunk of blocks. A chunk is long enough for its area to be
/// the smaller, and does not depend on the number of threads.
class OptionSums {
 public:
  OptionSums(size_t learned, size_t columns, size_t blocks)
      : learned_(learned),
        columns_(columns),
        blocks_per_chunk_(learned == 0 ? 1 : CountBlocks(kVirtualLanes * columns, kBlock)),
        chunks_(CountBlocks(blocks, blocks_per_chunk_)),
        sums_(chunks_ * AreaSize()) {}

  size_t BlocksPerChunk() const { return blocks_per_chunk_; }
  size_t Chunks() const { return chunks_; }

  /// Where the blocks of a chunk add their terms; null where no option is learned.
  double* Area(size_t chunk) { return learned_ == 0 ? nullptr : sums_.data() + chunk * AreaSize(); }

  /// scale · the sums, those of the first option's columns first.
  void Total(double scale, double* totals) const {
    const size_t stride = ColumnStride(columns_);
    std::fill_n(totals, learned_ * columns_, 0.0);
    for (size_t chunk = 0; chunk < chunks_; ++chunk) {
      const double* area = sums_.data() + chunk * AreaSize();
      for (size_t option = 0; option < learned_; ++option) {
        for (size_t place = 0; place < stride; ++place) {
          totals[option * columns_ + place % columns_] += area[option * stride + place];
        }
      }
    }
    for (size_t i = 0; i < learned_ * columns_; ++i) totals[i] *= scale;
  }

 private:
  size_t AreaSize() const { return learned_ * ColumnStride(columns_); }

  size_t learned_, columns_, blocks_per_chunk_, chunks_;
  std::vector<double> sums_;
};

}  // namespace steepest

#endif  // STEEPEST_LOSSES_COLUMN_OPTIONS_H_
