// Linear systems with a symmetric positive definite matrix, in double.
#ifndef STEEPEST_SOLVERS_CHOLESKY_H_
#define STEEPEST_SOLVERS_CHOLESKY_H_

#include <cstddef>

namespace steepest {

/// Solves (matrix + damping · I) · solution = rhs by Cholesky's factorization UᵀU, in a fixed order of
/// operations: the same bits on every machine.
///
/// `matrix`: n × n, row-major, of which only the upper triangle (column ≥ row) is read. `factor_scratch`: n ×
/// n, its upper triangle receives U. `solution` may be `rhs`; nothing else may overlap.
///
/// False, with `solution` untouched, where the matrix is not positive definite to working precision: where a
/// pivot is not finite, or not above n · 2⁻⁵² times its damped diagonal element (so also where anything is
/// NaN).
bool CholeskySolve(const double* matrix, const double* rhs, size_t n, double damping, double* factor_scratch,
                   double* solution);

}  // namespace steepest

#endif  // STEEPEST_SOLVERS_CHOLESKY_H_
