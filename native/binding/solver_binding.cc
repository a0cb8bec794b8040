// choleskySolve(size, damping, matrix, right, factor, solution) → whether the matrix is positive definite
#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/solvers/cholesky.h"

namespace steepest {
namespace {

napi_value Solve(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const size_t size = call.Size(0);
  const double damping = call.Number(1);
  constexpr size_t kLargest = 1 << 20;  // its square does not overflow
  if (size > kLargest) call.Fail("expected a smaller size", 0);
  const size_t elements = call.Ok() ? size * size : 0;
  const double* matrix = call.Array<double>(2, elements);
  const double* right = call.Array<double>(3, size);
  double* factor = call.Array<double>(4, elements);
  double* solution = call.Array<double>(5, size);
  if (!call.Ok()) return nullptr;
  napi_value solved;
  napi_get_boolean(env, CholeskySolve(matrix, right, size, damping, factor, solution), &solved);
  return solved;
}

}  // namespace

void ExportSolvers(napi_env env, napi_value exports) { ExportFunction(env, exports, "choleskySolve", Solve); }

}  // namespace steepest
