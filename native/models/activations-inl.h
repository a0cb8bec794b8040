// The activations: formulas of one vector each, the loop over numbers written once, and softmax, which needs
// rows.
#include "hwy/highway.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/rowwise-inl.h"
#include "native/math-inl.h"
#include "native/models/activations.h"

#if defined(STEEPEST_MODELS_ACTIVATIONS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_MODELS_ACTIVATIONS_INL_H_
#undef STEEPEST_MODELS_ACTIVATIONS_INL_H_
#else
#define STEEPEST_MODELS_ACTIVATIONS_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// max(0, x); its slope at 0 is 0. A NaN is not ≤ 0 and stays.
struct Relu {
  static constexpr const char* name = "relu";
  template <class D, class V>
  static HWY_INLINE V At(D d, V x) {
    return hn::IfThenZeroElse(hn::Le(x, hn::Zero(d)), x);
  }
  template <class D, class V>
  static HWY_INLINE V Back(D d, V output, V gradient) {
    return hn::IfThenZeroElse(hn::Le(output, hn::Zero(d)), gradient);
  }
};

struct TanhActivation {
  static constexpr const char* name = "tanh";
  template <class D, class V>
  static HWY_INLINE V At(D d, V x) {
    return Tanh(d, x);
  }
  /// g·(1 − y²), the bracket rounded once.
  template <class D, class V>
  static HWY_INLINE V Back(D d, V output, V gradient) {
    return hn::Mul(gradient, hn::NegMulAdd(output, output, hn::Set(d, 1.0f)));
  }
};

struct SigmoidActivation {
  static constexpr const char* name = "sigmoid";
  template <class D, class V>
  static HWY_INLINE V At(D d, V x) {
    return Sigmoid(d, x);
  }
  /// g·y·(1 − y).
  template <class D, class V>
  static HWY_INLINE V Back(D d, V output, V gradient) {
    return hn::Mul(gradient, hn::Mul(output, hn::Sub(hn::Set(d, 1.0f), output)));
  }
};

template <class Formula>
void ForwardNumbers(float* values, size_t count, size_t) {
  const FloatTag f;
  size_t index = 0;
  for (; index + kFloats <= count; index += kFloats) {
    hn::StoreU(Formula::At(f, hn::LoadU(f, values + index)), f, values + index);
  }
  if (index == count) return;
  HWY_ALIGN float group[kVirtualLanes];
  CopyPadded(values + index, count - index, 0.0f, group);
  hn::Store(Formula::At(f, hn::Load(f, group)), f, group);
  std::memcpy(values + index, group, (count - index) * sizeof(float));
}

template <class Formula>
void BackwardNumbers(const float* outputs, const float* gradient, float* out, size_t count, size_t) {
  const FloatTag f;
  size_t index = 0;
  for (; index + kFloats <= count; index += kFloats) {
    hn::StoreU(Formula::Back(f, hn::LoadU(f, outputs + index), hn::LoadU(f, gradient + index)), f,
               out + index);
  }
  if (index == count) return;
  HWY_ALIGN float output_group[kVirtualLanes], gradient_group[kVirtualLanes];
  CopyPadded(outputs + index, count - index, 0.0f, output_group);
  CopyPadded(gradient + index, count - index, 0.0f, gradient_group);
  hn::Store(Formula::Back(f, hn::Load(f, output_group), hn::Load(f, gradient_group)), f, gradient_group);
  std::memcpy(out + index, gradient_group, (count - index) * sizeof(float));
}

/// e^(x − max) / Σ e^(x − max) over each row.
struct Softmax {
  static constexpr const char* name = "softmax";

  static void Forward(float* values, size_t count, size_t columns) {
    for (size_t row = 0; row < count; ++row) ForwardRow(values + row * columns, columns);
  }

  static void Backward(const float* outputs, const float* gradient, float* out, size_t count,
                       size_t columns) {
    for (size_t row = 0; row < count; ++row) {
      BackwardRow(outputs + row * columns, gradient + row * columns, out + row * columns, columns);
    }
  }

 private:
  static HWY_INLINE void ForwardRow(float* row, size_t columns) {
    const FloatTag f;
    const float lowest = -std::numeric_limits<float>::infinity();
    const FloatVec maximum = hn::Set(f, RowMaximum(row, columns));
    LaneSum sum;
    VisitRow(columns, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec exponential = ExpNonPositive(f, hn::Sub(slice.Load(row, lowest), maximum));
      sum.Add(part, slice.Clip(exponential));
      slice.Store(exponential, row);
    });
    const FloatVec total = hn::Set(f, static_cast<float>(sum.Total()));
    VisitRow(columns,
             [&](auto slice, size_t) HWY_ATTR { slice.Store(hn::Div(slice.Load(row, 0.0f), total), row); });
  }

  /// y·(g − Σ g·y).
  static HWY_INLINE void BackwardRow(const float* output, const float* gradient, float* out, size_t columns) {
    const FloatTag f;
    LaneSum sum;
    VisitRow(columns, [&](auto slice, size_t part) HWY_ATTR {
      sum.Add(part, hn::Mul(slice.Load(output, 0.0f), slice.Load(gradient, 0.0f)));
    });
    const FloatVec mean = hn::Set(f, static_cast<float>(sum.Total()));
    VisitRow(columns, [&](auto slice, size_t) HWY_ATTR {
      slice.Store(hn::Mul(slice.Load(output, 0.0f), hn::Sub(slice.Load(gradient, 0.0f), mean)), out);
    });
  }
};

template <class Formula>
constexpr ActivationKernel NumbersKernel() {
  return {Formula::name, false, &ForwardNumbers<Formula>, &BackwardNumbers<Formula>};
}

template <class Rows>
constexpr ActivationKernel RowsKernel() {
  return {Rows::name, true, &Rows::Forward, &Rows::Backward};
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_MODELS_ACTIVATIONS_INL_H_
