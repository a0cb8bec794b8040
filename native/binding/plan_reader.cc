#include "native/binding/plan_reader.h"

namespace steepest {

SampleLayout PlanReader::Layout(const Network& network) const {
  const Napi::Object samples = plan_.Get("samples").ToObject();
  const uint32_t kind = samples.Get("targetKind").ToNumber();
  return {network.Inputs(), network.Outputs(), static_cast<TargetKind>(kind & 3), false};
}

StatisticsPlan PlanReader::Statistics() const {
  const double ignored = Number("ignoredLabel");
  return {Flag("regression"), Flag("classes"), static_cast<float>(Number("threshold")),
          ignored == ignored ? static_cast<int64_t>(ignored) : INT64_MIN};
}

std::vector<GroupPlan> PlanReader::Groups(size_t parameters) const {
  std::vector<GroupPlan> groups;
  std::vector<bool> taken(parameters);
  const Napi::Array given = plan_.Get("groups").As<Napi::Array>();
  for (uint32_t i = 0; i < given.Length() && call_.Ok(); ++i) {
    groups.push_back(Group(given.Get(i).ToObject(), taken));
  }
  return groups;
}

GroupPlan PlanReader::Group(const Napi::Object& given, std::vector<bool>& taken) const {
  GroupPlan group = {FindStepRule(given.Get("rule").ToString()), {}, {}};
  const Napi::Array parameters = given.Get("parameters").As<Napi::Array>();
  for (uint32_t i = 0; i < parameters.Length() && call_.Ok(); ++i) {
    const size_t parameter = parameters.Get(i).ToNumber().Uint32Value();
    if (parameter >= taken.size() || taken[parameter]) {
      call_.Fail("expected every parameter once", index_);
    } else {
      taken[parameter] = true;
      group.parameters.push_back(parameter);
    }
  }
  if (group.kernel == nullptr || group.kernel->inputs > 0) {
    call_.Fail("expected a rule that needs no inputs", index_);
  } else {
    group.numbers.assign(kGroupNumbers + group.kernel->numbers + group.kernel->memory, 0);
  }
  return group;
}

SampleView PlanReader::Samples(const char* name, const SampleLayout& layout) const {
  const Napi::Object samples = plan_.Get(name).ToObject();
  const Napi::Value weights = samples.Get("weights"), x = samples.Get("x"), targets = samples.Get("targets");
  SampleView view = {};
  view.rows = static_cast<size_t>(samples.Get("rows").ToNumber().Int64Value());
  view.x = call_.View<float>(x, view.rows * layout.inputs);
  view.targets = call_.View<uint8_t>(targets, view.rows * layout.TargetBytes());
  if (!weights.IsUndefined()) view.weights = call_.View<float>(weights, view.rows);
  const bool complete = view.rows > 0 && view.x != nullptr && view.targets != nullptr;
  if (!complete || (!weights.IsUndefined() && view.weights == nullptr))
    call_.Fail("expected samples", index_);
  return view;
}

}  // namespace steepest
