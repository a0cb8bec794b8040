#include "native/losses/reduction.h"

namespace steepest {
namespace {

struct Span {
  const void* data;
  size_t bytes;
};

bool Share(const Span& a, const Span& b) {
  if (a.data == nullptr || b.data == nullptr || a.bytes == 0 || b.bytes == 0) return false;
  const auto a_begin = reinterpret_cast<uintptr_t>(a.data);
  const auto b_begin = reinterpret_cast<uintptr_t>(b.data);
  return a_begin < b_begin + b.bytes && b_begin < a_begin + a.bytes;
}

}  // namespace

bool Overlaps(const LossCall& call, size_t target_bytes, size_t values_count) {
  const size_t bytes = call.rows * call.columns * sizeof(float);
  const Span outputs[] = {
      {call.values, values_count * sizeof(float)}, {call.gradient, bytes}, {call.hessian, bytes}};
  const Span inputs[] = {{call.prediction, bytes},
                         {call.targets.data, target_bytes},
                         {call.vector, bytes},
                         {call.weights, call.weight_count * sizeof(float)}};
  for (const Span& output : outputs) {
    for (const Span& input : inputs) {
      if (Share(output, input)) return true;
    }
    for (const Span& other : outputs) {
      if (&other != &output && Share(output, other)) return true;
    }
  }
  return false;
}

}  // namespace steepest
