import { linearTerms } from "./log-probabilities";
import { defineRowwise } from "./rowwise";

/** Negative log-likelihood of log-probabilities against a label or a row of probabilities. */
export const nll = defineRowwise({
  name: "nll",
  summary: "The surprise at the right class, from log-probabilities.",
  formula: "−Σ w_c·t_c·x_c",
  source: "torch.nn.NLLLoss",
  options: {},
  ulp: 2,
  classMass: true,
  offersHessianVector: true,
  domain: () => ({ prediction: "logProbabilities", target: "classes" }),
  kernel: () => ({ name: "nll", values: [] }),
  row(scores, targets, classWeights) {
    const masses = targets.map((target, c) => target * (classWeights[c] as number));
    return linearTerms(scores, masses, (c) => -(scores[c] as number));
  },
});
