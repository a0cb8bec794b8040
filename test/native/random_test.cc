// Random numbers against the known answers of Random123 and the numbers that tools/golden/philox.py makes
// from the published algorithm (a part of test/golden/philox.json, to which the TypeScript twin is held as
// well).
#include "native/engine/random.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <numeric>
#include <vector>

namespace steepest {
namespace {

int failures = 0;

void Check(bool holds, const char* what, int line) {
  if (holds) return;
  std::printf("random_test.cc:%d: does not hold: %s\n", line, what);
  ++failures;
}
#define CHECK(...) Check((__VA_ARGS__), #__VA_ARGS__, __LINE__)

constexpr uint64_t kSeed = 20261123, kStream = 8589934599;
constexpr uint64_t kLargestSeed = 9007199254740991, kLargestStream = 21474836479, kFarAway = 1099511627778;

void KnownAnswers() {
  struct Answer {
    uint32_t counter[4], key[2], output[4];
  };
  const Answer answers[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const Answer& answer : answers) {
    uint32_t output[4];
    Philox4x32(answer.counter, answer.key, output);
    CHECK(std::equal(output, output + 4, answer.output));
  }
}

template <class T>
bool StartsWith(const std::vector<T>& values, std::initializer_list<T> expected) {
  return std::equal(expected.begin(), expected.end(), values.begin());
}

std::vector<uint32_t> Words(const Philox& philox, uint64_t position) {
  RandomSequence sequence(philox, position);
  std::vector<uint32_t> words(100);
  for (uint32_t& word : words) word = sequence.Next();
  return words;
}

std::vector<float> Uniform(const Philox& philox, uint64_t first, double low = 0, double high = 1,
                           size_t count = 40) {
  std::vector<float> numbers(count);
  FillUniform(philox, first, numbers.data(), count, low, high);
  return numbers;
}

std::vector<float> Normal(const Philox& philox, uint64_t first, double mean = 0, double deviation = 1,
                          size_t count = 40) {
  std::vector<float> numbers(count);
  FillNormal(philox, first, numbers.data(), count, mean, deviation);
  return numbers;
}

void GoldenNumbers() {
  const Philox near(kSeed, kStream), far(kLargestSeed, kLargestStream);
  CHECK(StartsWith<uint32_t>(Words(near, 0), {4226282501u, 2905137012u, 1705120272u, 1825461829u, 2767002159u,
                                              4169848908u, 1624929787u, 3315685358u}));
  CHECK(StartsWith<uint32_t>(Words(far, kFarAway), {2065569649u, 841618753u, 2891255424u, 2095352997u,
                                                    58776659u, 3332796597u, 762136217u, 3797170459u}));
  CHECK(StartsWith<float>(Uniform(near, 0), {0.9840081f, 0.6764049f, 0.39700425f, 0.42502344f, 0.6442429f,
                                             0.9708686f, 0.3783334f, 0.7719931f}));
  CHECK(StartsWith<float>(Uniform(far, kFarAway), {0.48092788f, 0.19595462f, 0.67317283f, 0.48786235f,
                                                   0.013684988f, 0.77597713f, 0.17744863f, 0.88409764f}));
  CHECK(StartsWith<float>(Uniform(near, 0, -0.25, 0.375),
                          {0.36500505f, 0.17275307f, -0.0018723458f, 0.015639648f, 0.1526518f, 0.35679287f,
                           -0.013541631f, 0.2324957f}));
  CHECK(StartsWith<float>(Normal(near, 0), {-0.080103785f, -0.16070387f, -1.2112099f, 0.6169175f, 0.9220767f,
                                            -0.17068546f, 0.192056f, -1.3809682f}));
  CHECK(StartsWith<float>(Normal(far, kFarAway), {0.40303352f, 1.1408943f, -0.8870805f, 0.06778277f,
                                                  0.47605708f, -2.8907228f, 1.3879188f, -1.2376708f}));
  CHECK(StartsWith<float>(Normal(near, 5, 3, 0.5), {2.9146574f, 3.096028f, 2.309516f, 2.6398852f, 3.502833f,
                                                    2.9281535f, 3.4481342f, 3.4009476f}));
}

void GoldenIntegers() {
  RandomSequence sequence(Philox(kSeed, kStream));
  const std::vector<uint32_t> bounds = {
      1u,          2u,          3u,          7u,          10u,         256u,        60000u, 16777217u,
      2147483648u, 2147483649u, 3221225472u, 3221225472u, 3221225472u, 4294967295u, 6u,     6u,
      1u,          2u,          3u,          7u,          10u,         256u,        60000u, 16777217u,
      2147483648u, 2147483649u, 3221225472u, 3221225472u, 3221225472u, 4294967295u, 6u,     6u};
  const std::vector<uint32_t> integers = {
      0u,          1u,          1u,          2u,          6u,          248u,        22700u, 12951896u,
      999249737u,  1941418275u, 2486128484u, 1580388130u, 1581875272u, 339840341u,  3u,     2u,
      0u,          0u,          1u,          6u,          0u,          141u,        50380u, 12334427u,
      1398933956u, 589732410u,  2252340173u, 2433027601u, 986669786u,  1596240521u, 1u,     3u};
  for (size_t i = 0; i < bounds.size(); ++i) CHECK(sequence.Below(bounds[i]) == integers[i]);
  CHECK(sequence.Position() == 40);
}

std::vector<uint32_t> Shuffled(const Philox& philox, size_t count) {
  std::vector<uint32_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0u);
  Shuffle(philox, indices.data(), count);
  return indices;
}

void GoldenShuffles() {
  CHECK(Shuffled(Philox(kSeed, kStream), 32) ==
        std::vector<uint32_t>({30, 24, 4,  23, 16, 21, 27, 10, 25, 2, 15, 7,  1,  6,  0,  3,
                               22, 13, 17, 28, 5,  14, 8,  29, 19, 9, 26, 18, 12, 11, 20, 31}));
  const Philox philox(20261123, RandomStream(RandomUse::kShuffle, 0));
  const std::vector<uint32_t> indices = Shuffled(philox, 60000);
  CHECK(StartsWith<uint32_t>(indices, {48271, 46992, 44800, 41274, 37144, 51499, 44415, 32119}));
  uint32_t checksum = 0;
  for (uint32_t index : indices) checksum = checksum * 31 + index;
  CHECK(checksum == 3648370082u);
  CHECK(Shuffled(Philox(1, 1), 0).empty());
  CHECK(Shuffled(Philox(1, 1), 1) == std::vector<uint32_t>({0}));
}

// Any part of a stream is the same as that part of the whole.
void PartsEqualTheWhole() {
  const Philox philox(7, 3);
  const std::vector<float> uniform = Uniform(philox, 0), normal = Normal(philox, 0);
  const std::vector<uint32_t> words = Words(philox, 0);
  for (size_t first = 0; first < 12; ++first) {
    for (size_t count = 0; count < 12; ++count) {
      const std::vector<float> some = Uniform(philox, first, 0, 1, count);
      CHECK(std::equal(some.begin(), some.end(), &uniform[first]));
      const std::vector<float> others = Normal(philox, first, 0, 1, count);
      CHECK(std::equal(others.begin(), others.end(), &normal[first]));
    }
  }
  for (size_t first = 0; first < words.size(); ++first) CHECK(Words(philox, first)[0] == words[first]);
}

double RelativeError(float number, double exact) { return std::fabs((number - exact) / exact); }

// Box–Muller with the C library's logarithm and cosine gives numbers that round to these.
void NormalsAreAccurate() {
  const Philox philox(11, 0);
  constexpr size_t kCount = 200000;
  const std::vector<float> normal = Normal(philox, 0, 0, 1, kCount);
  RandomSequence words(philox);
  double sum = 0, squares = 0, worst = 0;
  for (size_t i = 0; i < kCount; i += 2) {
    const double radius = std::sqrt(-2 * std::log((words.Next() + 0.5) / 4294967296.0));
    const double angle = words.Next() / 4294967296.0 * 2 * 3.141592653589793;
    worst = std::max({worst, RelativeError(normal[i], radius * std::cos(angle)),
                      RelativeError(normal[i + 1], radius * std::sin(angle))});
    sum += double{normal[i]} + normal[i + 1];
    squares += double{normal[i]} * normal[i] + double{normal[i + 1]} * normal[i + 1];
  }
  CHECK(worst <= 0x1.0001p-24);  // half a unit in the last place, and nothing to speak of beyond
  CHECK(std::fabs(sum / kCount) < 4 / std::sqrt(kCount));
  CHECK(std::fabs(squares / kCount - 1) < 4 * std::sqrt(2.0 / kCount));
}

// Every integer below the bound is as likely as another, also where the bound does not divide 2³².
void IntegersAreFair() {
  RandomSequence sequence(Philox(5, 0));
  constexpr uint32_t kBound = 3u << 30;
  constexpr int kDraws = 300000;
  int thirds[3] = {};
  for (int draw = 0; draw < kDraws; ++draw) ++thirds[sequence.Below(kBound) >> 30];
  for (int third : thirds) CHECK(std::abs(third - kDraws / 3) < 4 * std::sqrt(kDraws * 2.0 / 9));
  CHECK(sequence.Position() > kDraws * 5 / 4);  // a quarter of the words is rejected, and of their successors
}

// The six orders of three things come equally often.
void ShufflesAreFair() {
  constexpr uint32_t kShuffles = 60000;
  int orders[27] = {};
  for (uint32_t i = 0; i < kShuffles; ++i) {
    const std::vector<uint32_t> order = Shuffled(Philox(9, RandomStream(RandomUse::kShuffle, i)), 3);
    ++orders[order[0] * 9 + order[1] * 3 + order[2]];
  }
  for (int count : orders) CHECK(count == 0 || std::abs(count - 10000) < 4 * std::sqrt(10000 * 5 / 6.0));
  CHECK(std::count(orders, orders + 27, 0) == 21);
}

}  // namespace
}  // namespace steepest

int main() {
  using namespace steepest;
  KnownAnswers();
  GoldenNumbers();
  GoldenIntegers();
  GoldenShuffles();
  PartsEqualTheWhole();
  NormalsAreAccurate();
  IntegersAreFair();
  ShufflesAreFair();
  std::printf(failures == 0 ? "random_test: all right\n" : "random_test: %d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
