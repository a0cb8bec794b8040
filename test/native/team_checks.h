// What the tests of the threads share.
#ifndef STEEPEST_TEST_TEAM_CHECKS_H_
#define STEEPEST_TEST_TEAM_CHECKS_H_

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "native/engine/team.h"

namespace steepest {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

inline int failures = 0;

inline void Check(bool holds, const char* what, const char* file, int line) {
  if (holds) return;
  std::printf("%s:%d: does not hold: %s\n", file, line, what);
  ++failures;
}
#define CHECK(...) ::steepest::Check((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

/// A lost wake-up shows as a hang: end the process, loudly.
inline void EndAfter(seconds limit) {
  std::thread([limit] {
    std::this_thread::sleep_for(limit);
    std::printf("still running after %d s\n", static_cast<int>(limit.count()));
    std::fflush(stdout);
    std::_Exit(3);
  }).detach();
}

inline void Sleep(Clock::duration time) { std::this_thread::sleep_for(time); }

/// Whether a Run does every block once; the counts are plain numbers, so a missing happens-before shows in a
/// race detector.
inline bool DoesEveryBlockOnce(size_t blocks) {
  std::vector<int> done(blocks, 0);
  Team::Get().Run(blocks, [&](size_t index) { ++done[index]; });
  for (int count : done) {
    if (count != 1) return false;
  }
  return true;
}

/// Whether `parties` blocks can be under way at the same time, which takes so many threads.
inline bool Meet(size_t parties) {
  std::atomic<size_t> present{0};
  const Clock::time_point end = Clock::now() + seconds(10);
  Team::Get().Run(parties, [&](size_t) {
    ++present;
    while (present < parties && Clock::now() < end) Sleep(microseconds(100));
  });
  return Clock::now() < end;
}

/// Says how the test ended; the exit code.
inline int Verdict() {
  std::printf(failures == 0 ? "all right\n" : "%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}

}  // namespace steepest

#endif  // STEEPEST_TEST_TEAM_CHECKS_H_
