// The pass over a gradient that goes before a step: its norm, and whether it is finite.
#ifndef STEEPEST_ENGINE_GRADIENT_READING_H_
#define STEEPEST_ENGINE_GRADIENT_READING_H_

#include <cstddef>

namespace steepest {

struct GradientReading {
  double squares;  // Σ min(|scale·g|, clip)², added in double in the 16 virtual lanes
  bool finite;     // whether every scale·g is
};

/// Reads `count` elements.
GradientReading ReadGradient(const float* gradient, size_t count, float scale, float clip);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_GRADIENT_READING_H_
