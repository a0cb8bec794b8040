import { defineRowwise } from "./rowwise";
import { type ClassTerms, scaledTerms, softmaxOf, surpriseTerms, total } from "./softmax";

/** (1 + r)·ln(1 + r) + (1 − r)·ln(1 − r) for |r| ≤ 1: near 0 the series Σ r^(2n)/(n·(2n − 1)). */
function divergence(r: number): number {
  if (Math.abs(r) >= 0.25) return (1 + r === 0 ? 0 : (1 + r) * Math.log1p(r)) + (1 - r === 0 ? 0 : (1 - r) * Math.log1p(-r));
  let sum = 0;
  for (let n = 16; n > 0; --n) sum = (sum + 1 / (n * (2 * n - 1))) * r * r;
  return sum;
}

/** What a class costs, and what it saves against one without target. */
function classTerms(share: number, others: number, target: number): ClassTerms {
  const both = share + target;
  const apart = share > 0.5 ? 1 - target - others : share - target;
  const value = both === 0 ? 0 : (both / 4) * divergence(Math.min(1, apart / both));
  if (share === 0 || target === 0) return { value, slope: 0, curvature: 0 };
  const logarithm = Math.log1p(target / share);
  return { value, slope: (share / 2) * logarithm, curvature: (share / 2) * (target / both - logarithm) };
}

/** The Jensen-Shannon divergence of a softmax from a row of probabilities: at most ln 2. */
export const jensenShannon = defineRowwise({
  name: "jensenShannon",
  summary: "How far the softmax of the logits and the target are from their mean, at most ln 2.",
  formula: "Σ w_c·t_c · ½·Σ (t_c·ln(t_c/m_c) + p_c·ln(p_c/m_c)) with m = ½·(p + t)",
  source: "Lin (1991), Divergence measures based on the Shannon entropy; liger_kernel's jsd with beta ½",
  options: {},
  ulp: 6,
  offersHessianVector: true,
  kernel: () => ({ name: "jensenShannon", values: [1, 0, 0] }),
  row(scores, targets, classWeights) {
    const softmax = softmaxOf(scores);
    const mass = total(targets.map((target, c) => target * (classWeights[c] as number)));
    const { shares, others } = softmax;
    const terms = Array.from(targets, (target, c) => classTerms(shares[c] as number, others[c] as number, target));
    return scaledTerms(surpriseTerms(softmax, terms), mass);
  },
});
