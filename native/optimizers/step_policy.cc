#include "native/optimizers/step_policy.h"

namespace steepest {
namespace {

double FactorTo(double bound, double norm) { return norm <= bound ? 1.0 : bound / norm; }

bool IsPlain(const StepEffects& effects) {
  return effects.factor == 1.0f && std::isinf(effects.clip) && !effects.zero_gradient;
}

}  // namespace

StepEffects EffectsOf(const StepPolicy& policy, const double* group_numbers) {
  const double rate = group_numbers[0], direction = group_numbers[2];
  StepEffects effects = {};
  effects.factor = static_cast<float>(direction * policy.gradient_scale);
  effects.clip = static_cast<float>(policy.clip_value);
  effects.coupled = static_cast<float>(group_numbers[3]);
  effects.decoupled = static_cast<float>(-rate * group_numbers[4]);
  effects.average_rate = static_cast<float>(policy.average_rate);
  effects.zero_gradient = policy.zero_gradient != 0;
  effects.plain = IsPlain(effects);
  return effects;
}

StepEffects Shrunk(const StepEffects& effects, double factor) {
  StepEffects shrunk = effects;
  shrunk.factor = static_cast<float>(effects.factor * factor);
  if (std::isfinite(effects.clip)) shrunk.clip = static_cast<float>(effects.clip * factor);
  shrunk.plain = IsPlain(shrunk);
  return shrunk;
}

void NormFactors(const StepPolicy& policy, std::vector<double>& squares) {
  double all = 0;
  for (double& square : squares) {
    const double norm = std::sqrt(square);
    const double factor = FactorTo(policy.clip_norm, norm);
    const double clipped = norm <= policy.clip_norm ? norm : policy.clip_norm;
    all += std::isnan(norm) ? norm : clipped * clipped;
    square = factor;
  }
  const double factor = FactorTo(policy.clip_global_norm, std::sqrt(all));
  for (double& own : squares) own *= factor;
}

}  // namespace steepest
