// The default number of threads: the environment variable, the affinity, the quotas of both versions of
// control groups.
#include "native/engine/thread_count.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#if defined(__linux__)
#include <sched.h>
#include <unistd.h>
#endif

namespace steepest {
namespace {

int failures = 0;

void Check(bool holds, const char* what, int line) {
  if (holds) return;
  std::printf("thread_count_test.cc:%d: does not hold: %s\n", line, what);
  ++failures;
}
#define CHECK(condition) Check(condition, #condition, __LINE__)

#if defined(__linux__)
// A file system of control groups that is only a folder.
class Groups {
 public:
  Groups() : root_(std::filesystem::temp_directory_path() / ("steepest-groups-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(root_);
  }
  ~Groups() { std::filesystem::remove_all(root_); }

  void Write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }

  // A mount of the type at root_/point, with its options, whose top is the group `top`.
  std::string Mount(const std::string& point, const std::string& top, const std::string& type,
                    const std::string& options) const {
    return "31 23 0:28 " + top + " " + (root_ / point).string() + " rw,relatime shared:9 - " + type + " " +
           type + " rw," + options + "\n";
  }

  size_t Processors(const std::string& groups, const std::string& mounts) const {
    Write("cgroup", groups);
    Write("mountinfo", mounts);
    return ControlGroupProcessors((root_ / "cgroup").string(), (root_ / "mountinfo").string());
  }

 private:
  std::filesystem::path root_;
};

void Version2() {
  const Groups groups;
  const std::string mount = groups.Mount("v2", "/", "cgroup2", "nsdelegate");
  groups.Write("v2/a/b/c/cpu.max", "max 100000\n");
  CHECK(groups.Processors("0::/a/b/c\n", mount) == 0);
  groups.Write("v2/a/b/cpu.max", "350000 100000\n");
  CHECK(groups.Processors("0::/a/b/c\n", mount) == 4);  // rounded up, from the parent
  groups.Write("v2/a/cpu.max", "250000 100000\n");
  CHECK(groups.Processors("0::/a/b/c\n", mount) == 3);  // the smallest
  CHECK(groups.Processors("0::/a/b\n", mount) == 3);
  groups.Write("v2/a/b/c/cpu.max", "20000 100000\n");
  CHECK(groups.Processors("0::/a/b/c\n", mount) == 1);
  CHECK(groups.Processors("0::/\n", mount) == 0);
  groups.Write("v2/cpu.max", "200000 100000\n");
  CHECK(groups.Processors("0::/\n", mount) == 2);  // a container sees its own group as the root
  CHECK(groups.Processors("0::/../elsewhere\n", mount) == 2);
}

void Version1() {
  const Groups groups;
  const std::string mounts = groups.Mount("cpu", "/docker/1f", "cgroup", "cpu,cpuacct") +
                             groups.Mount("set", "/docker/1f", "cgroup", "cpuset") +
                             groups.Mount("unified", "/", "cgroup2", "nsdelegate");
  const std::string in_container = "12:cpuset:/docker/1f\n4:cpu,cpuacct:/docker/1f/job\n0::/system.slice\n";
  groups.Write("set/cpu.cfs_quota_us", "100000\n");
  groups.Write("set/cpu.cfs_period_us", "100000\n");
  CHECK(groups.Processors(in_container, mounts) == 0);  // the quota of another controller is none
  groups.Write("cpu/cpu.cfs_quota_us", "-1\n");
  groups.Write("cpu/cpu.cfs_period_us", "100000\n");
  CHECK(groups.Processors(in_container, mounts) == 0);
  groups.Write("cpu/cpu.cfs_quota_us", "510000\n");
  CHECK(groups.Processors(in_container, mounts) == 6);
  groups.Write("cpu/job/cpu.cfs_quota_us", "75000\n");
  groups.Write("cpu/job/cpu.cfs_period_us", "50000\n");
  CHECK(groups.Processors(in_container, mounts) == 2);
  CHECK(groups.Processors("12:cpuset:/docker/1f\n", mounts) == 0);
}

void NothingToRead() {
  CHECK(ControlGroupProcessors("/nonexistent", "/nonexistent") == 0);
  const Groups groups;
  CHECK(groups.Processors("", "") == 0);
  CHECK(groups.Processors("nonsense\n:\n0\n", "nonsense\n - \n") == 0);
}

void AffinityCounts() {
  cpu_set_t before, one;
  CHECK(sched_getaffinity(0, sizeof before, &before) == 0);
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  CHECK(sched_setaffinity(0, sizeof one, &one) == 0);
  CHECK(AvailableProcessors() == 1);
  CHECK(sched_setaffinity(0, sizeof before, &before) == 0);
  CHECK(AvailableProcessors() <= static_cast<size_t>(CPU_COUNT(&before)));
}

// What a new process with STEEPEST_THREADS set to the value chooses, as "threads problem".
std::string Chosen(const std::string& program, const std::string& value) {
  std::FILE* const pipe = popen(("STEEPEST_THREADS='" + value + "' " + program + " print").c_str(), "r");
  char line[256] = "";
  if (pipe == nullptr || std::fgets(line, sizeof line, pipe) == nullptr) line[0] = '\0';
  if (pipe != nullptr) pclose(pipe);
  return line;
}

void EnvironmentVariable(const std::string& program) {
  const std::string otherwise = std::to_string(AvailableProcessors());
  CHECK(Chosen(program, "3") == "3 ");
  CHECK(Chosen(program, "256") == "256 ");
  CHECK(Chosen(program, "257") == "256 ");
  CHECK(Chosen(program, "99999999999999999999999") == "256 ");
  CHECK(Chosen(program, "") == otherwise + " ");
  for (const char* wrong : {"0", "-2", "2.5", "two", " 2", "+2", "0x2"}) {
    CHECK(Chosen(program, wrong) ==
          otherwise + " STEEPEST_THREADS: expected a positive integer, received \"" + wrong + "\"");
  }
}
#endif

}  // namespace
}  // namespace steepest

int main(int count, char** arguments) {
  using namespace steepest;
  if (count > 1 && std::strcmp(arguments[1], "print") == 0) {
    std::printf("%zu %s", DefaultThreads(), ThreadsProblem().c_str());
    return 0;
  }
  CHECK(AvailableProcessors() >= 1);
#if defined(__linux__)
  Version2();
  Version1();
  NothingToRead();
  AffinityCounts();
  EnvironmentVariable(arguments[0]);
#endif
  std::printf(failures == 0 ? "thread_count_test: all right\n" : "thread_count_test: %d failures\n",
              failures);
  return failures == 0 ? 0 : 1;
}
