#include "native/engine/engine_thread.h"

#include <thread>
#include <utility>

namespace steepest {

EngineThread& EngineThread::Get() {
  static EngineThread* const engine = new EngineThread;
  return *engine;
}

void EngineThread::Post(std::function<void()> job) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!started_) Start();
    jobs_.push_back(std::move(job));
  }
  arrived_.notify_one();
}

size_t EngineThread::QueueLength() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return jobs_.size();
}

void EngineThread::Start() {
  std::thread([this] { RunJobs(); }).detach();
  started_ = true;
}

void EngineThread::RunJobs() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    arrived_.wait(lock, [this] { return !jobs_.empty(); });
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what the job holds is freed before the next one waits for it
    lock.lock();
  }
}

}  // namespace steepest
