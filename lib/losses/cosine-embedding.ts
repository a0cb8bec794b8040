import { defineEmbeddings } from "./embeddings";
import { signedTarget, signMapping, signTargets } from "./targets";
import { cosineOf, times } from "./vectors";

/** Brings pairs of vectors together or apart by their angle. */
export const cosineEmbedding = defineEmbeddings({
  name: "cosineEmbedding",
  inputs: ["first", "second"],
  summary: "Brings vectors to one direction where the target is 1, and further apart than a margin where it is −1.",
  formula: "1 − cos for t = 1; max(0, cos − margin) for t = −1, active at 0; cos is 0 at a zero vector",
  source: "torch.nn.CosineEmbeddingLoss",
  options: {
    margin: { initial: 0, domain: "real", meaning: "the cosine up to which dissimilar vectors cost nothing, −1 to 1" },
    targets: signTargets,
  },
  ulp: 4,
  domain: ({ targets }) => (targets === "zeroOne" ? "binary" : "sign"),
  kernel: ({ margin, targets }) => ({ name: "cosineEmbedding", values: [margin, ...signMapping(targets)] }),
  row([first, second], target, { margin, targets }) {
    const pair = [first, second] as [Float64Array, Float64Array];
    const [own, other] = [cosineOf(...pair), cosineOf(pair[1], pair[0])];
    const alike = signedTarget(target, targets) > 0;
    const excess = own.value - margin;
    const sign = alike ? -1 : excess >= 0 ? 1 : 0;
    return {
      value: alike ? own.distance : Math.max(0, excess),
      gradient: [times(own.gradient, sign), times(other.gradient, sign)],
      hessian: [times(own.hessian, sign), times(other.hessian, sign)],
    };
  },
});
