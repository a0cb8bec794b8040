import { conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule } from "./spec";

const numbers = ["momentum"] as const;

const plain = defineRule({
  name: "SignSGD",
  slots: [],
  numbers,
  prepare:
    ({ learningRate }) =>
    (p, g) =>
      p - learningRate * Math.sign(g),
});

const withMomentum = defineRule({
  name: "SignSGDMomentum",
  slots: ["first"],
  numbers,
  prepare({ learningRate, momentum }) {
    return (p, g, state) => {
      state.first = momentum * state.first + (1 - momentum) * g;
      return p - learningRate * Math.sign(state.first);
    };
  },
});

/**
 * SignSGD: p ← p − learningRate·sign(g), and with `momentum` Signum, the sign of the running mean gradient (Bernstein et al. 2018). The
 * sign of 0 is 0. optax's sign_sgd and signum are the same.
 */
export class SignSGD extends defineOptimizer({
  name: "SignSGD",
  source: "Bernstein et al. (2018), signSGD: compressed optimisation for non-convex problems; optax.sign_sgd, optax.signum",
  options: {
    momentum: { initial: 0, domain: "rate", meaning: "how slowly the mean of the gradient moves; 0 keeps none" },
    convention: conventionOption("paper", "optax"),
    ...decay,
  },
  learningRate: 1e-4,
  rules: [plain, withMomentum],
  rule: ({ momentum }) => (momentum === 0 ? plain : withMomentum),
}) {}
