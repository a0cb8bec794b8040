// Native objects behind JavaScript handles: owned by their environment, told apart by a type tag.
#ifndef STEEPEST_BINDING_HANDLE_H_
#define STEEPEST_BINDING_HANDLE_H_

#include <node_api.h>

#include <cstdint>
#include <memory>

namespace steepest {

/// A handle's object knows its tag (kTag) and how much memory it holds (Bytes); Release(env) frees what
/// belongs to the environment. It lives until its handle is collected, or longer where something else shares
/// it.
template <class T>
class Handle {
 public:
  /// A new handle; null with a pending exception where that fails.
  static napi_value New(napi_env env, std::shared_ptr<T> object) {
    napi_value handle = nullptr;
    auto* const held = new std::shared_ptr<T>(std::move(object));
    if (napi_create_object(env, &handle) != napi_ok ||
        napi_wrap(env, handle, held, &Finalize, nullptr, nullptr) != napi_ok) {
      delete held;
      return nullptr;
    }
    napi_type_tag_object(env, handle, &T::kTag);
    return handle;
  }

  /// The object behind a handle; null for any other value.
  static const std::shared_ptr<T>* Get(napi_env env, napi_value value) {
    bool tagged = false;
    void* held = nullptr;
    if (napi_check_object_type_tag(env, value, &T::kTag, &tagged) != napi_ok || !tagged) return nullptr;
    if (napi_unwrap(env, value, &held) != napi_ok) return nullptr;
    return static_cast<std::shared_ptr<T>*>(held);
  }

 private:
  static void Finalize(napi_env env, void* held, void*) {
    auto* const object = static_cast<std::shared_ptr<T>*>(held);
    (*object)->Release(env);
    delete object;
  }
};

/// Memory that the garbage collector is told about.
class ExternalMemory {
 public:
  /// Says how much there is now.
  void Report(napi_env env, size_t bytes) {
    int64_t total = 0;
    napi_adjust_external_memory(env, static_cast<int64_t>(bytes) - static_cast<int64_t>(reported_), &total);
    reported_ = bytes;
  }

 private:
  size_t reported_ = 0;
};

}  // namespace steepest

#endif  // STEEPEST_BINDING_HANDLE_H_
