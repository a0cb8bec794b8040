// Holds Matmul to its promise: every element is the one chain of fused multiply-adds that a plain loop
// computes, bit by bit, for any size, stride, alignment and number of threads, and nothing else is read or
// written. On SSE4, which rounds product and sum apart, to the error bound of such a chain. Runs on every
// instruction set of this processor.
#include "native/engine/matmul.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "native/engine/isa.h"
#include "native/engine/team.h"

namespace steepest {
namespace {

int failures = 0;
std::mt19937 generator(20261123);

size_t Random(size_t least, size_t most) {
  return std::uniform_int_distribution<size_t>(least, most)(generator);
}

float RandomFloat() { return std::uniform_real_distribution<float>(-1.0f, 1.0f)(generator); }

bool SameBits(float x, float y) {
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
  return std::memcmp(&x, &y, sizeof(x)) == 0;
}

/// How the numbers of an operand lie in memory.
enum class Layout { kRows, kColumns, kScattered };

/// An operand in a buffer that is NaN wherever the operand has no element.
struct Operand {
  std::vector<float> buffer;
  Matrix view;

  float At(size_t row, size_t column) const {
    return view.data[row * view.row_stride + column * view.column_stride];
  }
};

Operand MakeOperand(size_t rows, size_t columns, Layout layout, size_t gap, size_t offset) {
  Operand operand;
  const bool by_columns = layout == Layout::kColumns;
  const size_t unit = layout == Layout::kScattered ? 2 : 1;
  const size_t line = unit * (by_columns ? rows : columns) + gap;
  operand.buffer.assign(offset + line * std::max<size_t>(1, by_columns ? columns : rows) + 1,
                        std::numeric_limits<float>::quiet_NaN());
  operand.view = {operand.buffer.data() + offset, rows, columns, by_columns ? unit : line,
                  by_columns ? line : unit};
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      const size_t at = row * operand.view.row_stride + column * operand.view.column_stride;
      operand.buffer[offset + at] = RandomFloat();
    }
  }
  return operand;
}

enum class Start { kZero, kBias, kOutput };

struct Case {
  size_t m, k, n;
  Layout a_layout = Layout::kRows, b_layout = Layout::kRows;
  Start start = Start::kZero;
  size_t a_gap = 0, b_gap = 0, out_gap = 0;
  size_t a_offset = 0, b_offset = 0, out_offset = 0;

  std::string Text() const {
    const char* const layouts[] = {"rows", "columns", "scattered"};
    const char* const starts[] = {"0", "bias", "output"};
    return std::to_string(m) + "x" + std::to_string(k) + "x" + std::to_string(n) + " a by " +
           layouts[static_cast<int>(a_layout)] + " gap " + std::to_string(a_gap) + " offset " +
           std::to_string(a_offset) + ", b by " + layouts[static_cast<int>(b_layout)] + " gap " +
           std::to_string(b_gap) + " offset " + std::to_string(b_offset) + ", from " +
           starts[static_cast<int>(start)] + ", out gap " + std::to_string(out_gap) + " offset " +
           std::to_string(out_offset);
  }
};

/// One chain, and the error that a chain without fusing may have.
struct Expected {
  float value;
  double error;
};

Expected Chain(const Operand& a, const Operand& b, size_t row, size_t column, float start) {
  float chain = start;
  double magnitude = std::fabs(start);
  for (size_t k = 0; k < a.view.columns; ++k) {
    chain = std::fma(a.At(row, k), b.At(k, column), chain);
    magnitude += std::fabs(static_cast<double>(a.At(row, k)) * b.At(k, column));
  }
  return {chain, magnitude * 0x1p-23 * static_cast<double>(a.view.columns + 1)};
}

bool Agrees(float actual, const Expected& expected) {
  if (ActiveIsa() != Isa::kSse4 || !std::isfinite(expected.value)) return SameBits(actual, expected.value);
  return std::fabs(static_cast<double>(actual) - expected.value) <= expected.error;
}

void Fail(const Case& c, const std::string& what) {
  if (++failures <= 20) std::printf("  %s: %s\n", c.Text().c_str(), what.c_str());
}

constexpr float kGuard = -7777.25f;

void CheckOutput(const Case& c, const std::vector<float>& old_out, const std::vector<float>& out,
                 const Operand& a, const Operand& b, const std::vector<float>& bias) {
  const size_t stride = c.n + c.out_gap;
  for (size_t i = 0; i < out.size(); ++i) {
    const size_t at = i - c.out_offset;
    const bool inside = i >= c.out_offset && at / stride < c.m && at % stride < c.n;
    if (!inside) {
      if (!SameBits(out[i], old_out[i])) return Fail(c, "wrote outside the output at " + std::to_string(i));
      continue;
    }
    const size_t row = at / stride, column = at % stride;
    const float start = c.start == Start::kBias     ? bias[column]
                        : c.start == Start::kOutput ? old_out[i]
                                                    : 0.0f;
    const Expected expected = Chain(a, b, row, column, start);
    if (!Agrees(out[i], expected)) {
      return Fail(c, "(" + std::to_string(row) + ", " + std::to_string(column) + ") is " +
                         std::to_string(out[i]) + ", not " + std::to_string(expected.value));
    }
  }
}

