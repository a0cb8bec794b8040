// measureRegression(length, weightCount, prediction, target, weights, numbers) → index of a bad weight, or −1
//   numbers receives the RegressionStatistics in the order of their declaration.
// countClasses(flags, rows, classes, predictedColumns, actualColumns, threshold, ignoredLabel, predicted,
// actual, weights,
//   sums, index) → failure
//   flags: the kinds of the predicted and the actual classes, whether sums is the confusion matrix, whether
//   weights are given; a failure leaves the row in index.
#include <cstring>

#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/engine/weights.h"
#include "native/metrics/statistics.h"

namespace steepest {
namespace {

constexpr uint32_t kKindMask = 3;
constexpr uint32_t kActualShift = 2;
constexpr uint32_t kMatrix = 16;
constexpr uint32_t kHasWeights = 32;

enum class Refused : uint32_t { kNothing, kWeight, kPrediction, kTarget };

size_t FirstBadWeight(const float* weights, size_t count) {
  return count == 0 ? kNowhere : SummarizeWeights(weights, count).first_bad;
}

napi_value Measure(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const size_t length = call.Size(0);
  const size_t weight_count = call.Size(1);
  RegressionBatch batch = {};
  batch.length = length;
  batch.weight_span = weight_count == 0 ? 1 : length / weight_count;
  batch.prediction = call.Array<float>(2, length);
  batch.target = call.Array<float>(3, length);
  if (weight_count > 0) batch.weights = call.Array<float>(4, weight_count);
  double* numbers = call.Array<double>(5, sizeof(RegressionStatistics) / sizeof(double));
  if (!call.Ok()) return nullptr;
  const size_t bad = FirstBadWeight(batch.weights, weight_count);
  if (bad == kNowhere) {
    const RegressionStatistics statistics = MeasureRegression(batch);
    std::memcpy(numbers, &statistics, sizeof(statistics));
  }
  napi_value index;
  napi_create_double(env, bad == kNowhere ? -1.0 : static_cast<double>(bad), &index);
  return index;
}

size_t ElementSize(TargetKind kind) {
  return kind == TargetKind::kUint8 ? 1 : kind == TargetKind::kUint16 ? 2 : 4;
}

ClassSource ReadSource(Call& call, size_t array, TargetKind kind, size_t rows, size_t columns) {
  const size_t elements = kind == TargetKind::kSoft ? rows * columns : rows;
  ClassSource source;
  source.rows = {kind, call.Array<uint8_t>(array, elements * ElementSize(kind))};
  source.columns = columns;
  return source;
}

/// Adds the batch to the sums if it is legal.
Refused AddBatch(const ClassBatch& batch, ClassTable table, double* sums, double* index) {
  const size_t bad = FirstBadWeight(batch.weights, batch.weights == nullptr ? 0 : batch.rows);
  if (bad != kNowhere) {
    *index = static_cast<double>(bad);
    return Refused::kWeight;
  }
  ClassCounter counter;
  const ClassOutcome outcome = counter.Add(batch, table, sums);
  *index = static_cast<double>(outcome.index);
  if (outcome.failure == Failure::kNone) return Refused::kNothing;
  return outcome.of_prediction ? Refused::kPrediction : Refused::kTarget;
}

napi_value Count(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const uint32_t flags = call.Unsigned(0);
  ClassBatch batch = {};
  batch.rows = call.Size(1);
  batch.classes = call.Size(2);
  const size_t predicted_columns = call.Size(3), actual_columns = call.Size(4);
  const double threshold = call.Number(5), ignored = call.Number(6);
  batch.ignored_label = ignored == ignored ? static_cast<int64_t>(ignored) : INT64_MIN;
  const TargetKind predicted = static_cast<TargetKind>(flags & kKindMask);
  const TargetKind actual = static_cast<TargetKind>((flags >> kActualShift) & kKindMask);
  const ClassTable table = (flags & kMatrix) != 0 ? ClassTable::kMatrix : ClassTable::kCounts;
  batch.predicted = ReadSource(call, 7, predicted, batch.rows, predicted_columns);
  batch.predicted.threshold = static_cast<float>(threshold);
  batch.actual = ReadSource(call, 8, actual, batch.rows, actual_columns);
  batch.actual.bound = 1.0f;
  if ((flags & kHasWeights) != 0) batch.weights = call.Array<float>(9, batch.rows);
  double* sums = call.Array<double>(10, batch.classes * (table == ClassTable::kMatrix ? batch.classes : 3));
  double* index = call.Array<double>(11, 1);
  if (predicted_columns > batch.classes || actual_columns > batch.classes || batch.classes < 2) {
    call.Fail("expected at least two classes and no more columns than classes", 2);
  }
  if (!call.Ok()) return nullptr;
  napi_value refused;
  napi_create_uint32(env, static_cast<uint32_t>(AddBatch(batch, table, sums, index)), &refused);
  return refused;
}

}  // namespace

void ExportMetrics(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "measureRegression", Measure);
  ExportFunction(env, exports, "countClasses", Count);
}

}  // namespace steepest
