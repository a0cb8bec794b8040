// The entry of the addon. It keeps no state of its own: every environment gets the same functions, and the
// team of threads belongs to the process.
#include "native/binding/bindings.h"

NAPI_MODULE_INIT() {
  steepest::ExportRuntime(env, exports);
  steepest::ExportLosses(env, exports);
  steepest::ExportOptimizers(env, exports);
  steepest::ExportMetrics(env, exports);
  steepest::ExportSolvers(env, exports);
  steepest::ExportNetworks(env, exports);
  steepest::ExportTraining(env, exports);
  return exports;
}
