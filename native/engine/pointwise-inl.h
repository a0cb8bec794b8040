// The loop of the shape "pointwise", written once for every loss, output and instruction set.
#include <type_traits>

#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/pointwise.h"

#if defined(STEEPEST_POINTWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_POINTWISE_INL_H_
#undef STEEPEST_POINTWISE_INL_H_
#else
#define STEEPEST_POINTWISE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What a loss gives for one vector of elements.
template <class V>
struct Terms {
  V value;
  V gradient;
  V hessian;
};

/// What the numbers of a loss's options are: float, or `Option` where it declares another type.
template <class Loss, class = void>
struct OptionType {
  using type = float;
};

template <class Loss>
struct OptionType<Loss, std::void_t<typename Loss::Option>> {
  using type = typename Loss::Option;
};

template <class Loss>
using OptionOf = typename OptionType<Loss>::type;

/// The weights of 16 elements from `index` on, where one weight serves `span` neighbours.
HWY_INLINE void SpreadWeights(const float* weights, size_t span, size_t index, float* HWY_RESTRICT group) {
  size_t row = index / span;
  size_t column = index % span;
  for (size_t lane = 0; lane < kVirtualLanes; ++lane) {
    group[lane] = weights[row];
    if (++column == span) {
      column = 0;
      ++row;
    }
  }
}

/// What the terms of one vector are multiplied by, and where they are NaN or 0 whatever they are.
template <bool kWeighted>
struct Finish {
  hn::Mask<FloatTag> invalid;
  FloatVec weights;  // only where kWeighted

  HWY_INLINE Finish(FloatVec prediction, FloatVec target, const float* weight)
      : invalid(hn::Or(hn::IsNaN(prediction), hn::IsNaN(target))) {
    if constexpr (kWeighted) weights = hn::LoadU(FloatTag(), weight);
  }

  /// NaN where an input is.
  HWY_INLINE FloatVec Checked(FloatVec term) const {
    return hn::IfThenElse(invalid, hn::NaN(FloatTag()), term);
  }

  HWY_INLINE FloatVec Value(FloatVec term) const {
    if constexpr (!kWeighted) return Checked(term);
    return Ignored(hn::Mul(Checked(term), weights));
  }

  HWY_INLINE FloatVec Derivative(FloatVec term, float scale) const {
    const FloatVec factor = hn::Set(FloatTag(), scale);
    if constexpr (!kWeighted) return hn::Mul(Checked(term), factor);
    return Ignored(hn::Mul(Checked(term), hn::Mul(weights, factor)));
  }

 private:
  /// 0 where the weight is, whatever the inputs are.
  HWY_INLINE FloatVec Ignored(FloatVec term) const {
    return hn::IfThenZeroElse(hn::Eq(weights, hn::Zero(FloatTag())), term);
  }
};

/// One vector of elements at `index`, whose weights, if there are any, begin at `weight`.
template <class Loss, unsigned kWanted, bool kWeighted>
HWY_INLINE void PointwiseVector(const PointwiseArguments& a, const OptionOf<Loss>* option, size_t index,
                                const float* weight, size_t part, LaneSum& sum) {
  const FloatTag f;
  const FloatVec prediction = hn::LoadU(f, a.prediction + index);
  const FloatVec target = hn::LoadU(f, a.target + index);
  const Finish<kWeighted> finish(prediction, target, weight);
  const Terms<FloatVec> terms = Loss::At(f, prediction, target, option);
  const size_t place = index - a.output_begin;
  if constexpr ((kWanted & kValue) != 0) {
    const FloatVec value = finish.Value(terms.value);
    sum.Add(part, value);
    if (a.values != nullptr) hn::StoreU(value, f, a.values + place);
  }
  if constexpr ((kWanted & kGradient) != 0) {
    hn::StoreU(finish.Derivative(terms.gradient, a.scale), f, a.gradient + place);
  }
  if constexpr ((kWanted & kHessian) != 0) {
    hn::StoreU(finish.Derivative(terms.hessian, a.scale), f, a.hessian + place);
  }
}

