#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/metrics/classes.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/isa.h"
#include "native/engine/rowwise-inl.h"
#include "native/engine/team.h"
#include "native/metrics/statistics.h"

#ifndef STEEPEST_METRICS_CLASSES_CC_
#define STEEPEST_METRICS_CLASSES_CC_
namespace steepest {

// What stands in the place of a class.
constexpr int32_t kUnknownClass = -1;  // there is a NaN among the row's numbers
constexpr int32_t kIgnoredRow = -2;

}  // namespace steepest
#endif  // STEEPEST_METRICS_CLASSES_CC_

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The place of the first of the largest numbers of a row.
HWY_INLINE int32_t LargestOf(const float* row, size_t columns) {
  const FloatTag f;
  auto invalid = hn::IsNaN(hn::Zero(f));
  VisitRow(columns,
           [&](auto slice, size_t) HWY_ATTR { invalid = hn::Or(invalid, hn::IsNaN(slice.Load(row, 0.0f))); });
  if (!hn::AllFalse(f, invalid)) return kUnknownClass;
  const FloatVec largest = hn::Set(f, RowMaximum(row, columns));
  int32_t place = kUnknownClass;
  VisitRow(columns, [&](auto slice, size_t) HWY_ATTR {
    if (place >= 0) return;
    // Padding equals the largest number only where all are −∞; the row's own come before it.
    const FloatVec numbers = slice.Load(row, -std::numeric_limits<float>::infinity());
    const intptr_t found = hn::FindFirstTrue(f, hn::Eq(numbers, largest));
    if (found >= 0) place = static_cast<int32_t>(slice.begin + static_cast<size_t>(found));
  });
  return place;
}

HWY_INLINE int32_t SideOf(float number, float threshold) {
  return number != number ? kUnknownClass : number > threshold ? 1 : 0;
}

/// The classes of rows [begin, end), the first to the first place.
void ResolveNumbers(const ClassSource& source, size_t begin, size_t end, int32_t* classes) {
  const float* numbers = static_cast<const float*>(source.rows.data);
  for (size_t row = begin; row < end; ++row) {
    *classes++ = source.columns == 1 ? SideOf(numbers[row], source.threshold)
                                     : LargestOf(numbers + row * source.columns, source.columns);
  }
}

