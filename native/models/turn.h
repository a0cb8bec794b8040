// Fairness among jobs on the engine thread.
#ifndef STEEPEST_MODELS_TURN_H_
#define STEEPEST_MODELS_TURN_H_

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "native/engine/engine_thread.h"

namespace steepest {

/// A job's turn: over once it has taken its time and others wait. Then the job puts itself behind them.
class Turn {
 public:
  /// `step_work` multiplications lie between two questions; the clock is not read for each short one.
  explicit Turn(size_t step_work)
      : start_(Clock::now()), steps_per_look_(std::clamp<size_t>(kWorkPerLook / (step_work + 1), 1, 64)) {}

  bool Over() {
    if (++steps_ % steps_per_look_ != 0 || Clock::now() - start_ < kLength) return false;
    return EngineThread::Get().QueueLength() > 0;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLength{20};
  static constexpr size_t kWorkPerLook = 1000000;

  Clock::time_point start_;
  size_t steps_per_look_;
  size_t steps_ = 0;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_TURN_H_