/// Sixteen elements from `index` on.
template <class Loss, unsigned kWanted, bool kWeighted>
HWY_INLINE void PointwiseGroup(const PointwiseArguments& a, const OptionOf<Loss>* option, size_t index,
                               LaneSum& sum) {
  HWY_ALIGN float spread[kVirtualLanes];
  const float* weights = a.weights;
  if constexpr (kWeighted) {
    weights += index;
    if (a.weight_span != 1) {
      SpreadWeights(a.weights, a.weight_span, index, spread);
      weights = spread;
    }
  }
  for (size_t part = 0; part < kVectors; ++part) {
    const size_t offset = part * kFloats;
    PointwiseVector<Loss, kWanted, kWeighted>(a, option, index + offset,
                                              kWeighted ? weights + offset : nullptr, part, sum);
  }
}

/// The last `count` < 16 elements go through the same group in padded copies whose weight is 0.
template <class Loss, unsigned kWanted>
HWY_NOINLINE void PointwiseTail(const PointwiseArguments& a, const OptionOf<Loss>* option, size_t index,
                                size_t count, LaneSum& sum) {
  HWY_ALIGN float prediction[kVirtualLanes], target[kVirtualLanes], weights[kVirtualLanes] = {};
  HWY_ALIGN float values[kVirtualLanes], gradient[kVirtualLanes], hessian[kVirtualLanes];
  CopyPadded(a.prediction + index, count, 0.0f, prediction);
  CopyPadded(a.target + index, count, 0.0f, target);
  for (size_t i = 0; i < count; ++i) weights[i] = a.weights ? a.weights[(index + i) / a.weight_span] : 1.0f;
  const PointwiseArguments padded = {prediction, target,  weights, 1,         a.values ? values : nullptr,
                                     gradient,   hessian, 0,       a.options, a.scale};
  PointwiseGroup<Loss, kWanted, true>(padded, option, 0, sum);
  const size_t bytes = count * sizeof(float);
  if ((kWanted & kValue) != 0 && a.values != nullptr)
    std::memcpy(a.values + (index - a.output_begin), values, bytes);
  if ((kWanted & kGradient) != 0) std::memcpy(a.gradient + (index - a.output_begin), gradient, bytes);
  if ((kWanted & kHessian) != 0) std::memcpy(a.hessian + (index - a.output_begin), hessian, bytes);
}

template <class Loss, unsigned kWanted, bool kWeighted>
HWY_INLINE double PointwiseLoop(const PointwiseArguments& arguments, size_t begin, size_t end) {
  const PointwiseArguments a = arguments;
  OptionOf<Loss> option[kMaxOptions];  // a local copy, so that the compiler knows that stores leave it alone
  for (size_t i = 0; i < kMaxOptions; ++i) option[i] = static_cast<OptionOf<Loss>>(a.options[i]);
  LaneSum sum;
  size_t index = begin;
  for (; index + kVirtualLanes <= end; index += kVirtualLanes) {
    PointwiseGroup<Loss, kWanted, kWeighted>(a, option, index, sum);
  }
  if (index < end) PointwiseTail<Loss, kWanted>(a, option, index, end - index, sum);
  return sum.Total();
}

/// See PointwiseBlock.
template <class Loss, unsigned kWanted>
double PointwiseRange(const PointwiseArguments& arguments, size_t begin, size_t end) {
  return arguments.weights == nullptr ? PointwiseLoop<Loss, kWanted, false>(arguments, begin, end)
                                      : PointwiseLoop<Loss, kWanted, true>(arguments, begin, end);
}

/// The kernels of one loss, for the catalogue's table.
template <class Loss>
constexpr PointwiseKernel PointwiseKernelOf() {
  return {Loss::name,
          {nullptr, &PointwiseRange<Loss, kValue>, &PointwiseRange<Loss, kGradient>,
           &PointwiseRange<Loss, kValue | kGradient>, &PointwiseRange<Loss, kHessian>, nullptr, nullptr,
           nullptr}};
}

/// A catalogue is a list of types.
template <class... Losses>
PointwiseCatalogue PointwiseCatalogueOf() {
  static constexpr PointwiseKernel kernels[] = {PointwiseKernelOf<Losses>()...};
  return {kernels, sizeof...(Losses)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_POINTWISE_INL_H_