/// Computes the case with each number of threads; `spoil` may put special values into the operands.
template <class Spoil>
void Check(const Case& c, const std::vector<size_t>& threads, const Spoil& spoil) {
  Operand a = MakeOperand(c.m, c.k, c.a_layout, c.a_gap, c.a_offset);
  Operand b = MakeOperand(c.k, c.n, c.b_layout, c.b_gap, c.b_offset);
  spoil(a, b);
  std::vector<float> bias(c.n);
  for (float& value : bias) value = RandomFloat();
  const size_t stride = c.n + c.out_gap;
  std::vector<float> old_out(c.out_offset + c.m * stride + 64, kGuard);
  for (size_t row = 0; row < c.m; ++row) {
    for (size_t column = 0; column < c.n; ++column)
      old_out[c.out_offset + row * stride + column] = RandomFloat();
  }
  MatmulOptions options;
  if (c.start == Start::kBias) options.bias = bias.data();
  options.accumulate = c.start == Start::kOutput;
  std::vector<float> first;
  for (size_t count : threads) {
    Team::Get().SetThreads(count);
    std::vector<float> out = old_out;
    Matmul(a.view, b.view, {out.data() + c.out_offset, c.m, c.n, stride}, options);
    if (first.empty()) {
      CheckOutput(c, old_out, out, a, b, bias);
      first = out;
    } else if (!std::equal(out.begin(), out.end(), first.begin(), SameBits)) {
      Fail(c, "other bits with " + std::to_string(count) + " threads");
    }
  }
}

void Check(const Case& c, const std::vector<size_t>& threads = {1}) {
  Check(c, threads, [](Operand&, Operand&) {});
}

Case RandomCase(size_t most) {
  Case c;
  c.m = Random(1, most);
  c.k = Random(1, most);
  c.n = Random(1, most);
  c.a_layout = static_cast<Layout>(Random(0, 2));
  c.b_layout = static_cast<Layout>(Random(0, 2));
  c.start = static_cast<Start>(Random(0, 2));
  if (Random(0, 1) == 1) {
    c.a_gap = Random(0, 9);
    c.b_gap = Random(0, 9);
    c.out_gap = Random(0, 9);
  }
  c.a_offset = Random(0, 15);
  c.b_offset = Random(0, 15);
  c.out_offset = Random(0, 15);
  return c;
}

void SmallSizes() {
  for (size_t m = 1; m <= 6; ++m) {
    for (size_t n = 1; n <= 36; ++n) {
      for (Layout a : {Layout::kRows, Layout::kColumns}) {
        for (Layout b : {Layout::kRows, Layout::kColumns}) {
          for (Start start : {Start::kZero, Start::kBias, Start::kOutput}) {
            Check({m, 5, n, a, b, start});
            Check({n, 6, m, a, b, start});
          }
        }
      }
    }
  }
}

void RandomSizes() {
  for (int i = 0; i < 2000; ++i) Check(RandomCase(70));
}

/// Sizes that reach every way through the blocks: passes over steps and rows, panels, copied rows, narrow
/// outputs.
void LargeSizes() {
  const std::vector<size_t> threads = {1, 2, 3};
  const Layout rows = Layout::kRows, columns = Layout::kColumns;
  for (Start start : {Start::kZero, Start::kBias, Start::kOutput}) {
    Check({32, 784, 128, rows, rows, start}, threads);
    Check({128, 300, 512, rows, rows, start}, threads);
    Check({300, 700, 530, rows, rows, start}, threads);  // more rows and steps than a pass takes
    Check({65, 400, 1030, rows, rows, start}, threads);  // rows of b that need a panel
    Check({700, 130, 301, columns, rows, start}, threads);
    Check({97, 260, 1024, columns, rows, start, 1024 - 97}, threads);  // rows of a that need a copy
    Check({64, 500, 390, rows, columns, start}, threads);
    Check({1, 3000, 70, rows, rows, start}, threads);
    for (size_t n : {1, 2, 3, 7, 10, 17, 31}) {
      Check({200, 1700, n, rows, rows, start}, threads);
      Check({200, 1700, n, rows, columns, start, 0, 0, 3}, threads);
      Check({1700, 200, n, columns, rows, start}, threads);
    }
  }
}

void NoSteps() {
  for (Start start : {Start::kZero, Start::kBias, Start::kOutput}) {
    for (size_t n : {1, 3, 20, 100}) Check({5, 0, n, Layout::kRows, Layout::kRows, start});
  }
}

void AlignmentDoesNotMatter() {
  for (size_t offset = 0; offset < 16; ++offset) {
    for (size_t n : {1, 3, 10, 16, 20, 61}) {
      for (Layout layout : {Layout::kRows, Layout::kColumns}) {
        Case c = {13, 40, n, layout, layout, Start::kOutput};
        c.a_offset = offset;
        c.b_offset = (offset * 7) % 16;
        c.out_offset = (offset * 3) % 16;
        Check(c);
      }
    }
  }
}

