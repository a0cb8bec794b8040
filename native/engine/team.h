// The threads that share the work of one call: one team per process, the caller being one of its threads.
#ifndef STEEPEST_ENGINE_TEAM_H_
#define STEEPEST_ENGINE_TEAM_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace steepest {

/// One team per process, started by the first Run that can use it, never destroyed (a process may exit
/// while workers sleep, spin or work). After fork() the child has no workers and must not use the team.
///
/// Which thread runs a block is left to chance, so a block writes only to places of its own (its part of
/// the output, its slot of partial sums); then the result is the same bits for any number of threads.
/// A block keeps to 64 KB of stack: musl gives a thread 128 KB.
class Team {
 public:
  static Team& Get();

  /// The size of the team, caller included: DefaultThreads() until SetThreads.
  size_t Threads() const { return threads_.load(std::memory_order_relaxed); }

  /// Sets the size, clamped to 1..kMaxThreads. Never waits for a Run: an idle team changes at once, a busy
  /// one when it is next taken. Workers start with the next Run that can use them; if fewer can be created,
  /// fewer work.
  void SetThreads(size_t threads);

  /// Calls block(index) once for every index in [0, blocks), spread over the team, the caller being one of
  /// its threads; returns when all are done. Inline on the caller when blocks < 2, when the team has one
  /// thread, or when somebody else (or a Run around this one) has the team. Blocks must not throw.
  /// Sleeping workers are woken for `wake_from` blocks or more; for fewer only where Runs follow each other
  /// so closely that the workers will still be awake at the next: waking takes the caller up to ten
  /// microseconds, which a few short blocks don't earn back. Workers that are awake take part in any case.
  template <class Block>
  void Run(size_t blocks, const Block& block, size_t wake_from = 2) {
    if (blocks >= 2 && Threads() > 1 && Take()) {
      const auto call = [](const void* context, size_t index) {
        (*static_cast<const Block*>(context))(index);
      };
      Dispatch({call, &block, blocks}, wake_from);
      Release();
      return;
    }
    for (size_t index = 0; index < blocks; ++index) block(index);
  }

  /// Keeps the team for the thread that made it, from the first moment the team is free until the lease ends:
  /// others run inline, and idle workers spin longer between Runs. Leases of one thread nest. Never waits.
  /// It ends on the thread that made it.
  class Lease {
   public:
    explicit Lease(Team& team);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

   private:
    Team& team_;
  };

 private:
  struct Job {
    void (*call)(const void* context, size_t index);
    const void* context;
    size_t blocks;
  };

  Team();

  // Of the thread that calls Run.
  bool Take();     // true when this thread now has the team and may dispatch
  void Release();  // gives it back, unless a lease keeps it
  void Dispatch(const Job& job, size_t wake_from);
  bool WorthWaking(size_t blocks, size_t wake_from) const;
  std::chrono::nanoseconds IdleSpin() const;
  void WaitForStragglers();
  void FollowSize();
  void StartWorkers(size_t workers);
  void StopWorkers();

  // Of the workers.
  void HostWorkers(size_t workers);
  void WorkUntilStopped();
  void WaitForNews();
  bool HasNews() const;

  // Of both.
  void Work();
  void WakeSleepers();

  // What one thread writes often and another reads stands on a cache line of its own (two, for the
  // processors that fetch them in pairs).
  static constexpr size_t kLine = 128;

  // Changes rarely.
  alignas(kLine) std::atomic<size_t> threads_;
  std::atomic<int64_t> workers_{0};  // those alive
  std::atomic<bool> leased_{false};
  std::atomic<bool> crowded_{
      false};  // more threads than processors: spinning would only keep others from working
  std::atomic<bool> stop_{false};

  // Which thread has the team, and what only that thread touches.
  alignas(kLine) std::atomic<const void*> holder_{nullptr};
  bool running_ = false;
  size_t started_for_ = 1;                          // the size that workers were started for
  std::chrono::steady_clock::time_point last_end_;  // of a Run
  std::thread host_;

  // The work at hand. `unclaimed_` counts down and may pass zero; whoever takes it down from a positive value
  // owns the blocks it took, and the job stays as it is until these are reported in `unfinished_`.
  alignas(kLine) std::atomic<int64_t> unclaimed_{0};
  Job job_{nullptr, nullptr, 0};

  alignas(kLine) std::atomic<int64_t> unfinished_{0};
  std::atomic<uint32_t> caller_sleeps_{0};

  alignas(kLine) std::atomic<uint32_t> bell_{0};  // the word that idle workers sleep on
  std::atomic<int64_t> sleepers_{0};
};

}  // namespace steepest

#endif  // STEEPEST_ENGINE_TEAM_H_
