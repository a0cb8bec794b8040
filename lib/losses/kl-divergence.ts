import { linearTerms } from "./log-probabilities";
import { defineRowwise } from "./rowwise";

/** The Kullback-Leibler divergence of log-probabilities from a row of probabilities, or of their logarithms. */
export const klDivergence = defineRowwise({
  name: "klDivergence",
  summary: "What it costs to take the target for the predicted distribution, summed over a row.",
  formula: "Σ w_c·t_c·(ln t_c − x_c), 0·ln 0 = 0",
  source: "Kullback and Leibler (1951), On information and sufficiency; torch.nn.KLDivLoss and optax.kl_divergence, summed over the row",
  options: {
    logTarget: { initial: false, domain: "boolean", meaning: "whether targets are logarithms of probabilities" },
  },
  ulp: 4,
  offersHessianVector: true,
  domain: ({ logTarget }) => ({ prediction: "logProbabilities", target: logTarget ? "logProbabilities" : "classes" }),
  kernels: ["klDivergence", "klDivergenceFromLog"],
  kernel: ({ logTarget }) => ({ name: logTarget ? "klDivergenceFromLog" : "klDivergence", values: [] }),
  row(scores, targets, classWeights, { logTarget }) {
    const masses = targets.map((target, c) => (classWeights[c] as number) * (logTarget ? Math.exp(target) : target));
    return linearTerms(scores, masses, (c) => {
      const [target, score] = [targets[c] as number, scores[c] as number];
      return logTarget ? Math.fround(target - score) : Math.log(target) - score;
    });
  },
});
