// How many threads to use where nobody says.
#ifndef STEEPEST_ENGINE_THREAD_COUNT_H_
#define STEEPEST_ENGINE_THREAD_COUNT_H_

#include <cstddef>
#include <string>

namespace steepest {

/// Processors beyond this many stay unused.
constexpr size_t kMaxThreads = 256;

/// `STEEPEST_THREADS` if it is a positive integer, else AvailableProcessors(); kMaxThreads at most.
/// Read once, at the first call.
size_t DefaultThreads();

/// Why `STEEPEST_THREADS` could not be honoured; empty when it was, or was not set.
const std::string& ThreadsProblem();

/// How many threads can run at once: the processors this process may run on, or fewer where its control group
/// has a smaller share of processor time. At least 1. Asked anew by every call.
size_t AvailableProcessors();

/// The share of processor time given to this process by its Linux control groups (version 2 `cpu.max`,
/// version 1 `cpu.cfs_quota_us`, the smallest on the way to the root), in processors, rounded up; 0 where
/// there is no limit. The arguments are the files of /proc that name the groups and where they are mounted.
size_t ControlGroupProcessors(const std::string& cgroup_file = "/proc/self/cgroup",
                              const std::string& mountinfo_file = "/proc/self/mountinfo");

}  // namespace steepest

#endif  // STEEPEST_ENGINE_THREAD_COUNT_H_
