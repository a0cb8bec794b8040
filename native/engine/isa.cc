#include "native/engine/isa.h"

#include <cstdlib>

namespace steepest {
namespace {

#if defined(__x86_64__) || defined(_M_X64)
// Highway's AVX2 and AVX3 targets use BMI2, FMA and F16C as well; GCC's __builtin_cpu_supports also
// asks the operating system (XGETBV) whether it saves the wide registers.
bool HasAvx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("f16c");
}

bool HasAvx3() {
  return HasAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd");
}
#endif

struct Choice {
  Isa isa;
  std::string problem;
};

std::string ListNames(const std::vector<Isa>& isas) {
  std::string names;
  for (Isa isa : isas) names += (names.empty() ? "" : ", ") + std::string(IsaName(isa));
  return names;
}

Choice Choose() {
  const std::vector<Isa> available = AvailableIsas();
  const char* wanted = std::getenv("STEEPEST_ISA");
  if (wanted == nullptr || *wanted == '\0') return {available.back(), ""};
  for (Isa isa : available) {
    if (std::string(wanted) == IsaName(isa)) return {isa, ""};
  }
  return {available.back(), std::string("STEEPEST_ISA: expected one of ") + ListNames(available) +
                                " on this machine, received \"" + wanted + "\""};
}

const Choice& Chosen() {
  static const Choice* const choice = new Choice(Choose());
  return *choice;
}

}  // namespace

const char* IsaName(Isa isa) {
  switch (isa) {
    case Isa::kSse4:
      return "SSE4";
    case Isa::kAvx2:
      return "AVX2";
    case Isa::kAvx3:
      return "AVX3";
    case Isa::kNeon:
      return "NEON";
  }
  return "unknown";
}

std::vector<Isa> AvailableIsas() {
#if defined(__x86_64__) || defined(_M_X64)
  std::vector<Isa> isas = {Isa::kSse4};
  if (HasAvx2()) isas.push_back(Isa::kAvx2);
  if (HasAvx3()) isas.push_back(Isa::kAvx3);
  return isas;
#else
  return {Isa::kNeon};
#endif
}

Isa ActiveIsa() { return Chosen().isa; }

const std::string& IsaProblem() { return Chosen().problem; }

}  // namespace steepest
