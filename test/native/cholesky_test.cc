// Holds CholeskySolve to the plain algorithm, bit by bit, and to its promises about matrices that are not
// positive definite.
#include "native/solvers/cholesky.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace steepest {
namespace {

int failures = 0;

void Check(bool holds, const char* what, size_t n) {
  if (holds) return;
  if (++failures <= 20) std::printf("  n = %zu: does not hold: %s\n", n, what);
}

using Numbers = std::vector<double>;

bool SameBits(const Numbers& x, const Numbers& y) {
  return std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
}

/// U element by element, each reduced by one product after the other.
Numbers PlainSolve(Numbers u, Numbers x, size_t n, double damping) {
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = i; j < n; ++j) {
      double rest = u[i * n + j] + (i == j ? damping : 0.0);
      for (size_t p = 0; p < i; ++p) rest -= u[p * n + i] * u[p * n + j];
      u[i * n + j] = i == j ? std::sqrt(rest) : rest / u[i * n + i];
    }
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t p = 0; p < i; ++p) x[i] -= x[p] * u[p * n + i];
    x[i] /= u[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t j = i + 1; j < n; ++j) x[i] -= u[i * n + j] * x[j];
    x[i] /= u[i * n + i];
  }
  return x;
}

double Residual(const Numbers& matrix, const Numbers& rhs, const Numbers& x, size_t n, double damping) {
  double worst = 0;
  for (size_t i = 0; i < n; ++i) {
    double rest = rhs[i] - damping * x[i];
    for (size_t j = 0; j < n; ++j) rest -= matrix[i * n + j] * x[j];
    worst = std::fmax(worst, std::fabs(rest));
  }
  return worst;
}

void SolvesLikeThePlainAlgorithm(size_t n) {
  std::mt19937 generator(static_cast<unsigned>(n));
  std::normal_distribution<double> normal;
  Numbers factors(n * n), matrix(n * n), rhs(n);
  for (double& value : factors) value = normal(generator);
  for (double& value : rhs) value = normal(generator);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      for (size_t p = 0; p < n; ++p) matrix[i * n + j] += factors[p * n + i] * factors[p * n + j];
    }
  }
  const double damping = 0.75;
  const Numbers expected = PlainSolve(matrix, rhs, n, damping);
  Numbers scratch(n * n, std::numeric_limits<double>::quiet_NaN()), solution(n);
  Check(CholeskySolve(matrix.data(), rhs.data(), n, damping, scratch.data(), solution.data()), "solvable", n);
  Check(SameBits(solution, expected), "the bits of the plain algorithm", n);
  Check(Residual(matrix, rhs, solution, n, damping) < 1e-10 * static_cast<double>(n), "small residual", n);
  Numbers in_place = rhs;
  CholeskySolve(matrix.data(), in_place.data(), n, damping, scratch.data(), in_place.data());
  Check(SameBits(in_place, expected), "in place", n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) matrix[i * n + j] = std::numeric_limits<double>::quiet_NaN();
  }
  CholeskySolve(matrix.data(), rhs.data(), n, damping, scratch.data(), solution.data());
  Check(SameBits(solution, expected), "only the upper triangle matters", n);
}

/// Whether the matrix is refused and the solution left alone.
bool Refuses(Numbers matrix, size_t n, double damping) {
  Numbers scratch(n * n), rhs(n, 1.0), solution(n, 7.0);
  const Numbers untouched = solution;
  return !CholeskySolve(matrix.data(), rhs.data(), n, damping, scratch.data(), solution.data()) &&
         SameBits(solution, untouched);
}

/// The identity but for one element and its mirror image.
Numbers IdentityBut(size_t n, size_t row, size_t column, double value) {
  Numbers matrix(n * n);
  for (size_t i = 0; i < n; ++i) matrix[i * n + i] = 1.0;
  matrix[row * n + column] = matrix[column * n + row] = value;
  return matrix;
}

void RefusesWhatIsNotPositiveDefinite() {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (size_t n : {2, 7, 40, 70}) {
    const size_t end = n - 1;
    Check(Refuses(IdentityBut(n, end, end, 0.0), n, 0.0), "a zero pivot is refused", n);
    Check(Refuses(IdentityBut(n, end, end, -1.0), n, 0.0), "a negative pivot is refused", n);
    Check(Refuses(IdentityBut(n, 0, end, 1.0), n, 0.0), "a singular matrix is refused", n);
    Check(Refuses(IdentityBut(n, 0, end, 1.0 - 1e-17), n, 0.0),
          "a singular matrix but for rounding is refused", n);
    Check(!Refuses(IdentityBut(n, 0, end, 1.0), n, 1e-6), "a damped singular matrix is solved", n);
    Check(Refuses(IdentityBut(n, 0, 0, 1.0), n, -2.0), "a negative damped diagonal is refused", n);
    for (double value : {kNan, kInfinity, -kInfinity}) {
      Check(Refuses(IdentityBut(n, 0, end, value), n, 0.0), "what is not finite is refused", n);
      Check(Refuses(IdentityBut(n, end, end, value), n, 0.0), "what is not finite is refused", n);
    }
  }
  Check(Refuses({1, 1, 1, 1 + 2e-16}, 2, 0.0), "a pivot of rounding errors is refused", 2);
  Check(!Refuses({}, 0, 0.0), "the empty system is solved", 0);
}

}  // namespace
}  // namespace steepest

int main() {
  using namespace steepest;
  for (size_t n = 1; n <= 100; ++n) SolvesLikeThePlainAlgorithm(n);
  for (size_t n : {128, 257, 300}) SolvesLikeThePlainAlgorithm(n);
  RefusesWhatIsNotPositiveDefinite();
  std::printf(failures == 0 ? "cholesky_test: all right\n" : "cholesky_test: %d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
