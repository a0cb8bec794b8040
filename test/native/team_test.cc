// The team: every block once, from any number of threads, asleep or awake. `team_test latency` prints what a
// Run costs.
#include "native/engine/team.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <thread>
#include <vector>

#include "native/engine/thread_count.h"
#include "test/native/team_checks.h"

namespace steepest {
namespace {

bool RunsInline(size_t blocks) {
  const std::thread::id caller = std::this_thread::get_id();
  std::atomic<size_t> elsewhere{0};
  Team::Get().Run(blocks, [&](size_t) {
    if (std::this_thread::get_id() != caller) ++elsewhere;
    Sleep(microseconds(200));  // a worker that could take part would
  });
  return elsewhere == 0;
}

void EveryBlockOnce() {
  std::mt19937 random(1);
  for (size_t threads : {1, 2, 3, 8, 17}) {
    Team::Get().SetThreads(threads);
    bool right = true;
    for (int run = 0; run < 3000; ++run) right &= DoesEveryBlockOnce(random() % 300);
    CHECK(right);
  }
}

void WritesAreSeen() {
  Team::Get().SetThreads(2);
  std::vector<size_t> values(64);
  bool right = true;
  for (size_t run = 0; run < 20000; ++run) {
    Team::Get().Run(values.size(), [&](size_t index) { values[index] = run + index; });
    for (size_t i = 0; i < values.size(); ++i) right &= values[i] == run + i;
  }
  CHECK(right);
}

void SleepersWake() {
  for (size_t threads : {2, 3, 8}) {
    Team::Get().SetThreads(threads);
    for (int run = 0; run < 10; ++run) {
      CHECK(Meet(threads));
      Sleep(milliseconds(run % 2 == 0 ? 20 : 0));
    }
  }
}

// Pauses around the time that workers spin, where they are falling asleep when the next Run begins.
void PausesBetweenRuns() {
  Team::Get().SetThreads(2);
  std::mt19937 random(2);
  bool right = true;
  for (int run = 0; run < 3000; ++run) {
    const Clock::time_point end = Clock::now() + microseconds(random() % 40);
    while (Clock::now() < end) {
    }
    if (run % 50 == 0) Sleep(microseconds(random() % 500));
    right &= DoesEveryBlockOnce(2 + random() % 6);
  }
  CHECK(right);
}

// Blocks that take longer than the caller spins, so that it sleeps and has to be woken.
void CallersWake() {
  Team::Get().SetThreads(2);
  for (int run = 0; run < 300; ++run) {
    const std::thread::id caller = std::this_thread::get_id();
    std::atomic<int> done{0};
    Team::Get().Run(2, [&](size_t) {
      const bool mine = std::this_thread::get_id() == caller;
      Sleep(microseconds(mine ? 50 : 30 + run));
      ++done;
    });
    CHECK(done == 2);
  }
}

// Runs of few blocks that follow each other closely do wake the worker.
bool GetsCompanyInTime() {
  Sleep(milliseconds(10));
  const std::thread::id caller = std::this_thread::get_id();
  std::atomic<int> elsewhere{0};
  const Clock::time_point end = Clock::now() + seconds(10);
  while (elsewhere == 0 && Clock::now() < end) {
    const auto block = [&](size_t) {
      if (std::this_thread::get_id() != caller) ++elsewhere;
    };
    Team::Get().Run(4, block, 5);
  }
  return elsewhere > 0;
}

void FewBlocksWakeNobody() {
  Team::Get().SetThreads(2);
  bool alone = false, company = false;
  for (int attempt = 0; attempt < 20; ++attempt) {
    Sleep(milliseconds(10));
    const std::thread::id caller = std::this_thread::get_id();
    std::atomic<int> elsewhere{0};
    const auto block = [&](size_t) {
      if (std::this_thread::get_id() != caller) ++elsewhere;
      Sleep(microseconds(500));
    };
    Team::Get().Run(4, block, 5);
    alone |= elsewhere == 0;
    Team::Get().Run(4, block, 4);
    company |= elsewhere > 0;
  }
  CHECK(alone);
  CHECK(company);
  if (AvailableProcessors() > 1) CHECK(GetsCompanyInTime());  // else spinning is off
}

// Between Runs, workers give their processors back; with a lease a little later.
void IdleWorkersSleep() {
  for (size_t threads : {2, 8}) {
    Team::Get().SetThreads(threads);
    const Team::Lease lease(Team::Get());
    CHECK(Meet(threads));
    const std::clock_t before = std::clock();  // processor time of all threads
    Sleep(milliseconds(300));
    CHECK(std::clock() - before < CLOCKS_PER_SEC / 20);
  }
}

void ConcurrentCallers() {
  Team::Get().SetThreads(3);
  std::array<bool, 4> right;
  right.fill(true);
  std::vector<std::thread> callers;
  for (size_t caller = 0; caller < right.size(); ++caller) {
    callers.emplace_back([&right, caller] {
      std::mt19937 random(static_cast<unsigned>(caller));
      for (int run = 0; run < 3000; ++run) {
        if (random() % 100 == 0) Team::Get().SetThreads(1 + random() % 4);
        if (random() % 100 == 0) Sleep(microseconds(random() % 200));
        if (random() % 10 == 0) {
          Team::Lease lease(Team::Get());
          right[caller] = DoesEveryBlockOnce(random() % 20) && right[caller];
        }
        right[caller] = DoesEveryBlockOnce(random() % 20) && right[caller];
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (bool one : right) CHECK(one);
}

// The shortest Runs, so that callers often reach for the team at the same moment.
void CallersCollide() {
  Team::Get().SetThreads(2);
  std::array<bool, 3> right;
  right.fill(true);
  std::vector<std::thread> callers;
  for (bool& mine : right) {
    callers.emplace_back([&mine] {
      for (int run = 0; run < 100000; ++run) {
        std::array<int, 3> done{};
        Team::Get().Run(done.size(), [&](size_t index) { ++done[index]; });
        for (int count : done) mine = mine && count == 1;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (bool one : right) CHECK(one);
}

void NestedRuns() {
  Team::Get().SetThreads(3);
  bool right = true;
  for (int run = 0; run < 500; ++run) {
    std::array<std::array<int, 7>, 9> done{};
    Team::Get().Run(done.size(), [&](size_t outer) {
      const Team::Lease lease(Team::Get());
      Team::Get().Run(done[outer].size(), [&](size_t inner) { ++done[outer][inner]; });
      if (outer == 4) Team::Get().SetThreads(2 + run % 3);
    });
    for (const auto& row : done) {
      for (int count : row) right &= count == 1;
    }
  }
  CHECK(right);
}

void LeaseKeepsTheTeam() {
  Team& team = Team::Get();
  team.SetThreads(2);
  {
    Team::Lease lease(team);
    bool other_inline = false;
    std::thread([&] {
      other_inline = RunsInline(20);
      team.SetThreads(2);  // does not wait for the lease
    }).join();
    CHECK(other_inline);
    CHECK(Meet(2));
    {
      Team::Lease inner(team);
      CHECK(Meet(2));
    }
    std::thread([&] { other_inline = RunsInline(20); }).join();  // the inner lease's end gave nothing back
    CHECK(other_inline);
    team.SetThreads(3);
    CHECK(Meet(3));
  }
  bool other_shares = false;
  std::thread([&] { other_shares = Meet(3); }).join();
  CHECK(other_shares);
}

void LeaseMadeWhileBusyTakesLater() {
  Team& team = Team::Get();
  team.SetThreads(2);
  std::atomic<int> stage{0};
  std::thread other([&] {
    while (stage < 1) Sleep(microseconds(100));
    Team::Lease lease(team);
    stage = 2;
    while (stage < 3) Sleep(microseconds(100));
    CHECK(Meet(2));  // the team is free again, and from here on ours
    stage = 4;
    while (stage < 5) Sleep(microseconds(100));
  });
  {
    Team::Lease lease(team);
    stage = 1;
    while (stage < 2) Sleep(microseconds(100));
  }
  stage = 3;
  while (stage < 4) Sleep(microseconds(100));
  CHECK(RunsInline(20));
  stage = 5;
  other.join();
  CHECK(Meet(2));
}

void SizesAreClamped() {
  Team::Get().SetThreads(0);
  CHECK(Team::Get().Threads() == 1);
  CHECK(RunsInline(20));
  Team::Get().SetThreads(100000);
  CHECK(Team::Get().Threads() == kMaxThreads);
  Team::Get().SetThreads(2);
}

void PrintTimes(const char* what, std::vector<double>& microseconds) {
  std::sort(microseconds.begin(), microseconds.end());
  const auto quantile = [&](size_t tenths) { return microseconds[microseconds.size() * tenths / 10]; };
  std::printf("%-44s median %7.2f us, 10%% %7.2f us, 90%% %7.2f us\n", what, quantile(5), quantile(1),
              quantile(9));
}

// What a Run of two such blocks takes after a pause.
template <class Block>
void PrintLatency(const char* what, Clock::duration pause, int runs, const Block& block) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    if (pause.count() > 0) Sleep(pause);
    const Clock::time_point start = Clock::now();
    Team::Get().Run(2, block);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  PrintTimes(what, times);
}

void PrintLatencies() {
  Team::Get().SetThreads(2);
  Meet(2);
  std::array<char, 256> marks{};
  const auto mark = [&](size_t index) { marks[index * 128] = 1; };
  std::atomic<uint64_t> arrivals{0};
  const auto meet = [&](size_t) {  // ends when both threads are in it
    const uint64_t company = arrivals++ | 1;
    for (int look = 0; arrivals <= company; ++look) {
      if (look > 100) std::this_thread::yield();
    }
  };
  PrintLatency("Run of 2 empty blocks, back to back", Clock::duration(0), 100000, mark);
  PrintLatency("both threads meet, back to back", Clock::duration(0), 10000, meet);
  PrintLatency("Run of 2 empty blocks, worker asleep", milliseconds(2), 1000, mark);
  PrintLatency("both threads meet, worker asleep", milliseconds(2), 1000, meet);
  const Team::Lease lease(Team::Get());
  PrintLatency("Run of 2 empty blocks, leased, back to back", Clock::duration(0), 100000, mark);
  PrintLatency("both threads meet, leased, back to back", Clock::duration(0), 10000, meet);
}

void RunAllTests() {
  EndAfter(seconds(120));
  EveryBlockOnce();
  WritesAreSeen();
  SleepersWake();
  PausesBetweenRuns();
  CallersWake();
  FewBlocksWakeNobody();
  IdleWorkersSleep();
  ConcurrentCallers();
  CallersCollide();
  NestedRuns();
  LeaseKeepsTheTeam();
  LeaseMadeWhileBusyTakesLater();
  SizesAreClamped();
}

}  // namespace
}  // namespace steepest

int main(int count, char** arguments) {
  if (count > 1 && std::strcmp(arguments[1], "latency") == 0) {
    steepest::PrintLatencies();
    return 0;
  }
  steepest::RunAllTests();
  return steepest::Verdict();
}
