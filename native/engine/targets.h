// The instruction sets compiled into the addon. Include before any Highway header.
// x86 code is built for x86-64-v2 with AES (2010) as its floor, so that the lowest target is SSE4.
// SVE and RVV vectors are sizeless and cannot be members of a struct such as Terms; AVX3_DL adds
// nothing that a float kernel uses.
#ifndef STEEPEST_ENGINE_TARGETS_H_
#define STEEPEST_ENGINE_TARGETS_H_

#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_AVX3_DL)

#endif  // STEEPEST_ENGINE_TARGETS_H_
