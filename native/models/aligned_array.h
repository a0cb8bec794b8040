// Memory of our own: aligned to cache lines, in huge pages where it is large.
#ifndef STEEPEST_MODELS_ALIGNED_ARRAY_H_
#define STEEPEST_MODELS_ALIGNED_ARRAY_H_

#include <cstddef>
#include <cstring>
#include <utility>

namespace steepest {

/// `bytes` of memory that nobody has written yet, aligned to 64 bytes. Throws std::bad_alloc.
void* AllocateAligned(size_t bytes);
void FreeAligned(void* memory, size_t bytes);

/// A fixed number of elements that need no constructor; 64-byte aligned.
template <class T>
class AlignedArray {
 public:
  AlignedArray() = default;
  /// The elements start with whatever the memory holds.
  explicit AlignedArray(size_t size)
      : data_(size == 0 ? nullptr : static_cast<T*>(AllocateAligned(size * sizeof(T)))), size_(size) {}
  AlignedArray(AlignedArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  AlignedArray& operator=(AlignedArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~AlignedArray() {
    if (data_ != nullptr) FreeAligned(data_, Bytes());
  }

  static AlignedArray Zeros(size_t size) {
    AlignedArray array(size);
    if (size > 0) std::memset(array.data_, 0, array.Bytes());
    return array;
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }
  size_t Bytes() const { return size_ * sizeof(T); }

 private:
  T* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace steepest

#endif  // STEEPEST_MODELS_ALIGNED_ARRAY_H_
