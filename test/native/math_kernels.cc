#include "test/native/math_kernels.h"

#include <cstring>

#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "test/native/math_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

template <class D, class Function>
HWY_INLINE void MapVectors(D d, const Function& function, const float* in, float* out) {
  for (size_t i = 0; i < kMathChunk; i += Lanes(d)) {
    Store(function(d, Load(d, in + i)), d, out + i);
  }
}

/// `function` of every lane in double, rounded to float; NaN stays NaN.
template <class D, class V, class Function>
HWY_INLINE V ThroughWide(D d, V x, const Function& function) {
  const hn::RepartitionToWide<D> wide;
  const auto halves = Widen(d, x);
  const V result = Narrow(d, function(wide, halves.lower), function(wide, halves.upper));
  return hn::IfThenElse(hn::IsNaN(x), x, result);
}

/// `stateless` is a generic lambda (d, x) → result that captures nothing.
template <class Function>
MathKernel KernelOf(const char* name, Function stateless) {
  static const Function function = stateless;
  return {name, [](const float* in, float* out) { MapVectors(hn::ScalableTag<float>(), function, in, out); },
          [](const float* in, float* out) { MapVectors(hn::CappedTag<float, 4>(), function, in, out); }};
}

template <class D, class V>
HWY_INLINE V Power(D d, V x, float exponent) {
  return TimesExp(ExpandPower(d, LogInTwo(d, x), Set(d, exponent), Zero(d)), Set(d, 1.0f));
}

const MathKernel* FindKernel(const char* name) {
  static const MathKernel kernels[] = {
      KernelOf("Cbrt", [](auto d, auto x) { return Cbrt(d, x); }),
      KernelOf("Exp", [](auto d, auto x) { return Exp(d, x); }),
      KernelOf("ExpNonPositive", [](auto d, auto x) { return ExpNonPositive(d, x); }),
      KernelOf("ScaledExpNonPositive", [](auto d, auto x) { return ScaledExpNonPositive(d, x); }),
      KernelOf("Log", [](auto d, auto x) { return Log(d, x); }),
      KernelOf("Log1p", [](auto d, auto x) { return Log1p(d, x); }),
      KernelOf("Log1pOfUnit", [](auto d, auto x) { return Log1pOfUnit(d, x); }),
      KernelOf("PowNonNegative.75", [](auto d, auto x) { return PowNonNegative(d, x, 0.75f); }),
      KernelOf("PowNonNegative.3", [](auto d, auto x) { return PowNonNegative(d, x, 0.3f); }),
      KernelOf("PowNonNegative-1.1", [](auto d, auto x) { return PowNonNegative(d, x, -1.1f); }),
      KernelOf("Softplus", [](auto d, auto x) { return Softplus(d, x); }),
      KernelOf("SoftplusOfNegativeAbs", [](auto d, auto x) { return SoftplusOfNegativeAbs(d, x); }),
      KernelOf("Sigmoid", [](auto d, auto x) { return Sigmoid(d, x); }),
      KernelOf("Tanh", [](auto d, auto x) { return Tanh(d, x); }),
      KernelOf("Atan", [](auto d, auto x) { return Atan(d, x); }),
      KernelOf("SincOfSquare", [](auto d, auto x) { return SincOfSquare(d, x); }),
      KernelOf("Log1pCurvatureOfUnit", [](auto d, auto x) { return Log1pCurvatureOfUnit(d, x); }),
      KernelOf("ExpFactors.Times(1)",
               [](auto d, auto x) { return FactorsOfExp(d, x, Zero(d)).Times(Set(d, 1.0f)); }),
      KernelOf("ExpFactors.MinusOne", [](auto d, auto x) { return FactorsOfExp(d, x, Zero(d)).MinusOne(d); }),
      KernelOf("ExactProduct.low", [](auto d, auto x) { return ExactProduct(d, x, x).low; }),
      KernelOf("TimesExp", [](auto d, auto x) { return TimesExp(ExpandExp(d, x, Zero(d)), Set(d, 1.0f)); }),
      KernelOf("TimesExp.huge",
               [](auto d, auto x) { return TimesExp(ExpandExp(d, x, Zero(d)), Set(d, 3e38f)); }),
      KernelOf("TimesExp.tiny",
               [](auto d, auto x) { return TimesExp(ExpandExp(d, x, Zero(d)), Set(d, 0x3p-149f)); }),
      KernelOf(
          "TimesExp.product",
          [](auto d, auto x) { return TimesExp(ExpandExpOfProduct(d, Set(d, -0.3f), x), Set(d, 1.0f)); }),
      KernelOf("LogInTwo", [](auto d, auto x) { return LogInTwo(d, x).high; }),
      KernelOf("Power.root", [](auto d, auto x) { return Power(d, x, 0.3f); }),
      KernelOf("Power.cubic", [](auto d, auto x) { return Power(d, x, 3.1f); }),
      KernelOf("Power.inverse", [](auto d, auto x) { return Power(d, x, -1.7f); }),
      KernelOf("SoftplusAndSigmoid.softplus",
               [](auto d, auto x) { return SoftplusAndSigmoid(d, x).softplus; }),
      KernelOf("SoftplusAndSigmoid.sigmoid", [](auto d, auto x) { return SoftplusAndSigmoid(d, x).sigmoid; }),
      KernelOf("SoftplusAndSigmoid.complement",
               [](auto d, auto x) { return SoftplusAndSigmoid(d, x).complement; }),
      KernelOf(
          "WideExp",
          [](auto d, auto x) { return ThroughWide(d, x, [](auto w, auto y) { return WideExp(w, y); }); }),
      KernelOf("WideExpAndExpm1.expm1",
               [](auto d, auto x) {
                 return ThroughWide(d, x, [](auto w, auto y) { return WideExpAndExpm1(w, y).expm1; });
               }),
      KernelOf(
          "WideLog",
          [](auto d, auto x) { return ThroughWide(d, x, [](auto w, auto y) { return WideLog(w, y); }); }),
      KernelOf("WideLog.less",
               [](auto d, auto x) {
                 return ThroughWide(d, x, [](auto w, auto y) { return WideLog(w, Set(w, 1.0) + y, y); });
               }),
      KernelOf("WideLog.mirrored",
               [](auto d, auto x) {
                 return ThroughWide(d, x, [](auto w, auto y) { return WideLog(w, Set(w, 1.0) - y, Neg(y)); });
               }),
  };
  for (const MathKernel& kernel : kernels) {
    if (std::strcmp(kernel.name, name) == 0) return &kernel;
  }
  return nullptr;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

const MathKernel* FindMathKernel(Isa isa, const char* name) {
#if defined(__x86_64__) || defined(_M_X64)
  if (isa == Isa::kAvx3) return N_AVX3::FindKernel(name);
  if (isa == Isa::kAvx2) return N_AVX2::FindKernel(name);
  return N_SSE4::FindKernel(name);
#else
  (void)isa;
  return N_NEON::FindKernel(name);
#endif
}

}  // namespace steepest
#endif  // HWY_ONCE
