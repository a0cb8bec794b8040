// The thread on which everything asynchronous runs: one per process, whoever calls.
#ifndef STEEPEST_ENGINE_ENGINE_THREAD_H_
#define STEEPEST_ENGINE_ENGINE_THREAD_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace steepest {

/// Started by the first Post and never destroyed: a process may exit while a job runs.
class EngineThread {
 public:
  static EngineThread& Get();

  /// Queues a job; jobs run one at a time, in the order they came. A job must not throw. May be called from
  /// any thread, also from a job. Throws std::system_error, and queues nothing, when the thread cannot be
  /// created.
  void Post(std::function<void()> job);

  /// How many jobs wait; the one that runs is not among them.
  size_t QueueLength() const;

 private:
  EngineThread() = default;

  void Start();  // with mutex_ held
  [[noreturn]] void RunJobs();

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> jobs_;
  bool started_ = false;
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_ENGINE_THREAD_H_
