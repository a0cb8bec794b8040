// Softmax cross-entropy from logits, with labels or soft targets, class weights and label smoothing (Szegedy
// et al. 2016). Per row ℓ = Σ_c u_c·(m − x_c) + U·ln(1 + R), where u_c = w_c·((1 − s)·t_c + s/C), U = Σ u_c,
// m the largest logit and R the sum of e^(x − m) over all classes but one of the largest. No term is
// negative, so none cancels: a confident row keeps its few ulp where ln Σ e^x − x_y would be 0. For the
// distances m − x_c rounded to float32, values are within 3 ulp, hessians within 6, and gradients within 6
// ulp of the larger of their terms. Labels and one-hot targets go through the same roundings and agree
// exactly.
#include "native/engine/rowwise-inl.h"
#include "native/losses/cross_entropy_group-inl.h"
#include "native/math-inl.h"

#if defined(STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#undef STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#else
#define STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The softmax of a row in parts: e^(x − maximum) / (1 + rest).
struct RowSoftmax {
  float maximum;
  double rest;  // the sum of the exponentials but for one of the largest scores' own 1

  double Total() const { return 1.0 + rest; }
};

/// Exponentiates a row into `exponentials` (null: only sums them).
HWY_INLINE RowSoftmax ExponentiateRow(const float* row, size_t classes, float* exponentials) {
  const FloatTag f;
  const float maximum = RowMaximum(row, classes);
  LaneSum rest;
  size_t largest = 0;
  VisitRow(classes, [&](auto slice, size_t part) HWY_ATTR {
    const FloatVec shifted =
        hn::Sub(slice.Load(row, -std::numeric_limits<float>::infinity()), hn::Set(f, maximum));
    const FloatVec exponential = ExpNonPositive(f, shifted);
    const auto top = hn::Eq(shifted, hn::Zero(f));
    rest.Add(part, hn::IfThenZeroElse(top, exponential));
    largest += hn::CountTrue(f, top);
    if (exponentials != nullptr) slice.Store(exponential, exponentials);
  });
  return {maximum, rest.Total() + (static_cast<double>(largest) - 1.0)};
}

/// What turns the exponentials of a row into gradient and hessian.
struct RowFactors {
  float total;    // Σ e
  float rest;     // Σ e − 1, without cancellation
  float slope;    // U / Σ e
  float inverse;  // 1 / Σ e
  float scale;    // the reduction's scale times the row's weight

  HWY_INLINE RowFactors(const RowSoftmax& softmax, double mass, float reduction_scale, float weight)
      : total(static_cast<float>(softmax.Total())),
        rest(static_cast<float>(softmax.rest)),
        slope(static_cast<float>(mass / softmax.Total())),
        inverse(static_cast<float>(1.0 / softmax.Total())),
        scale(reduction_scale * weight) {}

  HWY_INLINE FloatVec Others(FloatVec exponential) const {
    return OthersOf(exponential, hn::Set(FloatTag(), total), hn::Set(FloatTag(), rest));
  }
};

/// The targets of one row as vectors: w_c·((1 − s)·t_c + s/C).
struct SmoothedTargets {
  const float* soft;  // null: a label
  int64_t label;
  const float* class_weights;
  float keep;    // 1 − s
  float spread;  // s / C

  template <class Slice>
  HWY_INLINE FloatVec Load(const Slice& slice) const {
    const FloatTag f;
    const hn::RebindToSigned<FloatTag> i;
    const auto index = hn::Iota(i, static_cast<int32_t>(slice.begin));
    const auto hit = hn::RebindMask(f, hn::Eq(index, hn::Set(i, static_cast<int32_t>(label))));
    const FloatVec target =
        soft != nullptr ? slice.Load(soft, 0.0f) : hn::IfThenElseZero(hit, hn::Set(f, 1.0f));
    const FloatVec smoothed = hn::MulAdd(hn::Set(f, keep), target, hn::Set(f, spread));
    return class_weights == nullptr ? smoothed : hn::Mul(smoothed, slice.Load(class_weights, 0.0f));
  }
};

/// Options: 1 − labelSmoothing, labelSmoothing.
struct CrossEntropy {
  static constexpr const char* name = "crossEntropy";
  static constexpr bool class_mass = true;

  /// Whether rows go sixteen at a time through Group.
  template <unsigned kWanted>
  static HWY_INLINE bool Groups(const RowwiseArguments& a) {
    const bool labelled = a.targets.kind != TargetKind::kSoft;
    return (kWanted & kHessian) == 0 && labelled && a.options[1] == 0.0f && a.classes <= kVirtualLanes;
  }

  /// Rows [row, row + 16) with their weighted terms.
  template <unsigned kWanted>
  static HWY_INLINE void Group(const RowwiseArguments& a, size_t row, float* values) {
    for (size_t lane = 0; lane < kVirtualLanes; lane += kFloats) {
      LabelGroup(a, row + lane).Evaluate<kWanted>(values + lane);
    }
  }

  template <unsigned kWanted>
  static HWY_INLINE float Row(const RowwiseArguments& a, size_t row, float weight) {
    const bool labelled = a.targets.kind != TargetKind::kSoft;
    return labelled && a.options[1] == 0.0f ? LabelRow<kWanted>(a, row, weight)
                                            : SoftRow<kWanted>(a, row, weight);
  }

 private:
  template <unsigned kWanted>
  static HWY_INLINE float* Destination(const RowwiseArguments& a, size_t row) {
    if constexpr ((kWanted & kGradient) != 0) return a.gradient + row * a.classes;
    if constexpr ((kWanted & kHessian) != 0) return a.hessian + row * a.classes;
    return nullptr;
  }

