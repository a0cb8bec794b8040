import { residual } from "./definition";
import { defineEmbeddings } from "./embeddings";
import { dot, times } from "./vectors";

/** Brings pairs of vectors together or apart by their distance. */
export const contrastive = defineEmbeddings({
  name: "contrastive",
  inputs: ["first", "second"],
  summary: "Brings vectors together where the target is 1, and at least a margin apart where it is 0.",
  formula:
    "½t·d² + ½(1 − t)·max(0, margin − d)² with d = |first − second|, active at d = margin; without slope by the second part at d = 0",
  source: "Hadsell, Chopra and LeCun (2006), Dimensionality reduction by learning an invariant mapping",
  options: { margin: { initial: 1, domain: "nonNegative", meaning: "how far dissimilar vectors are to be apart" } },
  ulp: 4,
  domain: () => "fraction",
  row([first, second], similar, { margin }) {
    const gap = (first as Float64Array).map((x, i) => residual(x, (second as Float64Array)[i] as number));
    const square = dot(gap, gap);
    const distance = Math.sqrt(square);
    const room = Math.max(0, margin - distance);
    const push = distance > margin || distance === 0 ? 0 : (1 - similar) / distance;
    const slope = similar - push * room;
    const curvature = gap.map((r) => slope + (push === 0 ? 0 : ((push * margin) / square) * r * r));
    return {
      value: (similar * square + (1 - similar) * room * room) / 2,
      gradient: [times(gap, slope), times(gap, -slope)],
      hessian: [curvature, curvature],
    };
  },
});
