// What a training and its caller exchange: parameters, the state of the optimizer, the numbers of its groups.
#ifndef STEEPEST_BINDING_PAIR_READER_H_
#define STEEPEST_BINDING_PAIR_READER_H_

#include <vector>

#include "native/binding/call.h"
#include "native/models/parameters.h"

namespace steepest {

/// Memory of a training and the caller's memory for the same.
struct Pair {
  void* ours;
  void* theirs;
  size_t bytes;
};

/// Gathers pairs from JavaScript arrays; null-checked, so that nothing is copied unless all of it fits.
class PairReader {
 public:
  PairReader(Call& call, Parameters& parameters) : call_(call), parameters_(parameters) {}

  /// [data, ...slots, scalars] per parameter.
  void Tensors(size_t index) {
    const Napi::Array tensors = Napi::Value(call_.Env(), call_.At(index)).As<Napi::Array>();
    for (size_t p = 0; p < parameters_.Count() && call_.Ok(); ++p) {
      const Napi::Array arrays = tensors.Get(static_cast<uint32_t>(p)).As<Napi::Array>();
      const size_t slots = parameters_.Slots(p);
      Add(arrays.Get(uint32_t{0}), parameters_.Data(p), parameters_.Length(p), index);
      for (size_t s = 0; s < slots; ++s)
        Add(arrays.Get(static_cast<uint32_t>(1 + s)), parameters_.Slot(p, s), parameters_.SlotLength(p, s),
            index);
      std::vector<double>& scalars = parameters_.Scalars(p);
      if (!scalars.empty())
        Add(arrays.Get(static_cast<uint32_t>(1 + slots)), scalars.data(), scalars.size(), index);
    }
  }

  /// The numbers of each group: all, or only what its rule remembers.
  void Groups(size_t index, bool only_memory) {
    const Napi::Array groups = Napi::Value(call_.Env(), call_.At(index)).As<Napi::Array>();
    for (size_t g = 0; g < parameters_.Groups() && call_.Ok(); ++g) {
      std::vector<double>& numbers = parameters_.Numbers(g);
      Add(groups.Get(static_cast<uint32_t>(g)), numbers.data(), numbers.size(), index);
      if (!only_memory || !call_.Ok()) continue;
      const size_t skipped = parameters_.MemoryAt(g);
      Pair& pair = pairs_.back();
      pair = {numbers.data() + skipped, static_cast<double*>(pair.theirs) + skipped,
              (numbers.size() - skipped) * sizeof(double)};
    }
  }

  const std::vector<Pair>& Pairs() const { return pairs_; }

 private:
  template <class T>
  void Add(napi_value array, T* ours, size_t length, size_t index) {
    T* const theirs = call_.View<T>(array, length);
    if (theirs == nullptr && length > 0) call_.Fail("expected arrays for all of the state", index);
    pairs_.push_back({ours, theirs, length * sizeof(T)});
  }

  Call& call_;
  Parameters& parameters_;
  std::vector<Pair> pairs_;
};

}  // namespace steepest

#endif  // STEEPEST_BINDING_PAIR_READER_H_
