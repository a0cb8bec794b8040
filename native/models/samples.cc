#include "native/models/samples.h"

#include <algorithm>
#include <cstring>

#include "hwy/cache_control.h"
#include "native/engine/blocks.h"
#include "native/engine/random.h"
#include "native/engine/team.h"

namespace steepest {
namespace {

/// One claim of a thread that copies: half the time of waking another one.
constexpr size_t kCopyBlock = size_t{1} << 18;

void CopyBytes(void* to, const void* from, size_t bytes) {
  Team::Get().Run(CountBlocks(bytes, kCopyBlock), [&](size_t block) {
    const size_t begin = block * kCopyBlock;
    std::memcpy(static_cast<char*>(to) + begin, static_cast<const char*>(from) + begin,
                std::min(kCopyBlock, bytes - begin));
  });
}

/// `bytes` ≥ kPiece in pieces, the last of which may overlap the one before: for short rows faster than a
/// call of memcpy.
template <size_t kPiece>
void CopyPieces(char* to, const char* from, size_t bytes) {
  for (size_t at = 0; at + kPiece <= bytes; at += kPiece) std::memcpy(to + at, from + at, kPiece);
  std::memcpy(to + bytes - kPiece, from + bytes - kPiece, kPiece);
}

/// Rows of one fixed-size number each.
template <class Number>
void GatherNumbers(void* to, const void* from, const uint32_t* order, size_t count) {
  for (size_t row = 0; row < count; ++row) {
    static_cast<Number*>(to)[row] = static_cast<const Number*>(from)[order[row]];
  }
}

/// Short rows come from anywhere in memory, so those of the next batch are called for now.
void GatherShortRows(char* to, const char* from, size_t row_bytes, const Order& order) {
  for (size_t row = 0; row < order.count; ++row, to += row_bytes) {
    if (row < order.next) hwy::Prefetch(from + order.rows[order.count + row] * row_bytes);
    const char* const row_from = from + order.rows[row] * row_bytes;
    row_bytes < 16 ? CopyPieces<4>(to, row_from, row_bytes) : CopyPieces<16>(to, row_from, row_bytes);
  }
}

/// Long rows wait for the memory, which two threads do faster than one.
void GatherLongRows(char* to, const char* from, size_t row_bytes, const Order& order) {
  constexpr size_t kBlockBytes = 16384;
  constexpr size_t kWorthWaking = 16;  // blocks; below, waking a thread that sleeps costs more than it saves
  const size_t rows_per_block = std::max<size_t>(1, kBlockBytes / row_bytes);
  const auto copy = [&](size_t block) {
    const size_t end = std::min(order.count, (block + 1) * rows_per_block);
    for (size_t row = block * rows_per_block; row < end; ++row) {
      std::memcpy(to + row * row_bytes, from + order.rows[row] * row_bytes, row_bytes);
    }
  };
  Team::Get().Run(CountBlocks(order.count, rows_per_block), copy, kWorthWaking);
}

void GatherRows(void* to, const void* from, size_t row_bytes, const Order& order) {
  constexpr size_t kShort = 256;
  if (row_bytes == 1) return GatherNumbers<uint8_t>(to, from, order.rows, order.count);
  if (row_bytes == 2) return GatherNumbers<uint16_t>(to, from, order.rows, order.count);
  if (row_bytes == 4) return GatherNumbers<uint32_t>(to, from, order.rows, order.count);
  char* const target = static_cast<char*>(to);
  const char* const source = static_cast<const char*>(from);
  if (row_bytes < kShort) return GatherShortRows(target, source, row_bytes, order);
  GatherLongRows(target, source, row_bytes, order);
}

}  // namespace

size_t SampleLayout::TargetBytes() const {
  switch (kind) {
    case TargetKind::kSoft:
      return outputs * sizeof(float);
    case TargetKind::kInt32:
      return sizeof(int32_t);
    case TargetKind::kUint16:
      return sizeof(uint16_t);
    case TargetKind::kUint8:
      return sizeof(uint8_t);
  }
  return 0;
}

SampleView SampleView::Slice(const SampleLayout& layout, size_t begin, size_t count) const {
  return {count, x + begin * layout.inputs, static_cast<const char*>(targets) + begin * layout.TargetBytes(),
          weights == nullptr ? nullptr : weights + begin};
}

SampleBuffer::SampleBuffer(const SampleLayout& layout, size_t rows)
    : rows_(rows),
      x_(rows * layout.inputs),
      targets_(rows * layout.TargetBytes()),
      weights_(layout.weighted ? rows : 0) {}

void SampleBuffer::CopyFrom(const SampleLayout& layout, const SampleView& view) {
  CopyBytes(x_.data(), view.x, rows_ * layout.InputBytes());
  CopyBytes(targets_.data(), view.targets, rows_ * layout.TargetBytes());
  if (layout.weighted) CopyBytes(weights_.data(), view.weights, rows_ * sizeof(float));
}

void SampleBuffer::Gather(const SampleLayout& layout, const SampleView& view, const Order& order) {
  GatherRows(x_.data(), view.x, layout.InputBytes(), order);
  GatherRows(targets_.data(), view.targets, layout.TargetBytes(), order);
  if (layout.weighted) GatherRows(weights_.data(), view.weights, sizeof(float), order);
}

Batches::Batches(const SampleLayout& layout, const SampleView& samples, size_t batch_rows, bool shuffle)
    : layout_(layout), samples_(samples), batch_rows_(std::min(batch_rows, samples.rows)) {
  if (!shuffle) return;
  order_ = AlignedArray<uint32_t>(samples.rows);
  buffer_ = SampleBuffer(layout, batch_rows_);
}

size_t Batches::Count() const { return CountBlocks(samples_.rows, batch_rows_); }

size_t Batches::Rows(size_t batch) const {
  return std::min(batch_rows_, samples_.rows - batch * batch_rows_);
}

void Batches::StartEpoch(uint64_t seed, uint32_t epoch) {
  for (size_t row = 0; row < order_.size(); ++row) order_.data()[row] = static_cast<uint32_t>(row);
  Shuffle(Philox(seed, RandomStream(RandomUse::kShuffle, epoch)), order_.data(), order_.size());
}

SampleView Batches::Batch(size_t batch) {
  const size_t begin = batch * batch_rows_;
  const size_t rows = Rows(batch);
  if (order_.size() == 0) return samples_.Slice(layout_, begin, rows);
  buffer_.Gather(layout_, samples_,
                 {order_.data() + begin, rows, std::min(rows, samples_.rows - begin - rows)});
  return buffer_.View().Slice(layout_, 0, rows);
}

}  // namespace steepest
