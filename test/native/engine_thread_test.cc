// The engine thread: every job once, in order, beside callers that go on using the team.
#include "native/engine/engine_thread.h"

#include <atomic>
#include <thread>
#include <vector>

#include "native/engine/team.h"
#include "test/native/team_checks.h"

namespace steepest {
namespace {

void JobsRunInOrder() {
  EngineThread& engine = EngineThread::Get();
  std::atomic<bool> gate{false};
  engine.Post([&] {
    while (!gate) Sleep(microseconds(100));
  });
  std::vector<int> order;
  for (int job = 0; job < 100; ++job) {
    engine.Post([&order, job] { order.push_back(job); });
  }
  CHECK(engine.QueueLength() >= 100);
  std::atomic<bool> done{false};
  engine.Post([&] {
    engine.Post([&] { done = true; });  // a job may post
  });
  gate = true;
  while (!done) Sleep(microseconds(100));
  CHECK(engine.QueueLength() == 0);
  CHECK(order.size() == 100);
  for (size_t i = 0; i < order.size(); ++i) CHECK(order[i] == static_cast<int>(i));
}

void JobsFromManyThreads() {
  std::atomic<int> done{0};
  int plain = 0;  // only the engine thread touches it
  std::vector<std::thread> posters;
  for (int poster = 0; poster < 4; ++poster) {
    posters.emplace_back([&] {
      for (int job = 0; job < 1000; ++job) {
        EngineThread::Get().Post([&] {
          ++plain;
          ++done;
        });
      }
    });
  }
  for (std::thread& poster : posters) poster.join();
  while (done < 4000) Sleep(microseconds(100));
  CHECK(plain == 4000);
}

// A fit on the engine thread, and a JavaScript thread that goes on calling.
void EngineAndCallerShare() {
  Team::Get().SetThreads(2);
  std::atomic<bool> fitted{false};
  bool fit_right = true;
  EngineThread::Get().Post([&] {
    Team::Lease lease(Team::Get());
    for (int run = 0; run < 5000; ++run) fit_right &= DoesEveryBlockOnce(8);
    fitted = true;
  });
  bool right = true;
  while (!fitted) right &= DoesEveryBlockOnce(8);
  CHECK(right);
  CHECK(fit_right);
}

}  // namespace
}  // namespace steepest

int main() {
  using namespace steepest;
  EndAfter(seconds(120));
  JobsRunInOrder();
  JobsFromManyThreads();
  EngineAndCallerShare();
  return Verdict();
}
