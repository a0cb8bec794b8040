#include "native/engine/random.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace steepest {
namespace {

// Series long enough that what they leave out is below the last bit of a double. Our own because the
// libraries' functions differ in the last bit between C and JavaScript, and between two machines.

constexpr double kLn2 = 0.6931471805599453;
constexpr double kSqrt2 = 1.4142135623730951;
constexpr double kRadiansPerStep = 3.141592653589793 / 2147483648;  // a turn has 2³² steps

// The logarithm of (word + ½) · 2⁻³²: that of the mantissa m between √½ and √2 is 2 artanh((m − 1) / (m +
// 1)).
double LogOfOpenUniform(uint32_t word) {
  int exponent;
  double mantissa = std::frexp(word + 0.5, &exponent) * 2;
  exponent -= 33;
  if (mantissa > kSqrt2) {
    mantissa /= 2;
    ++exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double series = 1.0 / 19;
  for (int odd = 17; odd >= 1; odd -= 2) series = series * square + 1.0 / odd;
  return 2 * s * series + exponent * kLn2;
}

struct Direction {
  double cosine, sine;
};

// Of the angle of `word` steps, which lies within an eighth of a turn of a quarter turn.
Direction DirectionOf(uint32_t word) {
  const uint32_t quarter = (word + 0x20000000u) >> 30;
  const double angle = static_cast<int32_t>(word - (quarter << 30)) * kRadiansPerStep;
  const double square = angle * angle;
  double cosine = 1, sine = 1;
  for (int n = 16; n >= 2; n -= 2) {
    cosine = 1 - cosine * square * (1.0 / (n * (n - 1)));
    sine = 1 - sine * square * (1.0 / (n * (n + 1)));
  }
  sine *= angle;
  switch (quarter) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

struct NormalPair {
  double first, second;
};

NormalPair BoxMuller(uint32_t radius_word, uint32_t angle_word) {
  const double radius = std::sqrt(-2 * LogOfOpenUniform(radius_word));
  const Direction direction = DirectionOf(angle_word);
  return {radius * direction.cosine, radius * direction.sine};
}

// out[i] = number first + i, where `convert` makes four numbers of the four words of a block.
template <class Convert>
void FillByBlocks(const Philox& philox, uint64_t first, float* out, size_t count, const Convert& convert) {
  uint32_t words[4];
  float numbers[4];
  for (size_t done = 0; done < count;) {
    const uint64_t position = first + done;
    philox.Block(position / 4, words);
    convert(words, numbers);
    const size_t skipped = position % 4;
    const size_t taken = std::min(4 - skipped, count - done);
    std::copy_n(numbers + skipped, taken, out + done);
    done += taken;
  }
}

}  // namespace

void FillUniform(const Philox& philox, uint64_t first, float* out, size_t count, double low, double high) {
  const double span = high - low;
  FillByBlocks(philox, first, out, count, [&](const uint32_t words[4], float numbers[4]) {
    for (int i = 0; i < 4; ++i) numbers[i] = static_cast<float>(low + span * Uniform01(words[i]));
  });
}

void FillNormal(const Philox& philox, uint64_t first, float* out, size_t count, double mean,
                double deviation) {
  FillByBlocks(philox, first, out, count, [&](const uint32_t words[4], float numbers[4]) {
    for (int i = 0; i < 4; i += 2) {
      const NormalPair pair = BoxMuller(words[i], words[i + 1]);
      numbers[i] = static_cast<float>(mean + deviation * pair.first);
      numbers[i + 1] = static_cast<float>(mean + deviation * pair.second);
    }
  });
}

RandomSequence::RandomSequence(const Philox& philox, uint64_t position)
    : philox_(philox), position_(position) {
  if (position_ % kBuffer != 0) Refill();
}

void RandomSequence::Refill() {
  const uint64_t block = position_ / kBuffer * (kBuffer / 4);
  for (size_t i = 0; i < kBuffer / 4; ++i) philox_.Block(block + i, words_ + 4 * i);
}

uint32_t RandomSequence::Below(uint32_t bound) {
  uint64_t product = uint64_t{Next()} * bound;
  if (static_cast<uint32_t>(product) < bound) {
    const uint32_t unfair =
        (0u - bound) % bound;  // 2³² mod bound: so many low words would favour some integers
    while (static_cast<uint32_t>(product) < unfair) product = uint64_t{Next()} * bound;
  }
  return static_cast<uint32_t>(product >> 32);
}

void Shuffle(const Philox& philox, uint32_t* indices, size_t count) {
  RandomSequence sequence(philox);
  for (size_t left = count; left > 1; --left) {
    std::swap(indices[left - 1], indices[sequence.Below(static_cast<uint32_t>(left))]);
  }
}

}  // namespace steepest
