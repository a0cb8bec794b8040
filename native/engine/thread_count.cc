#include "native/engine/thread_count.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace steepest {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

// Where a hierarchy of control groups is mounted, and which group stands at the mount point.
struct Mount {
  bool version2;
  std::string point;
  std::string root;
};

bool HasItem(const std::string& list, const std::string& item) {
  return ("," + list + ",").find("," + item + ",") != std::string::npos;
}

// The hierarchies that can limit processor time. A line of mountinfo reads
// "id parent device root point options tags… - type source superOptions" (proc(5)).
std::vector<Mount> ControlGroupMounts(const std::string& mountinfo_file) {
  std::vector<Mount> mounts;
  std::ifstream lines(mountinfo_file);
  for (std::string line; std::getline(lines, line);) {
    const size_t dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    std::istringstream head(line.substr(0, dash)), tail(line.substr(dash + 3));
    std::string id, parent, device, type, source, options;
    Mount mount;
    head >> id >> parent >> device >> mount.root >> mount.point;
    tail >> type >> source >> options;
    mount.version2 = type == "cgroup2";
    if (mount.version2 || (type == "cgroup" && HasItem(options, "cpu"))) mounts.push_back(mount);
  }
  return mounts;
}

// This process's group in the version 2 hierarchy or in that of the version 1 controller `cpu`; empty when in
// none. A line reads "id:controllers:path", with "0::" for version 2 (cgroups(7)).
std::string GroupOf(const std::string& cgroup_file, bool version2) {
  std::ifstream lines(cgroup_file);
  for (std::string line; std::getline(lines, line);) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool wanted = version2 ? line.compare(0, second + 1, "0::") == 0 : HasItem(controllers, "cpu");
    if (wanted) return line.substr(second + 1);
  }
  return "";
}

double ReadNumber(const std::string& file) {
  double number = 0;
  std::ifstream stream(file);
  return stream >> number ? number : -1;
}

double LimitAt(const std::string& directory, bool version2) {
  double quota = -1, period = -1;
  if (version2) {
    std::ifstream stream(directory + "/cpu.max");
    if (!(stream >> quota >> period)) return kNoLimit;  // "max 100000", or no such file
  } else {
    quota = ReadNumber(directory + "/cpu.cfs_quota_us");  // -1: no limit
    period = ReadNumber(directory + "/cpu.cfs_period_us");
  }
  return quota > 0 && period > 0 ? quota / period : kNoLimit;
}

// The smallest limit from the group up to the mount point.
double SmallestLimit(const Mount& mount, const std::string& group) {
  std::string below;  // the group as seen from the mount point
  if (mount.root == "/") {
    below = group;
  } else if (group.compare(0, mount.root.size(), mount.root) == 0) {
    below = group.substr(mount.root.size());
  }
  if (below == "/") below.clear();
  double limit = LimitAt(mount.point + below, mount.version2);
  while (!below.empty()) {
    const size_t slash = below.rfind('/');
    below.erase(slash == std::string::npos ? 0 : slash);
    limit = std::min(limit, LimitAt(mount.point + below, mount.version2));
  }
  return limit;
}

size_t AffinityProcessors() {
#if defined(__linux__)
  for (int processors = 1024; processors <= 1 << 20; processors *= 4) {
    cpu_set_t* const set = CPU_ALLOC(processors);
    if (set == nullptr) break;
    const size_t bytes = CPU_ALLOC_SIZE(processors);
    const bool read =
        sched_getaffinity(0, bytes, set) == 0;  // fails while the set is smaller than the kernel's
    const int count = read ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (count > 0) return static_cast<size_t>(count);
  }
#endif
  return std::max<size_t>(1, std::thread::hardware_concurrency());
}

struct Choice {
  size_t threads;
  std::string problem;
};

// 0 where the text is not a positive decimal integer.
size_t PositiveInteger(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return 0;
  const unsigned long long value =
      std::strtoull(text.c_str(), nullptr, 10);  // the largest one where it is too large
  return static_cast<size_t>(std::min<unsigned long long>(value, kMaxThreads));
}

Choice Choose() {
  const size_t available = std::min(AvailableProcessors(), kMaxThreads);
  const char* const wanted = std::getenv("STEEPEST_THREADS");
  if (wanted == nullptr || *wanted == '\0') return {available, ""};
  const size_t threads = PositiveInteger(wanted);
  if (threads > 0) return {threads, ""};
  return {available,
          std::string("STEEPEST_THREADS: expected a positive integer, received \"") + wanted + "\""};
}

const Choice& Chosen() {
  static const Choice* const choice = new Choice(Choose());
  return *choice;
}

}  // namespace

size_t DefaultThreads() { return Chosen().threads; }

const std::string& ThreadsProblem() { return Chosen().problem; }

size_t AvailableProcessors() {
  const size_t affinity = AffinityProcessors();
  const size_t quota = ControlGroupProcessors();
  return quota == 0 ? affinity : std::min(affinity, quota);
}

size_t ControlGroupProcessors(const std::string& cgroup_file, const std::string& mountinfo_file) {
  double limit = kNoLimit;
  for (const Mount& mount : ControlGroupMounts(mountinfo_file)) {
    const std::string group = GroupOf(cgroup_file, mount.version2);
    if (!group.empty()) limit = std::min(limit, SmallestLimit(mount, group));
  }
  return limit == kNoLimit ? 0 : static_cast<size_t>(std::ceil(limit));
}

}  // namespace steepest
