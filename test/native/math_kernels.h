// The vector functions of native/math-inl.h as plain functions over arrays, one table per instruction set.
#ifndef STEEPEST_TEST_MATH_KERNELS_H_
#define STEEPEST_TEST_MATH_KERNELS_H_

#include <cstddef>

#include "native/engine/isa.h"

namespace steepest {

/// Elements per call: a multiple of every vector length.
constexpr size_t kMathChunk = 4096;

/// Maps kMathChunk elements of `in` to `out`; both aligned to 64 bytes.
using MathMap = void (*)(const float* in, float* out);

struct MathKernel {
  const char* name;
  MathMap full;    // with vectors of the full length
  MathMap narrow;  // with vectors of at most four lanes
};

/// The function called `name` as compiled for one instruction set, which the processor must have; null if
/// there is none.
const MathKernel* FindMathKernel(Isa isa, const char* name);

}  // namespace steepest

#endif  // STEEPEST_TEST_MATH_KERNELS_H_
