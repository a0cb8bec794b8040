// The dispatch is our own because libgomp's is set by its wait policy, read once at load: active waiting
// burns milliseconds per call, passive waiting costs tens of microseconds per wake. OpenMP only makes the
// threads: they live in one parallel region that ends when the team changes its size.
#include "native/engine/team.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <vector>

#if defined(_OPENMP)
#include <omp.h>
#endif

#include "native/engine/thread_count.h"
#include "native/engine/waiting.h"

namespace steepest {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

// After a Run, workers look this long for the next one before they sleep.
constexpr nanoseconds kIdleSpin = microseconds(5);
constexpr nanoseconds kIdleSpinLeased = microseconds(100);
// The caller looks this long for the end of the last blocks before it sleeps.
constexpr nanoseconds kStragglerSpin = microseconds(50);
// Longer spins give way to other threads from here on.
constexpr nanoseconds kPoliteAfter = microseconds(5);

// A claim takes this fraction of a thread's fair share of what is left: few claims while much is left, single
// blocks towards the end.
constexpr int64_t kClaimsPerShare = 4;

// Whoever wakes others wakes so many, who do the same: waking takes about a microsecond each.
constexpr int64_t kWakeFanOut = 4;

// The leases this thread has; its address names the thread.
thread_local int leases_of_this_thread = 0;

// How many more threads the system lets us have now, `wanted` at most. libgomp ends the process where it
// cannot create one, so ask before.
size_t CreatableThreads(size_t wanted) {
  std::mutex gate;
  std::vector<std::thread> threads;
  {
    std::lock_guard<std::mutex> closed(gate);
    try {
      while (threads.size() < wanted) {
        threads.emplace_back([&gate] { std::lock_guard<std::mutex> passing(gate); });
      }
    } catch (const std::exception&) {
      // As many as there are.
    }
  }
  for (std::thread& thread : threads) thread.join();
  return threads.size();
}

}  // namespace

Team& Team::Get() {
  static Team* const team = new Team;
  return *team;
}

Team::Team() : threads_(DefaultThreads()) {}

void Team::SetThreads(size_t threads) {
  threads_.store(std::clamp<size_t>(threads, 1, kMaxThreads), std::memory_order_relaxed);
  if (!Take()) return;  // whoever has the team follows at its next Run
  if (started_for_ != Threads()) StopWorkers();
  Release();
}

Team::Lease::Lease(Team& team) : team_(team) {
  ++leases_of_this_thread;
  team_.Take();
}

Team::Lease::~Lease() {
  --leases_of_this_thread;
  if (team_.Take()) team_.Release();
}

bool Team::Take() {
  const void* const me = &leases_of_this_thread;
  const void* holder = holder_.load(std::memory_order_relaxed);
  if (holder == me) return !running_;
  return holder == nullptr && holder_.compare_exchange_strong(holder, me, std::memory_order_acquire);
}

void Team::Release() {
  if (leases_of_this_thread > 0) return;
  if (leased_.load(std::memory_order_relaxed)) leased_.store(false, std::memory_order_relaxed);
  holder_.store(nullptr, std::memory_order_release);
}

void Team::Dispatch(const Job& job, size_t wake_from) {
  running_ = true;
  if (started_for_ != Threads()) FollowSize();
  if (leases_of_this_thread > 0) leased_.store(true, std::memory_order_relaxed);
  job_ = job;
  unfinished_.store(static_cast<int64_t>(job.blocks), std::memory_order_relaxed);
  // Sequentially consistent, as is the reading of sleepers_ that follows, and as are a worker's counting
  // itself among them and its last look here: either we see the sleeper or it sees the work.
  unclaimed_.store(static_cast<int64_t>(job.blocks));
  if (sleepers_.load() > 0 && WorthWaking(job.blocks, wake_from)) WakeSleepers();
  Work();
  if (unfinished_.load(std::memory_order_acquire) != 0) WaitForStragglers();
  last_end_ = std::chrono::steady_clock::now();
  running_ = false;
}

bool Team::WorthWaking(size_t blocks, size_t wake_from) const {
  return blocks >= wake_from || std::chrono::steady_clock::now() - last_end_ < IdleSpin();
}

nanoseconds Team::IdleSpin() const {
  if (crowded_.load(std::memory_order_relaxed)) return nanoseconds(0);
  return leased_.load(std::memory_order_relaxed) ? kIdleSpinLeased : kIdleSpin;
}