void SpecialValuesPropagate() {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float special[] = {
      std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity, 0.0f, -0.0f, 1e-42f, 3e38f};
  for (int i = 0; i < 500; ++i) {
    Check(RandomCase(40), {1}, [&](Operand& a, Operand& b) {
      for (Operand* operand : {&a, &b}) {
        const Matrix& view = operand->view;
        const size_t row = Random(0, view.rows - 1), column = Random(0, view.columns - 1);
        const_cast<float*>(view.data)[row * view.row_stride + column * view.column_stride] =
            special[Random(0, 6)];
      }
    });
  }
}

#if defined(__linux__)
/// A place for `count` floats that ends where the accessible memory ends.
class GuardedFloats {
 public:
  explicit GuardedFloats(size_t count) {
    const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    bytes_ = (count * sizeof(float) + page - 1) / page * page + page;
    base_ =
        static_cast<char*>(mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (base_ == MAP_FAILED || mprotect(base_ + bytes_ - page, page, PROT_NONE) != 0) std::abort();
    data = reinterpret_cast<float*>(base_ + bytes_ - page) - count;
    for (size_t i = 0; i < count; ++i) data[i] = RandomFloat();
  }
  ~GuardedFloats() { munmap(base_, bytes_); }
  GuardedFloats(const GuardedFloats&) = delete;
  GuardedFloats& operator=(const GuardedFloats&) = delete;

  float* data;

 private:
  char* base_;
  size_t bytes_;
};

/// Reading or writing beyond the end of an array ends the process.
void NothingBeyondTheEnd() {
  for (size_t m : {1, 2, 3, 7, 13, 40}) {
    for (size_t n : {1, 2, 3, 5, 8, 10, 17, 33, 50}) {
      for (size_t k : {1, 3, 4, 7, 18}) {
        const GuardedFloats a(m * k), b(k * n), out(m * n), bias(n);
        const Matrix as[] = {Matrix::RowMajor(a.data, m, k), Matrix::RowMajor(a.data, k, m).Transposed()};
        const Matrix bs[] = {Matrix::RowMajor(b.data, k, n), Matrix::RowMajor(b.data, n, k).Transposed()};
        for (const Matrix& left : as) {
          for (const Matrix& right : bs)
            Matmul(left, right, MatrixOut::RowMajor(out.data, m, n), {bias.data});
        }
        ColumnSums(bs[0], bias.data);
      }
    }
  }
}
#endif

void ColumnSumsAreChains() {
  for (int i = 0; i < 500; ++i) {
    const Operand a = MakeOperand(Random(0, 60), Random(1, 70), static_cast<Layout>(Random(0, 2)),
                                  Random(0, 5), Random(0, 15));
    const bool accumulate = Random(0, 1) == 1;
    const size_t columns = a.view.columns;
    std::vector<float> sums(columns + 16, kGuard);
    for (size_t j = 0; j < columns; ++j) sums[j] = RandomFloat();
    std::vector<float> expected = sums;
    for (size_t j = 0; j < columns; ++j) {
      double sum = accumulate ? expected[j] : 0.0;
      for (size_t row = 0; row < a.view.rows; ++row) sum += a.At(row, j);
      expected[j] = static_cast<float>(sum);
    }
    ColumnSums(a.view, sums.data(), accumulate);
    if (std::equal(sums.begin(), sums.end(), expected.begin(), SameBits)) continue;
    std::printf("  column sums of %zux%zu differ\n", a.view.rows, columns);
    ++failures;
  }
}

bool RunAllTests() {
  SmallSizes();
  RandomSizes();
  LargeSizes();
  NoSteps();
  AlignmentDoesNotMatter();
  SpecialValuesPropagate();
#if defined(__linux__)
  NothingBeyondTheEnd();
#endif
  ColumnSumsAreChains();
  std::printf("matmul_test on %s: %s\n", IsaName(ActiveIsa()),
              failures == 0 ? "all right" : (std::to_string(failures) + " failures").c_str());
  return failures == 0;
}

#if defined(__linux__)
/// The instruction set is chosen once per process, so each is tested in a process of its own.
bool RunOnEveryIsa(const std::string& program) {
  bool passed = true;
  for (Isa isa : AvailableIsas()) {
    setenv("STEEPEST_ISA", IsaName(isa), 1);
    std::fflush(stdout);
    if (std::system(("\"" + program + "\"").c_str()) != 0) passed = false;
  }
  return passed;
}
#endif

}  // namespace
}  // namespace steepest

int main(int, char** arguments) {
#if defined(__linux__)
  if (std::getenv("STEEPEST_ISA") == nullptr) return steepest::RunOnEveryIsa(arguments[0]) ? 0 : 1;
#else
  (void)arguments;
#endif
  return steepest::RunAllTests() ? 0 : 1;
}
