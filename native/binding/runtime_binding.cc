// runtime() → { isa, isas, threads, problems }, describe() → the native catalogue, useThreads(n),
// advise(array).
#include <sys/mman.h>

#include "native/binding/bindings.h"
#include "native/binding/call.h"
#include "native/engine/isa.h"
#include "native/engine/team.h"
#include "native/engine/thread_count.h"
#include "native/losses/families.h"
#include "native/optimizers/families.h"

namespace steepest {
namespace {

Napi::Array Names(Napi::Env env, const std::vector<std::string>& names) {
  Napi::Array array = Napi::Array::New(env, names.size());
  for (size_t i = 0; i < names.size(); ++i) array.Set(static_cast<uint32_t>(i), names[i]);
  return array;
}

/// The losses of one prediction, or those of several.
std::vector<std::string> PointwiseNames(bool joint) {
  std::vector<std::string> names;
  for (const PointwiseCatalogue& family : PointwiseFamilies()) {
    for (size_t i = 0; i < family.count; ++i) {
      if ((family.kernels[i].inputs > 1) == joint) names.push_back(family.kernels[i].name);
    }
  }
  return names;
}

std::vector<std::string> RowwiseNames() {
  std::vector<std::string> names;
  for (const RowwiseCatalogue& family : RowwiseFamilies()) {
    for (size_t i = 0; i < family.count; ++i) names.push_back(family.kernels[i].name);
  }
  return names;
}

napi_value Runtime(napi_env raw_env, napi_callback_info) {
  Napi::Env env(raw_env);
  Napi::Object runtime = Napi::Object::New(env);
  std::vector<std::string> isas;
  for (Isa isa : AvailableIsas()) isas.push_back(IsaName(isa));
  std::vector<std::string> problems;
  for (const std::string& problem : {IsaProblem(), ThreadsProblem()}) {
    if (!problem.empty()) problems.push_back(problem);
  }
  runtime.Set("isa", IsaName(ActiveIsa()));
  runtime.Set("isas", Names(env, isas));
  runtime.Set("threads", static_cast<double>(Team::Get().Threads()));
  runtime.Set("problems", Names(env, problems));
  return runtime;
}

/// How many of everything a rule takes.
Napi::Object Shape(Napi::Env env, const StepKernel& kernel) {
  Napi::Object shape = Napi::Object::New(env);
  shape.Set("slots", static_cast<double>(kernel.slots));
  shape.Set("inputs", static_cast<double>(kernel.inputs));
  shape.Set("scalars", static_cast<double>(kernel.scalars));
  shape.Set("memory", static_cast<double>(kernel.memory));
  shape.Set("numbers", static_cast<double>(kernel.numbers));
  return shape;
}

napi_value Describe(napi_env raw_env, napi_callback_info) {
  Napi::Env env(raw_env);
  Napi::Object catalogue = Napi::Object::New(env);
  catalogue.Set("pointwise", Names(env, PointwiseNames(false)));
  catalogue.Set("joint", Names(env, PointwiseNames(true)));
  catalogue.Set("rowwise", Names(env, RowwiseNames()));
  std::vector<std::string> embeddings, others;
  for (const EmbeddingCatalogue& family : EmbeddingFamilies()) {
    for (size_t i = 0; i < family.count; ++i) embeddings.push_back(family.kernels[i].name);
  }
  catalogue.Set("embeddings", Names(env, embeddings));
  for (const LossMaker& other : OtherLosses()) others.push_back(other.name);
  catalogue.Set("other", Names(env, others));
  Napi::Object rules = Napi::Object::New(env);
  for (const StepCatalogue& family : StepFamilies()) {
    for (size_t i = 0; i < family.count; ++i)
      rules.Set(family.kernels[i].name, Shape(env, family.kernels[i]));
  }
  catalogue.Set("rules", rules);
  return catalogue;
}

napi_value UseThreads(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const size_t threads = call.Size(0);
  if (call.Ok()) Team::Get().SetThreads(threads);
  return nullptr;
}

/// Asks for huge pages under a large array that nobody has touched yet: its page faults cost more than its
/// filling.
napi_value Advise(napi_env env, napi_callback_info info) {
  Call call(env, info);
  const size_t bytes = call.Size(1);
  const uintptr_t data = reinterpret_cast<uintptr_t>(call.Array<uint8_t>(0, bytes));
#ifdef MADV_HUGEPAGE
  constexpr uintptr_t kPage = 4096;
  const uintptr_t begin = (data + kPage - 1) / kPage * kPage;
  const uintptr_t end = (data + bytes) / kPage * kPage;
  if (call.Ok() && end > begin) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
  return nullptr;
}

}  // namespace

void ExportRuntime(napi_env env, napi_value exports) {
  ExportFunction(env, exports, "runtime", Runtime);
  ExportFunction(env, exports, "describe", Describe);
  ExportFunction(env, exports, "useThreads", UseThreads);
  ExportFunction(env, exports, "advise", Advise);
}

}  // namespace steepest
