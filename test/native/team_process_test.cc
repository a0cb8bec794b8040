// What the team does to its process: an exit at any moment, a system that has few threads to give. Each scene
// plays in a process of its own, which is this program with the scene's name.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#if defined(__linux__)
#include <sys/resource.h>
#include <sys/wait.h>

#include "native/engine/engine_thread.h"
#include "native/engine/team.h"
#include "test/native/team_checks.h"

namespace steepest {
namespace {

// Scenes with a process of their own.

// The exit must not wait for, or be hurt by, workers that sleep, spin or work.
void ExitWhile(const std::string& scene) {
  static std::atomic<bool> under_way{false};
  Team::Get().SetThreads(3);
  if (scene == "exit-busy" || scene == "exit-leased") {
    std::thread([leased = scene == "exit-leased"] {
      if (leased) new Team::Lease(Team::Get());
      for (;;) {
        Team::Get().Run(50, [](size_t) { under_way = true; });
      }
    }).detach();
    while (!under_way) Sleep(microseconds(10));
  } else if (scene == "exit-job") {
    EngineThread::Get().Post([] {
      under_way = true;
      Sleep(seconds(60));
    });
    while (!under_way) Sleep(microseconds(10));
  } else {
    Meet(3);
    if (scene == "exit-asleep") Sleep(milliseconds(20));
  }
  std::exit(failures);
}

// Room in the address space for only a few stacks, or for none.
void RunWithFewThreads(rlim_t room) {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  if (file == nullptr || std::fscanf(file, "%lu", &pages) != 1) std::exit(1);
  std::fclose(file);
  const rlim_t limit = pages * 4096 + room;
  const rlimit limits{limit, limit};
  if (setrlimit(RLIMIT_AS, &limits) != 0) std::exit(1);
  Team::Get().SetThreads(64);
  CHECK(DoesEveryBlockOnce(100));
  if (room > 0) CHECK(Meet(2));
  CHECK(DoesEveryBlockOnce(100));
  std::exit(failures);
}

void PlayScene(const std::string& scene) {
  EndAfter(seconds(30));
  if (scene == "few-threads") RunWithFewThreads(rlim_t{48} << 20);
  if (scene == "no-threads") RunWithFewThreads(0);
  ExitWhile(scene);
}

bool Plays(const std::string& program, const std::string& scene) {
  const int status = std::system((program + " " + scene).c_str());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  std::printf("scene %s: status %#x\n", scene.c_str(), static_cast<unsigned>(status));
  return false;
}

void Scenes(const std::string& program) {
#if defined(__SANITIZE_THREAD__)
  constexpr int kRounds = 2;  // it makes every exit take a second
#else
  constexpr int kRounds = 20;
#endif
  for (int round = 0; round < kRounds; ++round) {
    for (const char* scene : {"exit-busy", "exit-leased", "exit-asleep", "exit-spinning", "exit-job"}) {
      CHECK(Plays(program, scene));
    }
  }
#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)  // which need terabytes of address space
  CHECK(Plays(program, "few-threads"));
  CHECK(Plays(program, "no-threads"));
#endif
}
}  // namespace
}  // namespace steepest

int main(int count, char** arguments) {
  using namespace steepest;
  if (count > 1) PlayScene(arguments[1]);
  Scenes(arguments[0]);
  return Verdict();
}
#else
int main() { return 0; }
#endif
