// Holds every function of native/math-inl.h to its declared bound, on every instruction set of this
// processor.
//
//   math_test               every 1021st float, and all floats around the edges
//   math_test --exhaustive  all 2³² floats
//   math_test [--exhaustive] Atan Tanh   only these rows
//
// One line per row; exits 1 on a violation. Also demanded: the bits do not depend on the lane or the vector
// length, are the same on every instruction set with fused multiply-add, and are those of the separate
// function where one function computes several.
#include <algorithm>
#include <cfloat>
#include <cinttypes>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "native/engine/isa.h"
#include "test/native/math_kernels.h"

namespace steepest {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kOverflow = 0x1p128;
constexpr double kTiny = 0x1p-149;
/// The rounding to float and, in ulp of float, a relative error of 2⁻⁴⁸ before it.
constexpr double kRounded = 0.5 + 0x1p-24;

struct Row {
  const char* name;
  double (*reference)(double x);
  double min, max;             // where the bound holds
  double ulp;                  // the declared bound, in units in the last place of the exact result
  const char* twin = nullptr;  // the function whose bits these must be
  bool mirrored = false;       // the twin is taken at −x
};

double SoftplusReference(double x) { return std::fmax(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); }
double SoftplusOfNegativeAbsReference(double x) { return std::log1p(std::exp(-std::fabs(x))); }
double SigmoidReference(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double ComplementReference(double x) { return 1.0 / (1.0 + std::exp(x)); }

double SincOfSquareReference(double s) { return s == 0 ? 1.0 : std::sin(std::sqrt(s)) / std::sqrt(s); }
double SquareErrorReference(double x) { return x * x - static_cast<double>(static_cast<float>(x * x)); }

/// (x − ln(1 + x))/x², by its series where the difference would cancel.
double Log1pCurvatureReference(double x) {
  if (x > 0.1) return (x - std::log1p(x)) / (x * x);
  double sum = 0;
  for (int k = 14; k >= 2; --k) sum = 1.0 / k - x * sum;
  return sum;
}

/// Double precision: its own error of an ulp of double is 2⁻²⁹ ulp of float.
const Row kRows[] = {
    {"Cbrt", [](double x) { return std::cbrt(x); }, -kInfinity, kInfinity, 1.0},
    {"PowNonNegative.75", [](double x) { return std::pow(x, 0.75f); }, 0.0, kInfinity, 3.0},
    {"PowNonNegative.3", [](double x) { return std::pow(x, 0.3f); }, 0.0, kInfinity, 3.0},
    {"PowNonNegative-1.1", [](double x) { return std::pow(x, -1.1f); }, 0.0, kInfinity, 3.0},
    {"Exp", [](double x) { return std::exp(x); }, -kInfinity, kInfinity, 1.0},
    {"ExpNonPositive", [](double x) { return std::exp(x); }, -kInfinity, 0.0, 1.0},
    {"ScaledExpNonPositive", [](double x) { return 0x1p40 * std::exp(x); }, -115.0, 0.0, 1.0},
    {"Log", [](double x) { return std::log(x); }, -kInfinity, kInfinity, 1.0},
    {"Log1p", [](double x) { return std::log1p(x); }, -kInfinity, kInfinity, 2.0},
    {"Log1pOfUnit", [](double x) { return std::log1p(x); }, 0.0, 1.0, 1.25},
    {"Softplus", SoftplusReference, -kInfinity, kInfinity, 2.0},
    {"SoftplusOfNegativeAbs", SoftplusOfNegativeAbsReference, -kInfinity, kInfinity, 2.0},
    {"Sigmoid", SigmoidReference, -kInfinity, kInfinity, 2.0},
    {"Tanh", [](double x) { return std::tanh(x); }, -kInfinity, kInfinity, 2.0},
    {"Atan", [](double x) { return std::atan(x); }, -kInfinity, kInfinity, 1.75},
    {"SincOfSquare", SincOfSquareReference, 0.0, 2.4674011, 1.5},
    {"Log1pCurvatureOfUnit", Log1pCurvatureReference, 0.0, 1.0, 2.25},
    {"ExpFactors.Times(1)", [](double x) { return std::exp(x); }, -kInfinity, 0.0, 1.25},
    {"ExpFactors.MinusOne", [](double x) { return std::expm1(x); }, -kInfinity, -0x1p-149, 1.0},
    {"ExactProduct.low", SquareErrorReference, 1e-15, 1e19, 0.0},
    {"TimesExp", [](double x) { return std::exp(x); }, -kInfinity, kInfinity, 1.0},
    {"TimesExp.huge", [](double x) { return 3e38f * std::exp(x); }, -kInfinity, kInfinity, 2.0},
    {"TimesExp.tiny", [](double x) { return 0x3p-149 * std::exp(x); }, -kInfinity, kInfinity, 2.0},
    {"TimesExp.product", [](double x) { return std::exp(-0.3f * x); }, -kInfinity, kInfinity, 1.25},
    {"LogInTwo", [](double x) { return std::log(x); }, -kInfinity, kInfinity, 0.55},
    {"Power.root", [](double x) { return std::pow(x, 0.3f); }, 0, kInfinity, 1.25},
    {"Power.cubic", [](double x) { return std::pow(x, 3.1f); }, 0, kInfinity, 1.25},
    {"Power.inverse", [](double x) { return std::pow(x, -1.7f); }, 0, kInfinity, 1.25},
    {"SoftplusAndSigmoid.softplus", SoftplusReference, -kInfinity, kInfinity, 2.0, "Softplus"},
    {"SoftplusAndSigmoid.sigmoid", SigmoidReference, -kInfinity, kInfinity, 2.0, "Sigmoid"},
    {"SoftplusAndSigmoid.complement", ComplementReference, -kInfinity, kInfinity, 2.0, "Sigmoid", true},
    {"WideExp", [](double x) { return std::exp(x); }, -kInfinity, 0.0, kRounded},
    {"WideExpAndExpm1.expm1", [](double x) { return std::expm1(x); }, -kInfinity, -0x1p-149, kRounded},
    {"WideLog", [](double x) { return std::log(x); }, kTiny, FLT_MAX, kRounded},
    {"WideLog.less", [](double x) { return std::log1p(x); }, kTiny, FLT_MAX, kRounded},
    {"WideLog.mirrored", [](double x) { return std::log1p(-x); }, kTiny, 1 - 0x1p-24, kRounded},
};

uint32_t BitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

float FloatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

bool SameBits(float a, float b) { return BitsOf(a) == BitsOf(b) || (std::isnan(a) && std::isnan(b)); }

/// The distance of neighbouring floats around `exact`; 2⁻¹⁴⁹ among subnormals.
double UlpAt(double exact) {
  uint64_t bits;
  std::memcpy(&bits, &exact, sizeof(bits));
  const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
  bits = static_cast<uint64_t>(std::clamp(exponent, -126, 127) - 23 + 1023) << 52;
  std::memcpy(&exact, &bits, sizeof(bits));
  return exact;
}

/// How far `got` is from `exact` in ulp; ∞ where a NaN, an infinity, an exact zero or a sign (also of zero)
/// is wrong.
double ErrorInUlp(float got, double exact) {
  if (std::isnan(exact)) return std::isnan(got) ? 0 : kInfinity;
  if (std::isnan(got) || std::signbit(got) != std::signbit(exact)) return kInfinity;
  if (exact == 0 || std::isinf(exact)) return got == exact ? 0 : kInfinity;
  if (std::fabs(exact) >= kOverflow) return std::isinf(got) ? 0 : kInfinity;
  const double value = std::isinf(got) ? std::copysign(kOverflow, exact) : static_cast<double>(got);
  return std::fabs(value - exact) / UlpAt(exact);
}

/// The largest error seen, and where.
struct Worst {
  double ulp = 0;
  uint32_t at = 0;

  void Take(double error, uint32_t bits) {
    if (error > ulp || (error == ulp && error > 0 && bits < at)) *this = {error, bits};
  }
};

/// What one row showed on each instruction set.
struct Findings {
  std::vector<Worst> worst;      // per instruction set
  std::vector<uint64_t> placed;  // per instruction set: results that depend on the lane or the vector length
  uint64_t unequal = 0;          // results that differ between instruction sets with fused multiply-add
  uint64_t untwinned = 0;        // results that are not those of the twin

  explicit Findings(size_t isas) : worst(isas), placed(isas) {}

  bool Good(double bound) const {
    const auto within = [bound](const Worst& each) { return each.ulp <= bound; };
    const auto none = [](uint64_t count) { return count == 0; };
    return std::all_of(worst.begin(), worst.end(), within) &&
           std::all_of(placed.begin(), placed.end(), none) && unequal == 0 && untwinned == 0;
  }

  void Merge(const Findings& other) {
    for (size_t i = 0; i < worst.size(); ++i) {
      worst[i].Take(other.worst[i].ulp, other.worst[i].at);
      placed[i] += other.placed[i];
    }
    unequal += other.unequal;
    untwinned += other.untwinned;
  }
};

bool HasFusedMultiplyAdd(Isa isa) { return isa != Isa::kSse4; }

uint64_t CountUnequal(const float* a, const float* b) {
  uint64_t count = 0;
  for (size_t i = 0; i < kMathChunk; ++i) count += !SameBits(a[i], b[i]);
  return count;
}

/// Runs one row over one chunk of inputs on every instruction set.
class ChunkCheck {
 public:
  ChunkCheck(const Row& row, const std::vector<Isa>& isas) : row_(row), isas_(isas), findings_(isas.size()) {}

  template <class InputAt>
  void Run(const InputAt& input_at) {
    for (size_t i = 0; i < kMathChunk; ++i) {
      in_[i] = Limited(input_at(i));
      reversed_[kMathChunk - 1 - i] = in_[i];
      mirrored_[i] = row_.mirrored ? -in_[i] : in_[i];
      exact_[i] = row_.reference(in_[i]);
      ulps_per_unit_[i] = 1 / UlpAt(exact_[i]);
    }
    bool have_fused = false;
    for (size_t k = 0; k < isas_.size(); ++k) {
      RunOn(k);
      if (!HasFusedMultiplyAdd(isas_[k])) continue;
      if (have_fused) findings_.unequal += CountUnequal(out_, fused_);
      std::copy(out_, out_ + kMathChunk, fused_);
      have_fused = true;
    }
  }

  const Findings& Found() const { return findings_; }

 private:
  /// Outside the row's range its upper end stands in, so that every chunk is full. NaN is in every range.
  float Limited(float x) const { return x < row_.min || x > row_.max ? static_cast<float>(row_.max) : x; }

  void RunOn(size_t k) {
    const MathKernel* kernel = FindMathKernel(isas_[k], row_.name);
    kernel->full(in_, out_);
    Worst& worst = findings_.worst[k];
    for (size_t i = 0; i < kMathChunk; ++i) {
      const bool same_sign = std::signbit(out_[i]) == std::signbit(exact_[i]);
      const bool better = std::fabs(out_[i] - exact_[i]) * ulps_per_unit_[i] < worst.ulp;  // false for NaN
      if (!(same_sign && better)) worst.Take(ErrorInUlp(out_[i], exact_[i]), BitsOf(in_[i]));
    }
    kernel->narrow(reversed_, other_);
    std::reverse(other_, other_ + kMathChunk);
    findings_.placed[k] += CountUnequal(out_, other_);
    if (row_.twin == nullptr) return;
    FindMathKernel(isas_[k], row_.twin)->full(mirrored_, other_);
    findings_.untwinned += CountUnequal(out_, other_);
  }

  const Row& row_;
  const std::vector<Isa>& isas_;
  Findings findings_;
  alignas(64) float in_[kMathChunk], reversed_[kMathChunk], mirrored_[kMathChunk];
  alignas(64) float out_[kMathChunk], other_[kMathChunk], fused_[kMathChunk];
  double exact_[kMathChunk], ulps_per_unit_[kMathChunk];
};

/// Every float.
Findings CheckAll(const Row& row, const std::vector<Isa>& isas) {
  constexpr int64_t kChunks = (int64_t{1} << 32) / kMathChunk;
  Findings total(isas.size());
#pragma omp parallel
  {
    ChunkCheck check(row, isas);
#pragma omp for schedule(dynamic, 256)
    for (int64_t chunk = 0; chunk < kChunks; ++chunk) {
      const uint32_t first = static_cast<uint32_t>(chunk * kMathChunk);
      check.Run([first](size_t i) { return FloatOf(first + static_cast<uint32_t>(i)); });
    }
#pragma omp critical
    total.Merge(check.Found());
  }
  return total;
}

/// Where something changes: zeros, the ends of the normal numbers, ends of reductions, overflow and
/// underflow.
const float kEdges[] = {0.0f,        FLT_MIN,     FLT_MAX,     1.0f,       0.5f,        2.0f,
                        0.70710678f, 1.41421356f, 0.34657359f, 0.6931472f, 0.29289322f, 0.41421356f,
                        88.722839f,  89.0f,       87.336545f,  103.97208f, 105.0f,      16777216.0f,
                        9.0109f,     10.0f,       1e-8f,       5.96e-8f,   INFINITY,    NAN,
                        1.57079633f, 2.4674011f,  174.0f};

/// A stride that is odd, so that all bits take part, and all floats around the edges with both signs.
Findings CheckSample(const Row& row, const std::vector<Isa>& isas) {
  constexpr uint32_t kStride = 1021;
  constexpr uint32_t kChunks = static_cast<uint32_t>((uint64_t{1} << 32) / kStride / kMathChunk);
  ChunkCheck check(row, isas);
  for (uint32_t chunk = 0; chunk <= kChunks; ++chunk) {
    check.Run([chunk](size_t i) {
      return FloatOf((chunk * uint32_t{kMathChunk} + static_cast<uint32_t>(i)) * kStride);
    });
  }
  for (float edge : kEdges) {
    for (uint32_t sign : {0u, 0x80000000u}) {
      const uint32_t first = (BitsOf(edge) ^ sign) - static_cast<uint32_t>(kMathChunk / 2);
      check.Run([first](size_t i) { return FloatOf(first + static_cast<uint32_t>(i)); });
    }
  }
  return check.Found();
}

/// Prints the row; true if it holds.
bool Report(const Row& row, const std::vector<Isa>& isas, const Findings& found) {
  std::printf("%-29s [%g, %g] <= %.3g ulp:", row.name, row.min, row.max, row.ulp);
  for (size_t i = 0; i < isas.size(); ++i) {
    const Worst& worst = found.worst[i];
    std::printf("  %s %.4f at %.9g (0x%08x)", IsaName(isas[i]), worst.ulp, FloatOf(worst.at), worst.at);
    if (found.placed[i] != 0) std::printf(" %" PRIu64 " DEPEND ON THE LANE", found.placed[i]);
  }
  if (found.unequal != 0) std::printf("  %" PRIu64 " DIFFER BETWEEN INSTRUCTION SETS", found.unequal);
  if (found.untwinned != 0) std::printf("  %" PRIu64 " ARE NOT THOSE OF %s", found.untwinned, row.twin);
  std::printf("  %s\n", found.Good(row.ulp) ? "ok" : "FAILED");
  std::fflush(stdout);
  return found.Good(row.ulp);
}

int Main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  const bool exhaustive = !names.empty() && names.front() == "--exhaustive";
  if (exhaustive) names.erase(names.begin());
  const std::vector<Isa> isas = AvailableIsas();
  size_t rows = 0, failures = 0;
  for (const Row& row : kRows) {
    if (!names.empty() && std::find(names.begin(), names.end(), row.name) == names.end()) continue;
    ++rows;
    failures += !Report(row, isas, exhaustive ? CheckAll(row, isas) : CheckSample(row, isas));
  }
  std::printf("%zu of %zu rows failed\n", failures, rows);
  const bool unknown = !names.empty() && rows != names.size();
  if (unknown) std::fprintf(stderr, "usage: math_test [--exhaustive] [names of rows]\n");
  return failures == 0 && !unknown ? 0 : 1;
}

}  // namespace
}  // namespace steepest

int main(int argc, char** argv) { return steepest::Main(argc, argv); }
