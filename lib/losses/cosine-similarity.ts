import { defineRowwise } from "./rowwise";
import { cosineOf, times } from "./vectors";

/** Minus the cosine of the angle between a prediction row and its target row. */
export const cosineSimilarity = defineRowwise({
  name: "cosineSimilarity",
  summary: "Minus the cosine of the angle between prediction and target, whatever their lengths.",
  formula: "−p·t/(|p|·|t|); 0 at a zero vector",
  source: "keras.losses.CosineSimilarity; torch.nn.functional.cosine_similarity with the sign turned",
  options: {},
  ulp: 4,
  domain: () => ({ prediction: "vector", target: "vector" }),
  row(scores, targets) {
    const { value, gradient, hessian } = cosineOf(scores, targets);
    return { value: -value, gradient: times(gradient, -1), hessian: times(hessian, -1) };
  },
});
