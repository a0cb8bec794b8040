// Random numbers that mean the same everywhere: Philox4x32-10 and what is made of its words.
// lib/random/philox.ts gives the same numbers bit for bit, on every machine: all is done with integers and
// with the operations that IEEE 754 rounds correctly (+ − × ÷ √), none of them fused; no logarithm or cosine
// of a library.
#ifndef STEEPEST_ENGINE_RANDOM_H_
#define STEEPEST_ENGINE_RANDOM_H_

#include <cstddef>
#include <cstdint>

namespace steepest {

/// What a stream is for. Purposes never share a stream, so no use of randomness disturbs another.
enum class RandomUse : uint32_t { kWeights = 1, kShuffle = 2, kDropout = 3, kRounding = 4 };

/// The stream for the index-th thing of a kind: a layer, an epoch, a step.
constexpr uint64_t RandomStream(RandomUse use, uint32_t index) {
  return static_cast<uint64_t>(use) << 32 | index;
}

/// Philox4x32-10: the four words of a counter, enciphered with a key.
/// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
inline void Philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{0xD2511F53} * c0;
    const uint64_t product1 = uint64_t{0xCD9E8D57} * c2;
    c0 = static_cast<uint32_t>(product1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<uint32_t>(product1);
    c2 = static_cast<uint32_t>(product0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<uint32_t>(product0);
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/// An endless array of random 32-bit words, any of which can be read at once: word i is Block(i / 4)[i % 4].
class Philox {
 public:
  explicit Philox(uint64_t seed, uint64_t stream)
      : key_{Low(seed), High(seed)}, stream_{Low(stream), High(stream)} {}

  /// Words 4·counter … 4·counter + 3.
  void Block(uint64_t counter, uint32_t out[4]) const {
    const uint32_t words[4] = {Low(counter), High(counter), stream_[0], stream_[1]};
    Philox4x32(words, key_, out);
  }

 private:
  static constexpr uint32_t Low(uint64_t x) { return static_cast<uint32_t>(x); }
  static constexpr uint32_t High(uint64_t x) { return static_cast<uint32_t>(x >> 32); }

  uint32_t key_[2];
  uint32_t stream_[2];
};

/// A uniform float in [0, 1), a multiple of 2⁻²⁴.
inline float Uniform01(uint32_t word) { return static_cast<float>(word >> 8) * 0x1p-24f; }

/// out[i] = low + (high − low) · Uniform01(word first + i), in double, rounded to float (which may give
/// `high`).
void FillUniform(const Philox& philox, uint64_t first, float* out, size_t count, double low = 0,
                 double high = 1);

/// out[i] = mean + deviation · z, in double, rounded to float, where z is the standard normal number first +
/// i. Numbers 2k and 2k + 1 are made of words 2k and 2k + 1 (Box–Muller: r cos φ and r sin φ). |z| < 6.77.
void FillNormal(const Philox& philox, uint64_t first, float* out, size_t count, double mean = 0,
                double deviation = 1);

/// The words one after the other, for draws that take a varying number of them.
class RandomSequence {
 public:
  explicit RandomSequence(const Philox& philox, uint64_t position = 0);

  uint32_t Next() {
    const size_t index = position_ % kBuffer;
    if (index == 0) Refill();
    ++position_;
    return words_[index];
  }

  /// A uniform integer in [0, bound), without bias; bound ≥ 1. Takes one word, seldom more.
  /// Lemire: Fast random integer generation in an interval (ACM TOMACS 29, 2019).
  uint32_t Below(uint32_t bound);

  /// How many words were taken, counted from the start of the stream; resumes the sequence.
  uint64_t Position() const { return position_; }

 private:
  static constexpr size_t kBuffer = 64;

  void Refill();  // with the words around position_

  Philox philox_;
  uint64_t position_;
  uint32_t words_[kBuffer];
};

/// Puts `indices` in random order (Fisher–Yates from the last to the first), from the start of the stream.
void Shuffle(const Philox& philox, uint32_t* indices, size_t count);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_RANDOM_H_
