// The loop of the shape "stepping", written once for every rule and instruction set.
#include <type_traits>

#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/product_sum-inl.h"
#include "native/engine/stepping.h"

#if defined(STEEPEST_STEPPING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_STEPPING_INL_H_
#undef STEEPEST_STEPPING_INL_H_
#else
#define STEEPEST_STEPPING_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What a rule leaves out; every rule derives from it.
struct StepRule {
  static constexpr size_t inputs = 0;
  static constexpr size_t scalars = 0;
  static constexpr size_t memory = 0;
  static constexpr size_t sums = 0;
  static constexpr bool whole = false;
  static size_t SlotLength(const StepTensor& tensor, size_t) { return tensor.length; }
  static size_t Scratch(const StepTensor&) { return 0; }
  static void SettleGroup(const StepNumbers&, const double*) {}
};

/// What a rule sees of one vector of elements.
template <class V>
struct StepInputs {
  V parameter;  // after decoupled decay
  V gradient;   // scaled, clipped, after coupled decay
};

/// |gradient| at most `clip`; NaN stays NaN.
template <class D, class V>
HWY_INLINE V Clipped(D d, V gradient, float clip) {
  const V bound = hn::Set(d, clip);
  return hn::IfThenElse(hn::Gt(hn::Abs(gradient), bound), hn::CopySign(bound, gradient), gradient);
}

template <bool kPlain, class D, class V>
HWY_INLINE StepInputs<V> ApplyEffects(D d, V parameter, V gradient, const StepEffects& effects) {
  if constexpr (!kPlain) gradient = Clipped(d, gradient * hn::Set(d, effects.factor), effects.clip);
  gradient = hn::MulAdd(hn::Set(d, effects.coupled), parameter, gradient);
  // Not parameter·(1 − rate·decay): that factor rounds by up to 3e-8, which is 0.3 % of a decay of 1e-5.
  parameter = hn::MulAdd(hn::Set(d, effects.decoupled), parameter, parameter);
  return {parameter, gradient};
}

/// Stores what a rule has made of a vector of parameters, with what follows from it.
template <bool kPlain, class D, class V>
HWY_INLINE void StoreStepped(D d, V stepped, const StepTensor& tensor, const StepEffects& effects,
                             size_t index) {
  hn::StoreU(stepped, d, tensor.parameter + index);
  if constexpr (!kPlain) {
    if (effects.zero_gradient) hn::StoreU(hn::Zero(d), d, tensor.gradient + index);
    if (tensor.average == nullptr) return;
    const V average = hn::LoadU(d, tensor.average + index);
    const V moved = hn::MulAdd(hn::Set(d, effects.average_rate), stepped - average, average);
    hn::StoreU(moved, d, tensor.average + index);
  }
}

template <class Rule>
HWY_INLINE void LoadSlots(const StepTensor& tensor, size_t index, FloatVec* slots) {
  for (size_t s = 0; s < Rule::slots + Rule::inputs; ++s)
    slots[s] = hn::LoadU(FloatTag(), tensor.slots[s] + index);
}

template <class Rule>
HWY_INLINE void StoreSlots(const FloatVec* slots, const StepTensor& tensor, size_t index) {
  for (size_t s = 0; s < Rule::slots; ++s) hn::StoreU(slots[s], FloatTag(), tensor.slots[s] + index);
}

/// One vector of elements at `index`.
template <class Rule, bool kPlain>
HWY_INLINE void StepVector(const StepTensor& tensor, const StepEffects& effects, const float* constants,
                           size_t index) {
  const FloatTag f;
  FloatVec slots[kMaxSlots];
  LoadSlots<Rule>(tensor, index, slots);
  const auto now = ApplyEffects<kPlain>(f, hn::LoadU(f, tensor.parameter + index),
                                        hn::LoadU(f, tensor.gradient + index), effects);
  const FloatVec stepped = Rule::At(f, now.parameter, now.gradient, slots, constants);
  StoreStepped<kPlain>(f, stepped, tensor, effects, index);
  StoreSlots<Rule>(slots, tensor, index);
}

/// Fewer elements than a group, in padded copies, through the same vector function as all others.
class PaddedTensor {
 public:
  HWY_INLINE PaddedTensor(const StepTensor& tensor, size_t arrays, size_t index, size_t count)
      : tensor_(tensor), index_(index), count_(count) {
    padded_ = tensor;
    padded_.parameter = Copy(0, tensor.parameter);
    padded_.gradient = Copy(1, tensor.gradient);
    if (tensor.average != nullptr) padded_.average = Copy(2, tensor.average);
    for (size_t s = 0; s < arrays; ++s) padded_.slots[s] = Copy(3 + s, tensor.slots[s]);
  }

  HWY_INLINE const StepTensor& Tensor() const { return padded_; }

  HWY_INLINE void StoreParameter(bool gradient_too) const {
    Back(0, tensor_.parameter);
    if (gradient_too) Back(1, tensor_.gradient);
    if (tensor_.average != nullptr) Back(2, tensor_.average);
  }

  HWY_INLINE void StoreSlots(size_t slots) const {
    for (size_t s = 0; s < slots; ++s) Back(3 + s, tensor_.slots[s]);
  }

