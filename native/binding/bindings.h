// What each file of native/binding adds to the addon's exports.
#ifndef STEEPEST_BINDING_BINDINGS_H_
#define STEEPEST_BINDING_BINDINGS_H_

#include <node_api.h>

#include <memory>

#include "native/losses/bound_loss.h"

namespace steepest {

void ExportRuntime(napi_env env, napi_value exports);
void ExportLosses(napi_env env, napi_value exports);
void ExportOptimizers(napi_env env, napi_value exports);
void ExportMetrics(napi_env env, napi_value exports);
void ExportSolvers(napi_env env, napi_value exports);
void ExportNetworks(napi_env env, napi_value exports);
void ExportTraining(napi_env env, napi_value exports);

/// The loss behind a function that bindLoss() returned; null for any other value.
std::shared_ptr<const BoundLoss> UnwrapLoss(napi_env env, napi_value value);

/// Adds a function to the exports.
inline void ExportFunction(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function) == napi_ok) {
    napi_set_named_property(env, exports, name, function);
  }
}

}  // namespace steepest

#endif  // STEEPEST_BINDING_BINDINGS_H_
