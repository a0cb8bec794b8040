// The loop of the shape "stepping", written once for every rule and instruction set.
#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
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

/// One vector of elements at `index`.
template <class Rule>
HWY_INLINE void StepVector(const StepTensor& tensor, const float* constants, size_t index) {
  const FloatTag f;
  FloatVec slots[kMaxSlots];
  for (size_t s = 0; s < Rule::slots; ++s) slots[s] = hn::LoadU(f, tensor.slots[s] + index);
  const FloatVec parameter = hn::LoadU(f, tensor.parameter + index);
  const FloatVec gradient = hn::LoadU(f, tensor.gradient + index);
  const FloatVec stepped = Rule::At(f, parameter, gradient, slots, constants);
  hn::StoreU(stepped, f, tensor.parameter + index);
  for (size_t s = 0; s < Rule::slots; ++s) hn::StoreU(slots[s], f, tensor.slots[s] + index);
}

/// The last elements, fewer than a vector, through the same rule in padded copies.
template <class Rule>
HWY_NOINLINE void StepTail(const StepTensor& tensor, const float* constants, size_t index, size_t count) {
  HWY_ALIGN float parameter[kVirtualLanes], gradient[kVirtualLanes], slots[kMaxSlots][kVirtualLanes];
  StepTensor padded = {parameter, gradient, {slots[0], slots[1], slots[2], slots[3]}, kVirtualLanes};
  CopyPadded(tensor.parameter + index, count, 0.0f, parameter);
  CopyPadded(tensor.gradient + index, count, 0.0f, gradient);
  for (size_t s = 0; s < Rule::slots; ++s) CopyPadded(tensor.slots[s] + index, count, 0.0f, slots[s]);
  StepVector<Rule>(padded, constants, 0);
  const size_t bytes = count * sizeof(float);
  std::memcpy(tensor.parameter + index, parameter, bytes);
  for (size_t s = 0; s < Rule::slots; ++s) std::memcpy(tensor.slots[s] + index, slots[s], bytes);
}

/// See StepBlock.
template <class Rule>
void StepRange(const StepTensor& arguments, const float* given, size_t begin, size_t end) {
  const StepTensor tensor = arguments;
  float constants[kMaxConstants];  // a local copy, so that the compiler knows that stores leave it alone
  std::memcpy(constants, given, sizeof(constants));
  size_t index = begin;
  for (; index + kFloats <= end; index += kFloats) StepVector<Rule>(tensor, constants, index);
  if (index < end) StepTail<Rule>(tensor, constants, index, end - index);
}

/// A catalogue is a list of types.
template <class... Rules>
StepCatalogue StepCatalogueOf() {
  static constexpr StepKernel kernels[] = {
      {Rules::name, Rules::slots, Rules::hyper, &Rules::Prepare, &StepRange<Rules>}...};
  return {kernels, sizeof...(Rules)};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_STEPPING_INL_H_
