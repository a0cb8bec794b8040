// Whose rule an optimizer follows where PyTorch, Keras, optax and the paper differ.
#ifndef STEEPEST_OPTIMIZERS_CONVENTION_H_
#define STEEPEST_OPTIMIZERS_CONVENTION_H_

namespace steepest {

/// In the order of `conventions` in lib/optimizers/convention.ts.
enum class Convention { kPyTorch, kKeras, kOptax, kPaper };

/// An option's number as a convention.
inline Convention ConventionOf(double option) { return static_cast<Convention>(static_cast<int>(option)); }

}  // namespace steepest

#endif  // STEEPEST_OPTIMIZERS_CONVENTION_H_
