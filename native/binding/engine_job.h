// Work on the engine thread that a promise waits for.
#ifndef STEEPEST_BINDING_ENGINE_JOB_H_
#define STEEPEST_BINDING_ENGINE_JOB_H_

#include <node_api.h>

#include <memory>

namespace steepest {

class EngineWork {
 public:
  virtual ~EngineWork() = default;
  /// On the engine thread: one turn of the work; true when it is over. Must not throw.
  virtual bool Run() = 0;
  /// From any thread, while Run may be under way: the work shall be over soon.
  virtual void Cancel() = 0;
  /// On the thread of the environment, once the work is over, before its promise is resolved.
  virtual void Settle() = 0;
};

/// Posts the work; returns a promise that is resolved with undefined when it is over, or null with a pending
/// exception when it cannot be posted. The process stays alive until then. Where the environment ends first,
/// the work is cancelled and waited for.
napi_value RunOnEngine(napi_env env, std::shared_ptr<EngineWork> work);

}  // namespace steepest

#endif  // STEEPEST_BINDING_ENGINE_JOB_H_
