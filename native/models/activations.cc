// The activations, once per instruction set. A new one is a formula in activations-inl.h and one line in the
// list.
#include "native/models/activations.h"

#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/models/activations.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/blocks.h"
#include "native/engine/isa.h"
#include "native/engine/team.h"
#include "native/models/activations-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

ActivationCatalogue ActivationList() {
  static constexpr ActivationKernel kernels[] = {
      NumbersKernel<Relu>(),
      NumbersKernel<SigmoidActivation>(),
      RowsKernel<Softmax>(),
      NumbersKernel<TanhActivation>(),
  };
  return {kernels, sizeof(kernels) / sizeof(kernels[0])};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {
namespace {

/// Below this many numbers the waking of another thread costs more than it saves.
constexpr size_t kWorthSharing = 8 * kBlock;

/// Calls run(first, count) over the rows, or elementwise over the numbers, in fixed blocks.
template <class Run>
void ForBlocks(const ActivationKernel& activation, size_t rows, size_t columns, const Run& run) {
  const size_t units = activation.rowwise ? rows : rows * columns;
  if (rows * columns < kWorthSharing) return run(0, units);
  const size_t block = activation.rowwise ? RowsPerBlock(columns) : kBlock;
  Team::Get().Run(CountBlocks(units, block),
                  [&](size_t index) { run(index * block, std::min(block, units - index * block)); });
}

}  // namespace

ActivationCatalogue Activations() { return STEEPEST_SELECT(ActivationList); }

const ActivationKernel* FindActivation(const std::string& name) {
  const ActivationCatalogue catalogue = Activations();
  for (size_t i = 0; i < catalogue.count; ++i) {
    if (name == catalogue.kernels[i].name) return &catalogue.kernels[i];
  }
  return nullptr;
}

void Activate(const ActivationKernel* activation, float* values, size_t rows, size_t columns) {
  if (activation == nullptr || columns == 0) return;
  const size_t width = activation->rowwise ? columns : 1;
  ForBlocks(*activation, rows, columns,
            [&](size_t first, size_t count) { activation->forward(values + first * width, count, columns); });
}

void ActivateBackward(const ActivationKernel* activation, const float* outputs, const float* gradient,
                      float* out, size_t rows, size_t columns) {
  if (activation == nullptr) {
    if (gradient != out) std::memcpy(out, gradient, rows * columns * sizeof(float));
    return;
  }
  const size_t width = activation->rowwise ? columns : 1;
  ForBlocks(*activation, rows, columns, [&](size_t first, size_t count) {
    const size_t begin = first * width;
    activation->backward(outputs + begin, gradient + begin, out + begin, count, columns);
  });
}

}  // namespace steepest
#endif  // HWY_ONCE
