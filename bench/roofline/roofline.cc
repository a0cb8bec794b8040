// How fast this machine's memory moves: the bandwidth that memory-bound rows are compared with.
//
// roofline KERNEL FOOTPRINT_BYTES THREADS MILLISECONDS
//   prints {"traffic": bytes per pass, "seconds": [seconds per pass, one number per batch]}
// roofline --list
//   prints the kernels this build has
//
// Kernels: copy (a = b), triad (a = b + s*c), update (c = s*c + b, a -= c: in place, as an optimizer with one
// moment does); "-streaming" writes around the cache. Traffic counts the bytes that the formula names,
// without a cache's read for ownership.

#include <omp.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;

struct Arrays {
  float* a;
  const float* b;
  float* c;
};

using Pass = void (*)(const Arrays& arrays, size_t begin, size_t end);

constexpr float kScale = 0.5f;
constexpr double kBatchSeconds = 0.002;

void Copy(const Arrays& arrays, size_t begin, size_t end) {
  float* __restrict a = arrays.a;
  const float* __restrict b = arrays.b;
  for (size_t i = begin; i < end; ++i) a[i] = b[i];
}

void Triad(const Arrays& arrays, size_t begin, size_t end) {
  float* __restrict a = arrays.a;
  const float* __restrict b = arrays.b;
  const float* __restrict c = arrays.c;
  for (size_t i = begin; i < end; ++i) a[i] = b[i] + kScale * c[i];
}

void Update(const Arrays& arrays, size_t begin, size_t end) {
  float* __restrict a = arrays.a;
  const float* __restrict b = arrays.b;
  float* __restrict c = arrays.c;
  for (size_t i = begin; i < end; ++i) {
    c[i] = kScale * c[i] + b[i];
    a[i] -= c[i];
  }
}

#if defined(__AVX512F__)
using Vector = __m512;
inline Vector Load(const float* from) { return _mm512_loadu_ps(from); }
inline Vector Scaled(Vector x) { return _mm512_mul_ps(_mm512_set1_ps(kScale), x); }
inline Vector Sum(Vector x, Vector y) { return _mm512_add_ps(x, y); }
inline void Stream(float* to, Vector x) { _mm512_stream_ps(to, x); }
#elif defined(__AVX__)
using Vector = __m256;
inline Vector Load(const float* from) { return _mm256_loadu_ps(from); }
inline Vector Scaled(Vector x) { return _mm256_mul_ps(_mm256_set1_ps(kScale), x); }
inline Vector Sum(Vector x, Vector y) { return _mm256_add_ps(x, y); }
inline void Stream(float* to, Vector x) { _mm256_stream_ps(to, x); }
#elif defined(__SSE2__)
using Vector = __m128;
inline Vector Load(const float* from) { return _mm_loadu_ps(from); }
inline Vector Scaled(Vector x) { return _mm_mul_ps(_mm_set1_ps(kScale), x); }
inline Vector Sum(Vector x, Vector y) { return _mm_add_ps(x, y); }
inline void Stream(float* to, Vector x) { _mm_stream_ps(to, x); }
#endif

#if defined(__SSE2__)
constexpr size_t kLanes = sizeof(Vector) / sizeof(float);

void CopyStreaming(const Arrays& arrays, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i += kLanes) Stream(arrays.a + i, Load(arrays.b + i));
  _mm_sfence();
}

void TriadStreaming(const Arrays& arrays, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i += kLanes)
    Stream(arrays.a + i, Sum(Load(arrays.b + i), Scaled(Load(arrays.c + i))));
  _mm_sfence();
}
#endif

struct Kernel {
  const char* name;
  Pass pass;
  size_t arrays;   // arrays it touches
  size_t traffic;  // bytes per element
};

const Kernel kKernels[] = {
    {"copy", Copy, 2, 8},
    {"triad", Triad, 3, 12},
    {"update", Update, 3, 20},
#if defined(__SSE2__)
    {"copy-streaming", CopyStreaming, 2, 8},
    {"triad-streaming", TriadStreaming, 3, 12},
#endif
};

constexpr size_t kChunk = 64;           // floats: every thread's part begins on a cache line
constexpr size_t kHugePage = 2u << 20;  // bytes

float* Allocate(size_t count) {
  const size_t bytes = (count * sizeof(float) + kHugePage - 1) / kHugePage * kHugePage;
  void* memory = std::aligned_alloc(kHugePage, bytes);
  if (memory == nullptr) std::exit(1);
#if defined(MADV_HUGEPAGE)
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return static_cast<float*>(memory);
}

/// Runs `passes` passes on every thread over its own part, without meeting in between; returns seconds per
/// pass.
double TimePasses(const Kernel& kernel, const Arrays& arrays, size_t count, int threads, int passes) {
  Clock::time_point start;
  Clock::time_point stop;
#pragma omp parallel num_threads(threads)
  {
    const size_t chunks = count / kChunk;
    const size_t thread = static_cast<size_t>(omp_get_thread_num());
    const size_t begin = chunks * thread / static_cast<size_t>(threads) * kChunk;
    const size_t end = chunks * (thread + 1) / static_cast<size_t>(threads) * kChunk;
#pragma omp barrier
#pragma omp master
    start = Clock::now();
    for (int pass = 0; pass < passes; ++pass) {
      kernel.pass(arrays, begin, end);
      asm volatile("" ::: "memory");
    }
#pragma omp barrier
#pragma omp master
    stop = Clock::now();
  }
  return std::chrono::duration<double>(stop - start).count() / passes;
}

/// Fills the arrays from the threads that will use them.
void Touch(float* array, size_t count, int threads, float value) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (size_t i = 0; i < count; ++i) array[i] = value;
}

void Measure(const Kernel& kernel, size_t footprint, int threads, double budget) {
  const size_t count = footprint / sizeof(float) / kernel.arrays / kChunk * kChunk;
  float* arrays[3] = {nullptr, nullptr, nullptr};
  for (size_t i = 0; i < kernel.arrays; ++i) {
    arrays[i] = Allocate(count);
    Touch(arrays[i], count, threads, 1.0f / static_cast<float>(i + 1));
  }
  const Arrays all = {arrays[0], arrays[1], arrays[2]};
  // The shortest of a few: one pass during which the system took a thread away must not set the length of a
  // batch.
  double once = TimePasses(kernel, all, count, threads, 1);
  for (int i = 0; i < 5; ++i) once = std::min(once, TimePasses(kernel, all, count, threads, 1));
  const int passes = once < kBatchSeconds ? static_cast<int>(kBatchSeconds / once) + 1 : 1;
  std::printf("{\"traffic\":%zu,\"seconds\":[", kernel.traffic * count);
  double spent = 0;
  for (int batch = 0; batch == 0 || spent < budget; ++batch) {
    const double seconds = TimePasses(kernel, all, count, threads, passes);
    spent += seconds * passes;
    std::printf("%s%.9g", batch == 0 ? "" : ",", seconds);
  }
  std::printf("]}\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
    for (const Kernel& kernel : kKernels) std::printf("%s\n", kernel.name);
    return 0;
  }
  if (argc != 5) return 2;
  for (const Kernel& kernel : kKernels) {
    if (std::strcmp(kernel.name, argv[1]) != 0) continue;
    Measure(kernel, std::strtoull(argv[2], nullptr, 10), std::atoi(argv[3]), std::atof(argv[4]) / 1000);
    return 0;
  }
  return 2;
}
