// What the metrics of an epoch are made of, gathered over its batches.
#ifndef STEEPEST_MODELS_STATISTICS_H_
#define STEEPEST_MODELS_STATISTICS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "native/metrics/statistics.h"
#include "native/models/samples.h"

namespace steepest {

struct StatisticsPlan {
  bool regression;
  bool classes;
  float threshold;        // where the network has one output: above it the prediction is class 1
  int64_t ignored_label;  // rows with it are not counted

  bool Anything() const { return regression || classes; }
  /// Numbers that Write gives for a network with so many outputs.
  size_t Size(size_t outputs) const;
};

class Statistics {
 public:
  Statistics(const StatisticsPlan& plan, const SampleLayout& layout);

  void Reset();
  /// Adds a batch with the network's outputs for it.
  void Add(const float* outputs, const SampleView& batch);
  /// The RegressionStatistics where asked, then the class counts where asked; see
  /// native/metrics/statistics.h.
  void Write(double* numbers) const;

 private:
  void AddClasses(const float* outputs, const SampleView& batch);

  StatisticsPlan plan_;
  SampleLayout layout_;
  RegressionStatistics regression_;
  ClassCounter counter_;
  std::vector<double> counts_;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_STATISTICS_H_
