#include "native/binding/engine_job.h"

#include <condition_variable>
#include <mutex>
#include <system_error>

#include "native/engine/engine_thread.h"

namespace steepest {
namespace {

/// Between two turns a job waits in the engine's queue; only then can it be abandoned.
class EngineJob : public std::enable_shared_from_this<EngineJob> {
 public:
  EngineJob(napi_env env, std::shared_ptr<EngineWork> work) : env_(env), work_(std::move(work)) {}

  /// The promise; null with a pending exception where there is none.
  napi_value Start();

 private:
  void Post();
  void TakeTurn();
  bool BeginTurn();
  void EndTurn(bool over);
  void AwaitTurn(std::unique_lock<std::mutex>& lock);
  void Settle();
  napi_value Fail(const char* reason);

  static void OnDone(napi_env env, napi_value, void* context, void*);
  static void OnFreed(napi_env, void* data, void*);
  static void OnEnvironmentEnd(void* data);

  const napi_env env_;
  const std::shared_ptr<EngineWork> work_;
  napi_deferred deferred_ = nullptr;
  napi_threadsafe_function done_ = nullptr;
  std::mutex mutex_;
  std::condition_variable turn_ended_;
  bool running_ = false;
  bool abandoned_ = false;
};

napi_value EngineJob::Start() {
  napi_value promise = nullptr;
  napi_value name = nullptr;
  if (napi_create_promise(env_, &deferred_, &promise) != napi_ok) return Fail("no promise can be made");
  napi_create_string_utf8(env_, "steepest", NAPI_AUTO_LENGTH, &name);
  auto* const owner = new std::shared_ptr<EngineJob>(shared_from_this());
  if (napi_create_threadsafe_function(env_, nullptr, nullptr, name, 0, 1, owner, &OnFreed, this, &OnDone,
                                      &done_) != napi_ok) {
    delete owner;
    return Fail("no way back from the engine thread can be made");
  }
  napi_add_env_cleanup_hook(env_, &OnEnvironmentEnd, this);
  try {
    Post();
  } catch (const std::system_error&) {
    napi_remove_env_cleanup_hook(env_, &OnEnvironmentEnd, this);
    napi_release_threadsafe_function(done_, napi_tsfn_abort);
    return Fail("the engine thread cannot be created");
  }
  return promise;
}

napi_value EngineJob::Fail(const char* reason) {
  napi_throw_error(env_, "ERR_INTERNAL", reason);
  return nullptr;
}

void EngineJob::Post() {
  EngineThread::Get().Post([job = shared_from_this()] { job->TakeTurn(); });
}

void EngineJob::TakeTurn() {
  if (BeginTurn()) EndTurn(work_->Run());
}

bool EngineJob::BeginTurn() {
  std::lock_guard<std::mutex> lock(mutex_);
  running_ = !abandoned_;
  return running_;
}

/// The environment, and with it `done_`, stays at least until running_ is false: both ways back wait for
/// that.
void EngineJob::EndTurn(bool over) {
  if (over) {
    if (napi_call_threadsafe_function(done_, nullptr, napi_tsfn_nonblocking) == napi_ok) {
      napi_release_threadsafe_function(done_, napi_tsfn_release);
    }
  } else {
    Post();  // the thread exists, so this queues
  }
  std::lock_guard<std::mutex> lock(mutex_);
  running_ = false;
  turn_ended_.notify_all();
}

void EngineJob::OnDone(napi_env env, napi_value, void* context, void*) {
  if (env != nullptr) static_cast<EngineJob*>(context)->Settle();
}

void EngineJob::AwaitTurn(std::unique_lock<std::mutex>& lock) {
  turn_ended_.wait(lock, [this] { return !running_; });
}

void EngineJob::Settle() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    AwaitTurn(lock);
  }
  napi_remove_env_cleanup_hook(env_, &OnEnvironmentEnd, this);
  work_->Settle();
  napi_value undefined;
  napi_get_undefined(env_, &undefined);
  napi_resolve_deferred(env_, deferred_, undefined);
}

void EngineJob::OnFreed(napi_env, void* data, void*) {
  delete static_cast<std::shared_ptr<EngineJob>*>(data);
}

void EngineJob::OnEnvironmentEnd(void* data) {
  EngineJob* const job = static_cast<EngineJob*>(data);
  job->work_->Cancel();
  std::unique_lock<std::mutex> lock(job->mutex_);
  job->abandoned_ = true;
  job->AwaitTurn(lock);
}

}  // namespace

napi_value RunOnEngine(napi_env env, std::shared_ptr<EngineWork> work) {
  return std::make_shared<EngineJob>(env, std::move(work))->Start();
}

}  // namespace steepest
