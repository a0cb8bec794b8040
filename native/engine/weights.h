// The pass over sample weights that comes before any output: what they sum to and whether all are legal.
#ifndef STEEPEST_ENGINE_WEIGHTS_H_
#define STEEPEST_ENGINE_WEIGHTS_H_

#include <cstddef>

namespace steepest {

constexpr size_t kNowhere = static_cast<size_t>(-1);

struct WeightSummary {
  double sum = 0;
  size_t counted = 0;           // weights above 0
  size_t first_bad = kNowhere;  // the first that is negative or NaN
};

/// Summarizes weights[0, count); the sum is the same bits on every instruction set.
WeightSummary SummarizeWeights(const float* weights, size_t count);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_WEIGHTS_H_
