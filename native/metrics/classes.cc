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
constexpr int32_t kIllegalLabel = -3;

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

HWY_INLINE int32_t SideOf(float number, const ClassSource& source) {
  if (number != number) return kUnknownClass;
  if (number < -source.bound || number > source.bound) return kIllegalLabel;
  return number > source.threshold ? 1 : 0;
}

void ResolveNumbers(const ClassSource& source, size_t begin, size_t end, int32_t* classes) {
  const float* numbers = static_cast<const float*>(source.rows.data);
  for (size_t row = begin; row < end; ++row) {
    classes[row] = source.columns == 1 ? SideOf(numbers[row], source)
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

void ResolveLabels(const ClassSource& source, const ClassBatch& batch, bool actual, int32_t* classes) {
  const int64_t count = static_cast<int64_t>(batch.classes);
  for (size_t row = 0; row < batch.rows; ++row) {
    const int64_t label = source.rows.Label(row);
    const bool ignored = actual && label == batch.ignored_label;
    classes[row] = ignored                       ? kIgnoredRow
                   : label < 0 || label >= count ? kIllegalLabel
                                                 : static_cast<int32_t>(label);
  }
}

/// The class of every row, and the first row whose label is illegal, or the number of rows.
size_t Resolve(const ClassSource& source, const ClassBatch& batch, bool actual,
               std::vector<int32_t>& classes) {
  classes.resize(batch.rows);
  if (source.rows.kind == TargetKind::kSoft) {
    const auto resolve = STEEPEST_SELECT(Resolver);
    const size_t step = RowsPerBlock(source.columns);
    Team::Get().Run(CountBlocks(batch.rows, step), [&](size_t block) {
      resolve(source, block * step, std::min(batch.rows, (block + 1) * step), classes.data());
    });
  } else {
    ResolveLabels(source, batch, actual, classes.data());
  }
  return static_cast<size_t>(std::find(classes.begin(), classes.end(), kIllegalLabel) - classes.begin());
}

/// Calls visit(c) for the class, or for every one where it is unknown.
template <class Visit>
void ForEachPossible(int32_t known, size_t classes, const Visit& visit) {
  if (known != kUnknownClass) return visit(static_cast<size_t>(known));
  for (size_t c = 0; c < classes; ++c) visit(c);
}

void AddToMatrix(int32_t predicted, int32_t actual, double weight, size_t classes, double* matrix) {
  ForEachPossible(actual, classes, [&](size_t row) {
    ForEachPossible(predicted, classes, [&](size_t column) { matrix[row * classes + column] += weight; });
  });
}

void AddToCounts(int32_t predicted, int32_t actual, double weight, double known, size_t classes,
                 double* counts) {
  double* const of_predicted = counts + classes;
  double* const of_actual = counts + 2 * classes;
  const double predictions = predicted == kUnknownClass ? weight : known;
  const double rows = actual == kUnknownClass ? weight : known;
  ForEachPossible(predicted, classes, [&](size_t c) { of_predicted[c] += predictions; });
  ForEachPossible(actual, classes, [&](size_t c) { of_actual[c] += rows; });
  if (predicted == actual || predicted == kUnknownClass || actual == kUnknownClass) {
    ForEachPossible(actual == kUnknownClass ? predicted : actual, classes,
                    [&](size_t c) { counts[c] += weight; });
  }
}

}  // namespace

ClassOutcome ClassCounter::Add(const ClassBatch& batch, ClassTable table, double* sums) {
  const size_t bad_prediction = Resolve(batch.predicted, batch, false, predicted_);
  if (bad_prediction < batch.rows) return {Failure::kLabel, true, bad_prediction};
  const size_t bad_target = Resolve(batch.actual, batch, true, actual_);
  if (bad_target < batch.rows) return {Failure::kLabel, false, bad_target};
  for (size_t row = 0; row < batch.rows; ++row) {
    const int32_t predicted = predicted_[row];
    const int32_t actual = actual_[row];
    const double known = batch.weights == nullptr ? 1.0 : batch.weights[row];
    if (known == 0 || actual == kIgnoredRow) continue;
    const bool unknown = predicted == kUnknownClass || actual == kUnknownClass;
    const double weight = unknown ? std::numeric_limits<double>::quiet_NaN() : known;
    if (table == ClassTable::kMatrix) {
      AddToMatrix(predicted, actual, weight, batch.classes, sums);
    } else {
      AddToCounts(predicted, actual, weight, known, batch.classes, sums);
    }
  }
  return {};
}

}  // namespace steepest
#endif  // HWY_ONCE
