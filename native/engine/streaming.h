// Stores that go past the caches, for outputs that are too large to be found there later.
#ifndef STEEPEST_ENGINE_STREAMING_H_
#define STEEPEST_ENGINE_STREAMING_H_

#include <cstddef>

namespace steepest {

/// output[i] = source[i] for i < count. A line that is written whole need not be read first, which saves a
/// third of the traffic of a write; the edges that do not fill a line are stored as usual, so no lane moves.
void StreamCopy(const float* source, size_t count, float* output);

/// Whether a call that touches so many bytes should stream its outputs: when they exceed the last-level
/// cache.
bool ShouldStream(size_t bytes);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_STREAMING_H_
