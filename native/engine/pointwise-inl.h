// The loop of the shape "pointwise", written once for every loss, output and instruction set.
#include <type_traits>

#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/options-inl.h"
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

/// What a loss of N predictions gives for one vector of elements.
template <class V, size_t N>
struct JointTerms {
  V value;
  V gradient[N];
  V hessian[N];
};

template <class V>
HWY_INLINE V GradientOf(const Terms<V>& terms, size_t) {
  return terms.gradient;
}
template <class V, size_t N>
HWY_INLINE V GradientOf(const JointTerms<V, N>& terms, size_t input) {
  return terms.gradient[input];
}
template <class V>
HWY_INLINE V HessianOf(const Terms<V>& terms, size_t) {
  return terms.hessian;
}
template <class V, size_t N>
HWY_INLINE V HessianOf(const JointTerms<V, N>& terms, size_t input) {
  return terms.hessian[input];
}

/// The number of a loss's predictions: 1 unless it declares `inputs`.
template <class Loss, class = void>
struct InputsOf {
  static constexpr size_t count = 1;
};
template <class Loss>
struct InputsOf<Loss, std::void_t<decltype(Loss::inputs)>> {
  static constexpr size_t count = Loss::inputs;
};

/// Whether a loss has a surrogate of its hessian: a function `Surrogate` with the arguments of `At`.
template <class Loss, class = void>
struct HasSurrogate : std::false_type {};
template <class Loss>
struct HasSurrogate<Loss, std::void_t<decltype(&Loss::template Surrogate<FloatTag, FloatVec>)>>
    : std::true_type {};

/// The terms of a vector of elements, from one prediction or from an array of them.
template <class Loss, unsigned kWanted, class Options>
HWY_INLINE auto TermsAt(const FloatVec* predictions, FloatVec target, Options option) {
  if constexpr ((kWanted & kSurrogate) != 0) {
    const FloatVec surrogate = Loss::Surrogate(FloatTag(), predictions[0], target, option);
    return Terms<FloatVec>{surrogate, surrogate, surrogate};
  } else if constexpr (InputsOf<Loss>::count == 1) {
    return Loss::At(FloatTag(), predictions[0], target, option);
  } else {
    return Loss::At(FloatTag(), predictions, target, option);
  }
}

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

  template <size_t N>
  HWY_INLINE Finish(const FloatVec (&predictions)[N], FloatVec target, const float* weight)
      : invalid(hn::IsNaN(target)) {
    for (const FloatVec prediction : predictions) invalid = hn::Or(invalid, hn::IsNaN(prediction));
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
HWY_INLINE void PointwiseVector(const PointwiseArguments& a, const OptionWalk<Loss>& options, size_t index,
                                const float* weight, size_t part, LaneSum& sum) {
  const FloatTag f;
  constexpr size_t kInputs = InputsOf<Loss>::count;
  FloatVec predictions[kInputs];
  for (size_t i = 0; i < kInputs; ++i) predictions[i] = hn::LoadU(f, a.predictions[i] + index);
  const FloatVec target = hn::LoadU(f, a.target + index);
  const Finish<kWeighted> finish(predictions, target, weight);
  const auto option = options.At(part * kFloats);
  const auto terms = TermsAt<Loss, kWanted>(predictions, target, option);
  const size_t place = index - a.output_begin;
  if constexpr ((kWanted & kValue) != 0) {
    const FloatVec value = finish.Value(terms.value);
    sum.Add(part, value);
    if (a.values != nullptr) hn::StoreU(value, f, a.values + place);
  }
  for (size_t i = 0; i < kInputs; ++i) {
    if constexpr ((kWanted & kGradient) != 0)
      hn::StoreU(finish.Derivative(GradientOf(terms, i), a.scale), f, a.gradients[i] + place);
    if constexpr ((kWanted & kHessian) != 0)
      hn::StoreU(finish.Derivative(HessianOf(terms, i), a.scale), f, a.hessians[i] + place);
  }
  if constexpr ((kWanted & kOptionGradients) != 0) {
    const auto slopes = Loss::OptionGradients(f, predictions[0], target, option);
    double* sums = a.option_sums + options.Column() + part * kFloats;
    for (size_t i = 0; i < LearnedOf<Loss>::count; ++i, sums += ColumnStride(a.columns)) {
      AddToSums(finish.Value(slopes.by[i]), sums);
    }
  }
}

/// Sixteen elements from `index` on.
template <class Loss, unsigned kWanted, bool kWeighted>
HWY_INLINE void PointwiseGroup(const PointwiseArguments& a, const OptionWalk<Loss>& options, size_t index,
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
    PointwiseVector<Loss, kWanted, kWeighted>(a, options, index + offset,
                                              kWeighted ? weights + offset : nullptr, part, sum);
  }
}

