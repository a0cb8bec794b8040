#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/engine/domain.cc"
#include <vector>

#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/domain.h"
#include "native/engine/isa.h"
#include "native/engine/lanes-inl.h"
#include "native/engine/team.h"
#include "native/engine/weights.h"

namespace steepest {

/// Whether a number of numbers[begin, end) is outside a domain.
using DomainSearch = bool (*)(const float* numbers, size_t begin, size_t end);

}  // namespace steepest

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatMask = hn::Mask<FloatTag>;

/// Which numbers are outside a domain; every comparison with NaN is written so that it is false.
template <Domain kDomain>
HWY_INLINE FloatMask Outside(FloatVec x) {
  const FloatTag f;
  const FloatVec zero = hn::Zero(f), one = hn::Set(f, 1.0f);
  const auto number = hn::Eq(x, x);
  if constexpr (kDomain == Domain::kNonNegative) return hn::Lt(x, zero);
  if constexpr (kDomain == Domain::kPositive) return hn::Le(x, zero);
  if constexpr (kDomain == Domain::kSign) return hn::And(number, hn::Ne(hn::Abs(x), one));
  if constexpr (kDomain == Domain::kFraction) return hn::Or(hn::Lt(x, zero), hn::Gt(x, one));
  if constexpr (kDomain == Domain::kBinary) return hn::And(number, hn::And(hn::Ne(x, zero), hn::Ne(x, one)));
  return hn::FirstN(f, 0);
}

/// Whether a number of numbers[begin, end) is outside.
template <Domain kDomain>
bool AnyOutside(const float* numbers, size_t begin, size_t end) {
  const FloatTag f;
  FloatMask outside = hn::FirstN(f, 0);
  size_t index = begin;
  for (; index + kFloats <= end; index += kFloats)
    outside = hn::Or(outside, Outside<kDomain>(hn::LoadU(f, numbers + index)));
  if (index < end) {
    HWY_ALIGN float group[kVirtualLanes];
    CopyPadded(numbers + index, end - index, 1.0f, group);  // 1 is in every domain
    outside = hn::Or(outside, Outside<kDomain>(hn::Load(f, group)));
  }
  return !hn::AllFalse(f, outside);
}

const DomainSearch* Searches() {
  static constexpr DomainSearch searches[kDomains] = {
      nullptr,
      &AnyOutside<Domain::kNonNegative>,
      &AnyOutside<Domain::kPositive>,
      &AnyOutside<Domain::kSign>,
      &AnyOutside<Domain::kFraction>,
      &AnyOutside<Domain::kBinary>,
  };
  return searches;
}

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {
namespace {

/// The blocks in which something is outside.
std::vector<char> Suspects(DomainSearch search, const float* numbers, size_t count) {
  std::vector<char> suspects(CountBlocks(count, kBlock));
  const auto run = [&](size_t block) {
    suspects[block] = search(numbers, block * kBlock, std::min(count, (block + 1) * kBlock));
  };
  constexpr size_t kWakeFrom = 64;  // a block takes a fraction of a microsecond
  Team::Get().Run(suspects.size(), run, kWakeFrom);
  return suspects;
}

}  // namespace

size_t FirstOutside(Domain domain, const float* numbers, size_t count, const float* weights, size_t span) {
  if (domain == Domain::kReal || count == 0) return kNowhere;
  const DomainSearch search = STEEPEST_SELECT(Searches)[static_cast<size_t>(domain)];
  if (count <= kBlock && !search(numbers, 0, count)) return kNowhere;
  const std::vector<char> suspects = Suspects(search, numbers, count);
  for (size_t block = 0; block < suspects.size(); ++block) {
    if (!suspects[block]) continue;
    for (size_t i = block * kBlock; i < std::min(count, (block + 1) * kBlock); ++i) {
      if (search(numbers, i, i + 1) && (weights == nullptr || weights[i / span] != 0.0f)) return i;
    }
  }
  return kNowhere;
}

}  // namespace steepest
#endif  // HWY_ONCE