auto Resolver() { return &ResolveNumbers; }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {
namespace {

/// Rows whose classes are held at a time: enough for every thread, few enough for the cache.
constexpr size_t kRowsAtATime = 32768;

/// Calls visit(labels) with the labels in their own type.
template <class Visit>
auto WithLabels(const RowTargets& rows, const Visit& visit) {
  if (rows.kind == TargetKind::kUint8) return visit(static_cast<const uint8_t*>(rows.data));
  if (rows.kind == TargetKind::kUint16) return visit(static_cast<const uint16_t*>(rows.data));
  return visit(static_cast<const int32_t*>(rows.data));
}

/// The first row whose label or number is illegal, or the number of rows.
size_t FirstIllegal(const ClassSource& source, const ClassBatch& batch, int64_t ignored) {
  if (source.rows.kind == TargetKind::kSoft) {
    if (source.columns > 1 || source.bound == std::numeric_limits<float>::infinity()) return batch.rows;
    const float* numbers = static_cast<const float*>(source.rows.data);
    const auto illegal = [&](float number) { return number < -source.bound || number > source.bound; };
    return static_cast<size_t>(std::find_if(numbers, numbers + batch.rows, illegal) - numbers);
  }
  const int64_t count = static_cast<int64_t>(batch.classes);
  return WithLabels(source.rows, [&](auto labels) {
    const auto illegal = [&](int64_t label) { return (label < 0 || label >= count) && label != ignored; };
    return static_cast<size_t>(std::find_if(labels, labels + batch.rows, illegal) - labels);
  });
}

/// The classes of legal rows [begin, end), the first to the first place.
void Resolve(const ClassSource& source, int64_t ignored, size_t begin, size_t end,
             std::vector<int32_t>& classes) {
  classes.resize(end - begin);
  if (source.rows.kind == TargetKind::kSoft) {
    const auto resolve = STEEPEST_SELECT(Resolver);
    const size_t step = RowsPerBlock(source.columns);
    Team::Get().Run(CountBlocks(end - begin, step), [&](size_t block) {
      const size_t from = begin + block * step;
      resolve(source, from, std::min(end, from + step), classes.data() + block * step);
    });
    return;
  }
  WithLabels(source.rows, [&](auto labels) {
    for (size_t row = begin; row < end; ++row) {
      const int64_t label = labels[row];
      classes[row - begin] = label == ignored ? kIgnoredRow : static_cast<int32_t>(label);
    }
  });
}

struct Range {
  size_t begin;
  size_t end;
};

/// The classes that a row may be of.
Range Possible(int32_t known, size_t classes) {
  if (known == kUnknownClass) return {0, classes};
  return {static_cast<size_t>(known), static_cast<size_t>(known) + 1};
}

/// The numbers that the rows are added to.
class Table {
 public:
  Table(ClassTable table, size_t class_count, double* numbers)
      : kind_(table), classes_(class_count), sums_(numbers) {}

  /// Adds rows that are not ignored and have a weight.
  void AddRows(const int32_t* predicted, const int32_t* actual, const float* weights, size_t rows) const {
    for (size_t row = 0; row < rows; ++row) {
      const double weight = weights == nullptr ? 1.0 : weights[row];
      const int32_t p = predicted[row], a = actual[row];
      if (weight == 0 || a == kIgnoredRow) continue;
      if (p >= 0 && a >= 0) {
        Add(static_cast<size_t>(p), static_cast<size_t>(a), weight);
      } else {
        AddUnknown(p, a, weight);
      }
    }
  }

 private:
  double& Cell(size_t actual, size_t predicted) const { return sums_[actual * classes_ + predicted]; }
  double& Correct(size_t c) const { return sums_[c]; }
  double& Predicted(size_t c) const { return sums_[classes_ + c]; }
  double& Actual(size_t c) const { return sums_[2 * classes_ + c]; }

  void Add(size_t predicted, size_t actual, double weight) const {
    if (kind_ == ClassTable::kMatrix) {
      Cell(actual, predicted) += weight;
      return;
    }
    Correct(actual) += predicted == actual ? weight : 0.0;  // without a branch, which nobody could foretell
    Predicted(predicted) += weight;
    Actual(actual) += weight;
  }

  /// Adds a row of which one class or both are unknown: NaN wherever it may belong.
  void AddUnknown(int32_t predicted, int32_t actual, double weight) const {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    const Range p = Possible(predicted, classes_), a = Possible(actual, classes_);
    if (kind_ == ClassTable::kMatrix) {
      for (size_t row = a.begin; row < a.end; ++row) {
        for (size_t column = p.begin; column < p.end; ++column) Cell(row, column) = kNaN;
      }
      return;
    }
    const double predictions = predicted == kUnknownClass ? kNaN : weight;
    const double rows = actual == kUnknownClass ? kNaN : weight;
    for (size_t c = p.begin; c < p.end; ++c) Predicted(c) += predictions;
    for (size_t c = a.begin; c < a.end; ++c) Actual(c) += rows;
    for (size_t c = std::max(p.begin, a.begin); c < std::min(p.end, a.end); ++c) Correct(c) = kNaN;
  }

  ClassTable kind_;
  size_t classes_;
  double* sums_;
};

}  // namespace

ClassOutcome ClassCounter::Add(const ClassBatch& batch, ClassTable kind, double* sums) {
  constexpr int64_t kNone = INT64_MIN;
  const size_t bad_prediction = FirstIllegal(batch.predicted, batch, kNone);
  if (bad_prediction < batch.rows) return {Failure::kLabel, true, bad_prediction};
  const size_t bad_target = FirstIllegal(batch.actual, batch, batch.ignored_label);
  if (bad_target < batch.rows) return {Failure::kLabel, false, bad_target};
  const Table table(kind, batch.classes, sums);
  for (size_t begin = 0; begin < batch.rows; begin += kRowsAtATime) {
    const size_t end = std::min(batch.rows, begin + kRowsAtATime);
    Resolve(batch.predicted, kNone, begin, end, predicted_);
    Resolve(batch.actual, batch.ignored_label, begin, end, actual_);
    table.AddRows(predicted_.data(), actual_.data(),
                  batch.weights == nullptr ? nullptr : batch.weights + begin, end - begin);
  }
  return {};
}

}  // namespace steepest
#endif  // HWY_ONCE