/// The last `count` < 16 elements go through the same group in padded copies whose weight is 0.
template <class Loss, unsigned kWanted>
HWY_NOINLINE void PointwiseTail(const PointwiseArguments& a, const OptionWalk<Loss>& options, size_t index,
                                size_t count, LaneSum& sum) {
  constexpr size_t kInputs = InputsOf<Loss>::count;
  HWY_ALIGN float predictions[kInputs][kVirtualLanes], target[kVirtualLanes], weights[kVirtualLanes] = {};
  HWY_ALIGN float values[kVirtualLanes], gradients[kInputs][kVirtualLanes], hessians[kInputs][kVirtualLanes];
  PointwiseArguments padded = a;
  padded.target = target;
  padded.weights = weights;
  padded.weight_span = 1;
  padded.values = a.values == nullptr ? nullptr : values;
  padded.output_begin = 0;
  for (size_t i = 0; i < kInputs; ++i) {
    CopyPadded(a.predictions[i] + index, count, 0.0f, predictions[i]);
    padded.predictions[i] = predictions[i];
    padded.gradients[i] = gradients[i];
    padded.hessians[i] = hessians[i];
  }
  CopyPadded(a.target + index, count, 0.0f, target);
  for (size_t i = 0; i < count; ++i) weights[i] = a.weights ? a.weights[(index + i) / a.weight_span] : 1.0f;
  PointwiseGroup<Loss, kWanted, true>(padded, options, 0, sum);
  const size_t bytes = count * sizeof(float);
  const size_t place = index - a.output_begin;
  if ((kWanted & kValue) != 0 && a.values != nullptr) std::memcpy(a.values + place, values, bytes);
  for (size_t i = 0; i < kInputs; ++i) {
    if ((kWanted & kGradient) != 0) std::memcpy(a.gradients[i] + place, gradients[i], bytes);
    if ((kWanted & kHessian) != 0) std::memcpy(a.hessians[i] + place, hessians[i], bytes);
  }
}

template <class Loss, unsigned kWanted, bool kWeighted>
HWY_INLINE double PointwiseLoop(const PointwiseArguments& arguments, size_t begin, size_t end) {
  const PointwiseArguments a = arguments;
  OptionWalk<Loss> options(a, begin);
  LaneSum sum;
  size_t index = begin;
  for (; index + kVirtualLanes <= end; index += kVirtualLanes) {
    PointwiseGroup<Loss, kWanted, kWeighted>(a, options, index, sum);
    options.Advance();
  }
  if (index < end) PointwiseTail<Loss, kWanted>(a, options, index, end - index, sum);
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
  constexpr size_t kLearned = LearnedOf<Loss>::count;
  constexpr bool kByColumn = std::is_same<OptionWalk<Loss>, OptionsByColumn>::value;
  PointwiseKernel kernel = {Loss::name, InputsOf<Loss>::count, kLearned, kByColumn, {}};
  kernel.blocks[kValue] = &PointwiseRange<Loss, kValue>;
  kernel.blocks[kGradient] = &PointwiseRange<Loss, kGradient>;
  kernel.blocks[kValue | kGradient] = &PointwiseRange<Loss, kValue | kGradient>;
  kernel.blocks[kHessian] = &PointwiseRange<Loss, kHessian>;
  if constexpr (HasSurrogate<Loss>::value)
    kernel.blocks[kHessian | kSurrogate] = &PointwiseRange<Loss, kHessian | kSurrogate>;
  if constexpr (kLearned > 0) {
    constexpr unsigned kAll = kValue | kGradient | kOptionGradients;
    kernel.blocks[kAll] = &PointwiseRange<Loss, kAll>;
  }
  return kernel;
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
