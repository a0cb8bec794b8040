import { ofClass } from "../options";
import { smoothedTargets } from "./cross-entropy";
import { defineRowwise } from "./rowwise";
import { type ClassTerms, nothing, softmaxOf, surpriseTerms } from "./softmax";

/** (1 − p)^γ·s with its derivatives by the surprise s = −ln p. */
function focalTerms(surprise: number, share: number, others: number, gamma: number): ClassTerms {
  const power = others ** gamma;
  const weighted = share === 0 ? 0 : share * surprise;
  if (others === 0) return { value: power * surprise, slope: power * (1 + gamma), curvature: 0 };
  const ratio = weighted / others;
  return {
    value: power * surprise,
    slope: power * (1 + gamma * ratio),
    curvature: (power * gamma * ((gamma - 1) * share * ratio + 2 * share - weighted)) / others,
  };
}

/** Focal loss of a softmax: cross-entropy in which sure rows count for little. */
export const focal = defineRowwise({
  name: "focal",
  summary: "Cross-entropy in which what is already likely counts for little.",
  formula: "Σ u_c·α_c·(1 − p_c)^γ·(−ln p_c) with u_c = w_c·((1 − s)·t_c + s/C)",
  source: "Lin et al. (2017), Focal loss for dense object detection; keras.losses.CategoricalFocalCrossentropy",
  options: {
    alpha: { initial: 0.25, domain: { each: "nonNegative" }, meaning: "a factor of the loss, one for all classes or one per class" },
    gamma: { initial: 2, domain: "nonNegative", meaning: "how fast likely classes stop counting; 0 is cross-entropy" },
    labelSmoothing: { initial: 0, domain: "rate", meaning: "the share of each target that is spread evenly over the classes" },
  },
  ulp: 6,
  offersHessianVector: true,
  kernel: ({ alpha, gamma, labelSmoothing }) => ({
    name: "focal",
    values: [1 - labelSmoothing, labelSmoothing, ...(typeof alpha === "number" ? [alpha] : [0]), gamma],
    classValues: typeof alpha === "number" ? undefined : Array.from(alpha),
  }),
  row(scores, targets, classWeights, { alpha, gamma, labelSmoothing }) {
    const softmax = softmaxOf(scores);
    const u = smoothedTargets(targets, classWeights, labelSmoothing);
    const terms = Array.from(u, (part, c) => {
      if (part === 0) return nothing;
      const at = (array: Float64Array) => array[c] as number;
      const { value, slope, curvature } = focalTerms(at(softmax.surprises), at(softmax.shares), at(softmax.others), gamma);
      const factor = part * ofClass(alpha, c);
      return { value: factor * value, slope: factor * slope, curvature: factor * curvature };
    });
    return surpriseTerms(softmax, terms);
  },
});
