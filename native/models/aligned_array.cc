#include "native/models/aligned_array.h"

#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace steepest {
namespace {

constexpr size_t kLine = 64;
constexpr size_t kHugePage = size_t{2} << 20;

/// From a few huge pages on, the page faults of small ones would cost more than filling the memory.
std::align_val_t AlignmentOf(size_t bytes) {
  return std::align_val_t(bytes >= 2 * kHugePage ? kHugePage : kLine);
}

}  // namespace

void* AllocateAligned(size_t bytes) {
  void* const memory = ::operator new(bytes, AlignmentOf(bytes));
#if defined(__linux__)
  if (bytes >= 2 * kHugePage) madvise(memory, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  return memory;
}

void FreeAligned(void* memory, size_t bytes) { ::operator delete(memory, AlignmentOf(bytes)); }

}  // namespace steepest
