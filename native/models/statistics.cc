#include "native/models/statistics.h"

#include <algorithm>
#include <cstring>

namespace steepest {
namespace {

constexpr size_t kRegressionNumbers = sizeof(RegressionStatistics) / sizeof(double);

size_t ClassesOf(size_t outputs) { return std::max<size_t>(2, outputs); }

}  // namespace

size_t StatisticsPlan::Size(size_t outputs) const {
  return (regression ? kRegressionNumbers : 0) + (classes ? 3 * ClassesOf(outputs) : 0);
}

Statistics::Statistics(const StatisticsPlan& plan, const SampleLayout& layout)
    : plan_(plan), layout_(layout), counts_(plan.classes ? 3 * ClassesOf(layout.outputs) : 0) {}

void Statistics::Reset() {
  regression_ = {};
  std::fill(counts_.begin(), counts_.end(), 0.0);
}

void Statistics::Add(const float* outputs, const SampleView& batch) {
  if (plan_.regression) {
    regression_.Merge(MeasureRegression({outputs, static_cast<const float*>(batch.targets),
                                         batch.rows * layout_.outputs, batch.weights, layout_.outputs}));
  }
  if (plan_.classes) AddClasses(outputs, batch);
}

void Statistics::AddClasses(const float* outputs, const SampleView& batch) {
  ClassBatch classes = {};
  classes.rows = batch.rows;
  classes.classes = ClassesOf(layout_.outputs);
  classes.predicted.rows = {TargetKind::kSoft, outputs};
  classes.predicted.columns = layout_.outputs;
  classes.predicted.threshold = plan_.threshold;
  classes.actual.rows = {layout_.kind, batch.targets};
  classes.actual.columns = layout_.outputs;
  classes.weights = batch.weights;
  classes.ignored_label = plan_.ignored_label;
  counter_.Add(classes, ClassTable::kCounts, counts_.data());
}

void Statistics::Write(double* numbers) const {
  if (plan_.regression) {
    std::memcpy(numbers, &regression_, sizeof(regression_));
    numbers += kRegressionNumbers;
  }
  std::copy(counts_.begin(), counts_.end(), numbers);
}

}  // namespace steepest
