// The three ways a thread waits for another: pausing the pipeline, giving up its time slice, sleeping on a
// word.
#ifndef STEEPEST_ENGINE_WAITING_H_
#define STEEPEST_ENGINE_WAITING_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

namespace steepest {

/// A few tens of nanoseconds that leave the core to its other hardware thread.
inline void Pause() {
#if defined(_MSC_VER) && defined(_M_ARM64)
  __isb(_ARM64_BARRIER_SY);
#elif defined(_MSC_VER)
  _mm_pause();
#elif defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb");  // `yield` does nothing on most cores
#endif
}

/// Looks at `done` until it holds or the time is over, and says which. Gives up its time slice in between
/// from `polite_after` on, so that a waiter never keeps a runnable thread off a processor for long.
template <class Done>
bool SpinUntil(const Done& done, std::chrono::nanoseconds limit, std::chrono::nanoseconds polite_after) {
  using Clock = std::chrono::steady_clock;
  constexpr int kLooksPerClockReading = 16;
  const Clock::time_point start = Clock::now();
  for (;;) {
    for (int look = 0; look < kLooksPerClockReading; ++look) {
      if (done()) return true;
      Pause();
    }
    const auto waited = Clock::now() - start;
    if (waited >= limit) return false;
    if (waited >= polite_after) std::this_thread::yield();
  }
}

/// Sleeps until woken, if the word still has the value; may return early without cause.
void SleepWhileEqual(const std::atomic<uint32_t>& word, uint32_t value);

/// Wakes up to `count` threads that sleep on the word. Change the word first.
void WakeSleepersOf(const std::atomic<uint32_t>& word, int count);

}  // namespace steepest

#endif  // STEEPEST_ENGINE_WAITING_H_
