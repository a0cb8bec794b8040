// Elementary functions of one float vector, for every float: NaN gives NaN, infinities and zeros give the
// limits, subnormals are ordinary numbers. Each function's comment declares its bound;
// test/native/math_test.cc holds the same bounds over every float. The bits are the same on every instruction
// set with fused multiply-add and in every lane.
#if defined(STEEPEST_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MATH_INL_H_
#undef STEEPEST_MATH_INL_H_
#else
#define STEEPEST_MATH_INL_H_
#endif

#include "native/math/atan-inl.h"
#include "native/math/cbrt-inl.h"
#include "native/math/exp-inl.h"
#include "native/math/exp_factors-inl.h"
#include "native/math/expanded_exp-inl.h"
#include "native/math/log-inl.h"
#include "native/math/pow-inl.h"
#include "native/math/sigmoid-inl.h"
#include "native/math/sinc-inl.h"
#include "native/math/tanh-inl.h"
#include "native/math/two_floats-inl.h"
#include "native/math/twofold-inl.h"
#include "native/math/twofold_log-inl.h"
#include "native/math/wide-inl.h"

#endif  // STEEPEST_MATH_INL_H_