void Team::Work() {
  const int64_t claims = kClaimsPerShare * static_cast<int64_t>(Threads());
  int64_t done = 0;
  for (;;) {
    int64_t left = unclaimed_.load(std::memory_order_relaxed);
    if (left <= 0) break;
    const int64_t wanted = std::max<int64_t>(1, left / claims);
    left = unclaimed_.fetch_sub(wanted, std::memory_order_acq_rel);
    if (left <= 0) break;
    const int64_t claimed = std::min(wanted, left);
    const size_t first = job_.blocks - static_cast<size_t>(left);
    for (int64_t i = 0; i < claimed; ++i) job_.call(job_.context, first + static_cast<size_t>(i));
    done += claimed;
  }
  if (done == 0 || unfinished_.fetch_sub(done) != done) return;
  // The last block of all; its caller may sleep. From here on the job may be another one, at worst woken for
  // nothing.
  if (caller_sleeps_.load() == 0) return;
  caller_sleeps_.store(0);
  WakeSleepersOf(caller_sleeps_, 1);
}

void Team::WaitForStragglers() {
  const auto finished = [this] { return unfinished_.load(std::memory_order_acquire) == 0; };
  const nanoseconds limit = crowded_.load(std::memory_order_relaxed) ? nanoseconds(0) : kStragglerSpin;
  if (SpinUntil(finished, limit, kPoliteAfter)) return;
  while (unfinished_.load() != 0) {
    caller_sleeps_.store(1);
    if (unfinished_.load() != 0) SleepWhileEqual(caller_sleeps_, 1);
  }
  caller_sleeps_.store(0);
}

// Wakes as many as the work left needs beyond the workers that are awake.
void Team::WakeSleepers() {
  const int64_t sleepers = sleepers_.load();
  if (sleepers == 0) return;
  const int64_t awake = workers_.load(std::memory_order_relaxed) - sleepers;
  const int64_t needed = unclaimed_.load(std::memory_order_relaxed) - 1 - awake;
  if (needed <= 0) return;
  bell_.fetch_add(1);
  WakeSleepersOf(bell_, static_cast<int>(std::min({needed, sleepers, kWakeFanOut})));
}

void Team::FollowSize() {
  StopWorkers();
  const size_t size = Threads();
  started_for_ = size;
  if (size > 1) StartWorkers(size - 1);
}

void Team::StartWorkers(size_t workers) {
  crowded_.store(workers + 1 > AvailableProcessors(), std::memory_order_relaxed);
  try {
    host_ = std::thread([this, workers] { HostWorkers(workers); });
  } catch (const std::exception&) {
    // No thread to be had: every Run is done by its caller, until the size is set again.
  }
}

void Team::StopWorkers() {
  started_for_ = 1;
  if (!host_.joinable()) return;
  stop_.store(true);
  bell_.fetch_add(1);
  WakeSleepersOf(bell_, static_cast<int>(kMaxThreads));
  host_.join();
  stop_.store(false);
}

// On a thread of ours, so that no thread of the region belongs to a JavaScript thread, which may end.
void Team::HostWorkers(size_t workers) {
#if defined(_OPENMP)
  const int team = static_cast<int>(1 + CreatableThreads(workers - 1));
  omp_set_dynamic(0);
#pragma omp parallel num_threads(team)
  WorkUntilStopped();
#else
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < workers) others.emplace_back([this] { WorkUntilStopped(); });
  } catch (const std::exception&) {
    // As many as there are.
  }
  WorkUntilStopped();
  for (std::thread& other : others) other.join();
#endif
}

void Team::WorkUntilStopped() {
  workers_.fetch_add(1, std::memory_order_relaxed);
  for (;;) {
    WaitForNews();
    if (stop_.load()) break;
    Work();
  }
  workers_.fetch_sub(1, std::memory_order_relaxed);
}

bool Team::HasNews() const { return unclaimed_.load() > 0 || stop_.load(); }

void Team::WaitForNews() {
  const auto news = [this] { return HasNews(); };
  for (;;) {
    if (SpinUntil(news, IdleSpin(), kPoliteAfter)) return;
    const uint32_t rung = bell_.load();
    sleepers_.fetch_add(1);
    if (!HasNews()) SleepWhileEqual(bell_, rung);
    sleepers_.fetch_sub(1);
    WakeSleepers();
  }
}

}  // namespace steepest
