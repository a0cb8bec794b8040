// Fixed block sizes. A block is the unit that a thread claims and that a partial sum belongs to, so its
// size may depend on the shape of the data but never on the number of threads.
#ifndef STEEPEST_ENGINE_BLOCKS_H_
#define STEEPEST_ENGINE_BLOCKS_H_

#include <algorithm>
#include <cstddef>

namespace steepest {

/// Elements per block of pointwise and stepping work: three or four arrays of it stay in the L1 and L2
/// caches.
constexpr size_t kBlock = 4096;

/// Partial sums of every vector target live in this many lanes.
constexpr size_t kVirtualLanes = 16;

constexpr size_t CountBlocks(size_t length, size_t block) { return (length + block - 1) / block; }

/// Rows per block of rowwise work: about 16 Ki scores, at least one row.
inline size_t RowsPerBlock(size_t columns) {
  constexpr size_t kScoresPerBlock = 16384;
  return std::max<size_t>(1, kScoresPerBlock / std::max<size_t>(1, columns));
}

}  // namespace steepest

#endif  // STEEPEST_ENGINE_BLOCKS_H_
