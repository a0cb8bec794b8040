// Reading the arguments of a call from JavaScript. Scalars first, arrays last: no JavaScript runs between the
// reading of a pointer and the end of the kernel, so a pointer cannot go stale.
#ifndef STEEPEST_BINDING_CALL_H_
#define STEEPEST_BINDING_CALL_H_

#include <napi.h>

#include <cstdint>
#include <string>

namespace steepest {

/// The arguments of one call, re-checked for memory safety only: TypeScript has explained to people what was
/// wrong. After the first failure a JavaScript exception is pending, Ok() is false and every further read
/// gives nothing.
class Call {
 public:
  static constexpr size_t kMaxArguments = 18;

  Call(napi_env env, napi_callback_info info) : env_(env) {
    count_ = kMaxArguments;
    napi_get_cb_info(env, info, &count_, arguments_, nullptr, &data_);
  }

  napi_env Env() const { return env_; }
  bool Ok() const { return ok_; }

  /// What the function was created with.
  template <class T>
  T* Data() const {
    return static_cast<T*>(data_);
  }

  /// Whether an argument is there and not undefined.
  bool Has(size_t index) const {
    napi_valuetype type = napi_undefined;
    return index < count_ && napi_typeof(env_, arguments_[index], &type) == napi_ok && type != napi_undefined;
  }

  uint32_t Unsigned(size_t index) {
    uint32_t value = 0;
    if (napi_get_value_uint32(env_, At(index), &value) != napi_ok)
      Fail("expected an unsigned integer", index);
    return value;
  }

  size_t Size(size_t index) {
    int64_t value = 0;
    if (napi_get_value_int64(env_, At(index), &value) != napi_ok || value < 0) Fail("expected a size", index);
    return static_cast<size_t>(value);
  }

  double Number(size_t index) {
    double value = 0;
    if (napi_get_value_double(env_, At(index), &value) != napi_ok) Fail("expected a number", index);
    return value;
  }

  std::string String(size_t index) {
    char text[64];
    size_t length = 0;
    if (napi_get_value_string_utf8(env_, At(index), text, sizeof(text), &length) != napi_ok) {
      Fail("expected a string", index);
    }
    return std::string(text, length);
  }

  /// The memory of a typed array of at least `count` elements of T. Asking Node-API for the type of the
  /// elements costs ten times as much as asking for the bytes, and the bytes are what memory safety needs.
  template <class T>
  T* Array(size_t index, size_t count) {
    T* const data = View<T>(At(index), count);
    if (data == nullptr && count > 0) Fail("expected a typed array with more elements", index);
    return data;
  }

  /// The same for any value; null when it is not such an array.
  template <class T>
  T* View(napi_value value, size_t count) const {
    bool is_array = false;
    if (napi_is_typedarray(env_, value, &is_array) != napi_ok || !is_array) return nullptr;
    void* data = nullptr;
    size_t bytes = 0;
    if (napi_get_buffer_info(env_, value, &data, &bytes) != napi_ok || bytes / sizeof(T) < count)
      return nullptr;
    return reinterpret_cast<uintptr_t>(data) % alignof(T) == 0 ? static_cast<T*>(data) : nullptr;
  }

  napi_value At(size_t index) const { return index < count_ ? arguments_[index] : nullptr; }

  void Fail(const char* expected, size_t index) {
    if (!ok_) return;
    ok_ = false;
    const std::string message =
        std::string(expected) + " as argument " + std::to_string(index) + " of the addon";
    napi_throw_type_error(env_, "ERR_INTERNAL", message.c_str());
  }

 private:
  napi_env env_;
  napi_value arguments_[kMaxArguments];
  size_t count_ = 0;
  void* data_ = nullptr;
  bool ok_ = true;
};

}  // namespace steepest

#endif  // STEEPEST_BINDING_CALL_H_
