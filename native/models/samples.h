// The rows that a network learns from or is measured on.
#ifndef STEEPEST_MODELS_SAMPLES_H_
#define STEEPEST_MODELS_SAMPLES_H_

#include <cstddef>
#include <cstdint>

#include "native/engine/rowwise.h"
#include "native/models/aligned_array.h"

namespace steepest {

/// How many bytes a row has in each array; 0 where there is none.
struct SampleLayout {
  size_t inputs;   // floats
  size_t outputs;  // of the network, hence scores and soft targets
  TargetKind kind;
  bool weighted;

  size_t InputBytes() const { return inputs * sizeof(float); }
  size_t TargetBytes() const;
};

/// Rows of somebody's arrays.
struct SampleView {
  size_t rows;
  const float* x;
  const void* targets;
  const float* weights;  // null, or one per row

  SampleView Slice(const SampleLayout& layout, size_t begin, size_t count) const;
};

/// The rows to gather: `count` from `rows` on. After them come `next` ≤ count that are gathered next.
struct Order {
  const uint32_t* rows;
  size_t count;
  size_t next;
};

/// Room for rows.
class SampleBuffer {
 public:
  SampleBuffer() = default;
  /// Throws std::bad_alloc.
  SampleBuffer(const SampleLayout& layout, size_t rows);

  /// Copies all rows of a view, with the team; `rows` must be those of the buffer.
  void CopyFrom(const SampleLayout& layout, const SampleView& view);

  /// Copies rows of a view in the order given.
  void Gather(const SampleLayout& layout, const SampleView& view, const Order& order);

  SampleView View() const { return {rows_, x_.data(), targets_.data(), weights_.data()}; }
  size_t Bytes() const { return x_.Bytes() + targets_.Bytes() + weights_.Bytes(); }

 private:
  size_t rows_ = 0;
  AlignedArray<float> x_;
  AlignedArray<uint8_t> targets_;
  AlignedArray<float> weights_;
};

/// The batches of an epoch: the rows in order, or shuffled anew for each epoch.
class Batches {
 public:
  Batches(const SampleLayout& layout, const SampleView& samples, size_t batch_rows, bool shuffle);

  size_t Count() const;
  size_t Rows(size_t batch) const;

  /// Shuffles for an epoch (where asked), the same way for the same seed and epoch.
  void StartEpoch(uint64_t seed, uint32_t epoch);

  /// Valid until the next call.
  SampleView Batch(size_t batch);

  size_t Bytes() const { return order_.Bytes() + buffer_.Bytes(); }

 private:
  SampleLayout layout_;
  SampleView samples_;
  size_t batch_rows_;
  AlignedArray<uint32_t> order_;  // empty: not shuffled
  SampleBuffer buffer_;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_SAMPLES_H_
