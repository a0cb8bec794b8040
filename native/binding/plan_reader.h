// Reading the plain objects that describe a training or an evaluation: NativeScoring and NativePlan in
// lib/native/addon.ts.
#ifndef STEEPEST_BINDING_PLAN_READER_H_
#define STEEPEST_BINDING_PLAN_READER_H_

#include <vector>

#include "native/binding/call.h"
#include "native/models/network.h"
#include "native/models/parameters.h"
#include "native/models/samples.h"
#include "native/models/statistics.h"

namespace steepest {

/// Scalars are read first and arrays last, as everywhere; what is wrong fails the call.
class PlanReader {
 public:
  PlanReader(Call& call, size_t index) : call_(call), index_(index), plan_(call.Env(), call.At(index)) {}

  double Number(const char* name) const { return plan_.Get(name).ToNumber().DoubleValue(); }
  size_t Size(const char* name) const { return static_cast<size_t>(Number(name)); }
  bool Flag(const char* name) const { return plan_.Get(name).ToBoolean(); }
  bool Has(const char* name) const { return plan_.Get(name).IsObject(); }

  /// That of "samples"; whether they have weights, Samples finds out.
  SampleLayout Layout(const Network& network) const;
  StatisticsPlan Statistics() const;
  std::vector<GroupPlan> Groups(size_t parameters) const;
  /// The arrays under `name`, at least one row; for use before JavaScript runs again.
  SampleView Samples(const char* name, const SampleLayout& layout) const;

 private:
  GroupPlan Group(const Napi::Object& given, std::vector<bool>& taken) const;

  Call& call_;
  size_t index_;
  Napi::Object plan_;
};

}  // namespace steepest

#endif  // STEEPEST_BINDING_PLAN_READER_H_