 private:
  HWY_INLINE float* Copy(size_t array, const float* source) {
    CopyPadded(source + index_, count_, 0.0f, copies_[array]);
    return copies_[array];
  }
  HWY_INLINE void Back(size_t array, float* target) const {
    std::memcpy(target + index_, copies_[array], count_ * sizeof(float));
  }

  const StepTensor& tensor_;
  StepTensor padded_;
  size_t index_, count_;
  HWY_ALIGN float copies_[3 + kMaxSlots][kVirtualLanes];
};

template <class Rule, bool kPlain>
HWY_NOINLINE void StepTail(const StepTensor& tensor, const StepEffects& effects, const float* constants,
                           size_t index, size_t count) {
  const PaddedTensor padded(tensor, Rule::slots + Rule::inputs, index, count);
  StepVector<Rule, kPlain>(padded.Tensor(), effects, constants, 0);
  padded.StoreParameter(!kPlain && effects.zero_gradient);
  padded.StoreSlots(Rule::slots);
}

template <class Rule, bool kPlain>
void StepRange(const StepTensor& arguments, const StepEffects& given_effects, const float* given,
               size_t begin, size_t end) {
  // Local copies, so that the compiler knows that stores leave them alone.
  const StepTensor tensor = arguments;
  const StepEffects effects = given_effects;
  float constants[kMaxConstants];
  std::memcpy(constants, given, sizeof(constants));
  size_t index = begin;
  for (; index + kFloats <= end; index += kFloats)
    StepVector<Rule, kPlain>(tensor, effects, constants, index);
  if (index < end) StepTail<Rule, kPlain>(arguments, given_effects, given, index, end - index);
}

/// See StepKernel::step.
template <class Rule>
void StepPieces(const StepContext& context, const StepPiece* pieces, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const auto [index, begin, end] = pieces[i];
    const StepEffects& effects = context.Effects(index);
    const bool plain = effects.plain && context.tensors[index].average == nullptr;
    const auto range = plain ? &StepRange<Rule, true> : &StepRange<Rule, false>;
    range(context.tensors[index], effects, context.Constants(index), begin, end);
  }
}

/// One group of 16 elements of the first pass of a rule with sums.
template <class Rule>
HWY_INLINE void MeasureGroup(const StepTensor& tensor, const StepEffects& effects, const float* constants,
                             size_t index, ProductSum* sums) {
  const FloatTag f;
  for (size_t v = 0; v < kVectors; ++v) {
    const size_t at = index + v * kFloats;
    FloatVec slots[kMaxSlots], left[kMaxSums], right[kMaxSums];
    LoadSlots<Rule>(tensor, at, slots);
    const auto now = ApplyEffects<false>(f, hn::LoadU(f, tensor.parameter + at),
                                         hn::LoadU(f, tensor.gradient + at), effects);
    Rule::Measure(f, now.parameter, now.gradient, slots, constants, left, right);
    for (size_t s = 0; s < Rule::sums; ++s) sums[s].Add(v, left[s], right[s]);
    StoreSlots<Rule>(slots, tensor, at);
  }
}

/// See StepKernel::measure. The products of elements that the padding of a tail made are left out by the
/// rule's own zeros: of parameter, gradient and slots 0 the sums must be 0.
template <class Rule>
void MeasurePiece(const StepContext& context, const StepPiece& piece, double* totals) {
  const StepTensor tensor = context.tensors[piece.tensor];
  const StepEffects effects = context.Effects(piece.tensor);
  const float* const constants = context.Constants(piece.tensor);
  ProductSum sums[Rule::sums];
  size_t index = piece.begin;
  for (; index + kVirtualLanes <= piece.end; index += kVirtualLanes)
    MeasureGroup<Rule>(tensor, effects, constants, index, sums);
  if (index < piece.end) {
    const PaddedTensor padded(tensor, Rule::slots + Rule::inputs, index, piece.end - index);
    MeasureGroup<Rule>(padded.Tensor(), effects, constants, 0, sums);
    padded.StoreSlots(Rule::slots);
  }
  for (size_t s = 0; s < Rule::sums; ++s) totals[s] = sums[s].Total();
}

template <class Rule>
constexpr StepKernel KernelOf() {
  StepKernel kernel = {};
  kernel.name = Rule::name;
  kernel.slots = Rule::slots;
  kernel.inputs = Rule::inputs;
  kernel.scalars = Rule::scalars;
  kernel.memory = Rule::memory;
  kernel.numbers = Rule::numbers;
  kernel.sums = Rule::sums;
  kernel.slot_length = &Rule::SlotLength;
  kernel.prepare = &Rule::Prepare;
  kernel.scratch = &Rule::Scratch;
  if constexpr (Rule::whole) {
    kernel.whole = &Rule::Whole;
  } else {
    kernel.step = &StepPieces<Rule>;
  }
  if constexpr (Rule::sums > 0) {
    kernel.measure = &MeasurePiece<Rule>;
    kernel.settle_group = &Rule::SettleGroup;
    kernel.settle = &Rule::Settle;
  }
  return kernel;
}

/// A catalogue is a list of types.
template <class... Rules>
StepCatalogue StepCatalogueOf() {
  static constexpr StepKernel kernels[] = {KernelOf<Rules>()...};
  return {kernels, sizeof...(Rules)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_STEPPING_INL_H_