  static HWY_INLINE float Value(double excess, double mass, double rest, float weight) {
    const hn::CappedTag<float, 4> d;
    const double logarithm = hn::GetLane(Log1p(d, hn::Set(d, static_cast<float>(rest))));
    return static_cast<float>(excess + mass * logarithm) * weight;
  }

  static HWY_NOINLINE void HessianRow(const RowFactors& factors, size_t classes, float* out) {
    const FloatTag f;
    const FloatVec scale = hn::Set(f, factors.scale);
    VisitRow(classes, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec exponential = slice.Load(out, 0.0f);
      const FloatVec complement = hn::Mul(factors.Others(exponential), hn::Set(f, factors.inverse));
      const FloatVec slope = hn::Mul(exponential, hn::Set(f, factors.slope));
      slice.Store(hn::Mul(hn::Mul(slope, complement), scale), out);
    });
  }

  /// All mass on one class: only that class's entry differs from the scaled softmax.
  template <unsigned kWanted>
  static HWY_INLINE float LabelRow(const RowwiseArguments& a, size_t row, float weight) {
    const float* scores = a.scores + row * a.classes;
    const size_t label = static_cast<size_t>(a.targets.Label(row));
    const float label_score = scores[label];
    const float mass = a.class_weights == nullptr ? 1.0f : a.class_weights[label];
    float* out = Destination<kWanted>(a, row);
    const RowSoftmax softmax = ExponentiateRow(scores, a.classes, out);
    const RowFactors factors(softmax, mass, a.scale, weight);
    if constexpr ((kWanted & kGradient) != 0) LabelGradient(factors, a.classes, label, out);
    if constexpr ((kWanted & kHessian) != 0) HessianRow(factors, a.classes, out);
    if constexpr ((kWanted & kValue) == 0) return 0.0f;
    const float excess = mass == 0.0f ? 0.0f : mass * (softmax.maximum - label_score);
    return Value(excess, mass, softmax.rest, weight);
  }

  static HWY_INLINE void LabelGradient(const RowFactors& factors, size_t classes, size_t label, float* out) {
    const FloatTag f;
    const FloatVec own = factors.Others(hn::Set(f, out[label]));
    const FloatVec slope = hn::Set(f, factors.slope);
    const FloatVec scale = hn::Set(f, factors.scale);
    VisitRow(classes, [&](auto slice, size_t) HWY_ATTR {
      slice.Store(hn::Mul(hn::Mul(slice.Load(out, 0.0f), slope), scale), out);
    });
    out[label] = hn::GetLane(hn::Neg(hn::Mul(hn::Mul(own, slope), scale)));
  }

  template <unsigned kWanted>
  static HWY_NOINLINE float SoftRow(const RowwiseArguments& a, size_t row, float weight) {
    const float* scores = a.scores + row * a.classes;
    const bool soft = a.targets.kind == TargetKind::kSoft;
    const float* soft_row = soft ? static_cast<const float*>(a.targets.data) + row * a.classes : nullptr;
    const SmoothedTargets targets = {soft_row, soft ? -1 : a.targets.Label(row), a.class_weights,
                                     a.options[0], a.options[1] / static_cast<float>(a.classes)};
    float* out = Destination<kWanted>(a, row);
    double excess = 0, mass = 0;
    Moments(scores, a.classes, targets, RowMaximum(scores, a.classes), excess, mass);
    const RowSoftmax softmax = ExponentiateRow(scores, a.classes, out);
    const RowFactors factors(softmax, mass, a.scale, weight);
    if constexpr ((kWanted & kGradient) != 0)
      SoftGradient(factors, static_cast<float>(mass), targets, a.classes, out);
    if constexpr ((kWanted & kHessian) != 0) HessianRow(factors, a.classes, out);
    return (kWanted & kValue) == 0 ? 0.0f : Value(excess, mass, softmax.rest, weight);
  }

  /// Σ u_c·(maximum − x_c) and Σ u_c; a class without mass adds nothing, also where its score is −∞.
  static HWY_INLINE void Moments(const float* scores, size_t classes, const SmoothedTargets& targets,
                                 float maximum, double& excess, double& mass) {
    const FloatTag f;
    LaneSum excesses, masses;
    VisitRow(classes, [&](auto slice, size_t part) HWY_ATTR {
      const FloatVec target = slice.Clip(targets.Load(slice));
      const FloatVec distance = hn::Sub(hn::Set(f, maximum), slice.Load(scores, maximum));
      const auto empty = hn::Eq(target, hn::Zero(f));
      excesses.Add(part, hn::IfThenZeroElse(empty, hn::Mul(target, distance)));
      masses.Add(part, target);
    });
    excess = excesses.Total();
    mass = masses.Total();
  }

  /// U·p − u per class; where a class holds all the mass, −U·(1 − p) without cancellation.
  static HWY_INLINE void SoftGradient(const RowFactors& factors, float mass, const SmoothedTargets& targets,
                                      size_t classes, float* out) {
    const FloatTag f;
    const FloatVec slope = hn::Set(f, factors.slope);
    const FloatVec scale = hn::Set(f, factors.scale);
    VisitRow(classes, [&](auto slice, size_t) HWY_ATTR {
      const FloatVec exponential = slice.Load(out, 0.0f);
      const FloatVec target = targets.Load(slice);
      const FloatVec hard = hn::Neg(hn::Mul(factors.Others(exponential), slope));
      const FloatVec mixed = hn::MulSub(exponential, slope, target);
      const auto whole = hn::Eq(target, hn::Set(f, mass));
      slice.Store(hn::Mul(hn::IfThenElse(whole, hard, mixed), scale), out);
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#endif  // STEEPEST_LOSSES_CROSS_ENTROPY_INL_H_
