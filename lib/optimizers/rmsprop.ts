import { Convention, conventionOption } from "./convention";
import { defineOptimizer } from "./define";
import { decay } from "./shared-options";
import { defineRule, type StepNumbers } from "./spec";

const numbers = ["rho", "epsilon", "momentum", "convention"] as const;

type State = Record<"square", number> & { mean?: number; momentum?: number };

/** RMSprop for one element: centered where the state has a mean, with momentum where it has a buffer. */
function prepare({ learningRate, rho, epsilon, momentum, convention }: StepNumbers<(typeof numbers)[number]>) {
  const outside = convention === Convention.pytorch;
  return (p: number, g: number, state: State): number => {
    state.square = rho * state.square + (1 - rho) * g * g;
    let spread = state.square;
    if (state.mean !== undefined) {
      state.mean = rho * state.mean + (1 - rho) * g;
      spread = Math.max(0, spread - state.mean * state.mean); // a variance, but for its rounding
    }
    const direction = g / (outside ? Math.sqrt(spread) + epsilon : Math.sqrt(spread + epsilon));
    if (state.momentum === undefined) return p - learningRate * direction;
    state.momentum = momentum * state.momentum + (outside ? direction : learningRate * direction);
    return p - (outside ? learningRate * state.momentum : state.momentum);
  };
}

const plain = defineRule({ name: "RMSprop", slots: ["square"], numbers, prepare });
const centered = defineRule({ name: "RMSpropCentered", slots: ["square", "mean"], numbers, prepare });
const withMomentum = defineRule({ name: "RMSpropMomentum", slots: ["square", "momentum"], numbers, prepare });
const both = defineRule({ name: "RMSpropCenteredMomentum", slots: ["square", "mean", "momentum"], numbers, prepare });

/**
 * RMSprop: p ← p − learningRate·g / (√v + epsilon) with the running mean v of g² (Tieleman and Hinton 2012); `centered` takes the square
 * of the running mean gradient off v (Graves 2013). By default the rule of torch.optim.RMSprop. Keras and optax add epsilon under the root
 * and multiply by the learning rate before the momentum, which matters where it changes.
 */
export class RMSprop extends defineOptimizer({
  name: "RMSprop",
  source: "Tieleman and Hinton (2012), Lecture 6.5; Graves (2013) for centered; torch.optim.RMSprop",
  options: {
    rho: { initial: 0.99, domain: "rate", meaning: "how slowly the mean square moves" },
    epsilon: { initial: 1e-8, domain: "nonNegative", meaning: "added to the root of the mean square, or under it" },
    momentum: { initial: 0, domain: "nonNegative", meaning: "how much of the last step is kept" },
    centered: { initial: false, domain: "boolean", meaning: "divides by the spread around the mean gradient" },
    convention: conventionOption("pytorch", "keras", "optax"),
    ...decay,
  },
  learningRate: 1e-2,
  conventions: {
    keras: { learningRate: 1e-3, rho: 0.9, epsilon: 1e-7, decoupledWeightDecay: true },
    optax: { rho: 0.9 },
  },
  rules: [plain, centered, withMomentum, both],
  rule({ centered: around, momentum }) {
    if (momentum === 0) return around ? centered : plain;
    return around ? both : withMomentum;
  },
}) {}
