// Which instruction set runs: chosen once from what the processor has, overridable for tests.
#ifndef STEEPEST_ENGINE_ISA_H_
#define STEEPEST_ENGINE_ISA_H_

#include <string>
#include <vector>

namespace steepest {

enum class Isa { kSse4, kAvx2, kAvx3, kNeon };

/// The name used by `STEEPEST_ISA` and `runtime()`: "SSE4", "AVX2", "AVX3" or "NEON".
const char* IsaName(Isa isa);

/// What this processor and operating system can run, weakest first.
std::vector<Isa> AvailableIsas();

/// The instruction set in use: the strongest available, or the one `STEEPEST_ISA` names.
/// A name that is unknown or unavailable leaves the strongest in use and is reported by IsaProblem().
Isa ActiveIsa();

/// Why `STEEPEST_ISA` could not be honoured; empty when it was, or was not set.
const std::string& IsaProblem();

}  // namespace steepest

/// In a file compiled once per target: the value of `function()` of the active instruction set.
/// Use after HWY_AFTER_NAMESPACE, under HWY_ONCE, inside namespace steepest.
#if defined(__x86_64__) || defined(_M_X64)
#define STEEPEST_SELECT(function)                                           \
  (::steepest::ActiveIsa() == ::steepest::Isa::kAvx3   ? N_AVX3::function() \
   : ::steepest::ActiveIsa() == ::steepest::Isa::kAvx2 ? N_AVX2::function() \
                                                       : N_SSE4::function())
#else
#define STEEPEST_SELECT(function) N_NEON::function()
#endif

#endif  // STEEPEST_ENGINE_ISA_H_
