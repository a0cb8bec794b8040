// The pass over inputs that finds numbers for which a loss means nothing, before anything is written.
#ifndef STEEPEST_ENGINE_DOMAIN_H_
#define STEEPEST_ENGINE_DOMAIN_H_

#include <cstddef>

namespace steepest {

/// What a prediction or a target may be, in the order of lib/losses/domain.ts. NaN is in every domain.
enum class Domain { kReal, kNonNegative, kPositive, kSign, kFraction, kBinary };
constexpr size_t kDomains = 6;

/// The first of numbers[0, count) outside the domain, kNowhere where there is none. Where weights are given,
/// number i has weight weights[i / span], and one of weight 0 does not matter.
size_t FirstOutside(Domain domain, const float* numbers, size_t count, const float* weights, size_t span);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_DOMAIN_H_
