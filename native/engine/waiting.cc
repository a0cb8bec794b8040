#include "native/engine/waiting.h"

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#else
#include <condition_variable>
#include <mutex>
#endif

namespace steepest {

#if defined(__linux__)

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t), "a futex is a plain 32-bit word");

void SleepWhileEqual(const std::atomic<uint32_t>& word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

void WakeSleepersOf(const std::atomic<uint32_t>& word, int count) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

#else

// One bed for all words: whoever is woken looks at its own word again.
struct Bedroom {
  std::mutex mutex;
  std::condition_variable bell;
};

static Bedroom& TheBedroom() {
  static Bedroom* const bedroom =
      new Bedroom;  // never destroyed: threads sleep in it while the process exits
  return *bedroom;
}

void SleepWhileEqual(const std::atomic<uint32_t>& word, uint32_t value) {
  Bedroom& bedroom = TheBedroom();
  std::unique_lock<std::mutex> lock(bedroom.mutex);
  if (word.load() == value) bedroom.bell.wait(lock);
}

void WakeSleepersOf(const std::atomic<uint32_t>&, int) {
  Bedroom& bedroom = TheBedroom();
  std::lock_guard<std::mutex> lock(bedroom.mutex);
  bedroom.bell.notify_all();
}

#endif

}  // namespace steepest
