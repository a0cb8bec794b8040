import { defineOptimizer } from "./define";
import { decoupledDecay } from "./shared-options";
import { defineRule, type StepNumbers } from "./spec";

const numbers = ["learningRatePower", "l1", "l2", "l2Shrinkage", "beta"] as const;
type State = Record<"sum" | "linear", number>;

/** n^q after a square has entered n, and how much it has grown, without the cancellation of a difference. */
function growth(before: number, square: number, q: number): readonly [number, number] {
  if (before === 0 || q === 0) return [square ** q, q === 0 ? 0 : square ** q];
  const grown = before ** q * Math.expm1(q * Math.log1p(square / before));
  return [before ** q + grown, grown];
}

function prepare({ learningRate, learningRatePower, l1, l2, l2Shrinkage, beta }: StepNumbers<(typeof numbers)[number]>) {
  return (p: number, g: number, state: State): number => {
    if (learningRate === 0) return p;
    const [power, grown] = growth(state.sum, g * g, -learningRatePower);
    state.linear += g + 2 * l2Shrinkage * p - (grown / learningRate) * p;
    state.sum += g * g;
    const divisor = power / learningRate + 2 * l2 + beta / learningRate;
    return divisor === 0 ? p : (Math.min(Math.max(state.linear, -l1), l1) - state.linear) / divisor;
  };
}

const root = defineRule({ name: "Ftrl", slots: ["sum", "linear"], filled: { sum: "initialAccumulator" }, numbers, prepare });
const anyPower = defineRule({ name: "FtrlPower", slots: ["sum", "linear"], filled: { sum: "initialAccumulator" }, numbers, prepare });

/**
 * Follow the regularized leader, with proximal steps and l1 and l2 regularization that keep parameters at exactly 0, for sparse linear
 * models (McMahan et al. 2013). The rule and the defaults are those of keras.optimizers.Ftrl. With a learning rate of 0 nothing changes.
 */
export class Ftrl extends defineOptimizer({
  name: "Ftrl",
  source: "McMahan et al. (2013), Ad click prediction: a view from the trenches; keras.optimizers.Ftrl",
  options: {
    learningRatePower: { initial: -0.5, domain: "real", meaning: "the power of the sum of squares in the learning rate; at most 0" },
    initialAccumulator: { initial: 0.1, domain: "nonNegative", meaning: "what the sum of squares starts with" },
    l1: { initial: 0, domain: "nonNegative", meaning: "weight of the parameter's size" },
    l2: { initial: 0, domain: "nonNegative", meaning: "weight of the parameter's square" },
    l2Shrinkage: { initial: 0, domain: "nonNegative", meaning: "weight of the parameter's square in the gradient alone" },
    beta: { initial: 0, domain: "nonNegative", meaning: "added to the root of the sum" },
    ...decoupledDecay(0),
  },
  learningRate: 1e-3,
  decoupled: true,
  conflict: ({ learningRatePower: power }) => (power > 0 ? `learningRatePower: expected at most 0, received ${power}` : undefined),
  rules: [root, anyPower],
  rule: ({ learningRatePower }) => (learningRatePower === -0.5 ? root : anyPower),
}) {}
