import { residual } from "./definition";
import { defineJoint } from "./joint";
import { signedTarget, signMapping, signTargets } from "./targets";

/** Of two scores the one that the target names is to be larger by a margin. */
export const marginRanking = defineJoint({
  name: "marginRanking",
  inputs: ["first", "second"],
  summary: "Asks that the first score exceed the second by a margin where the target is 1, and the other way round where it is −1.",
  formula: "max(0, margin − t·(first − second)), active at 0",
  source: "Herbrich, Graepel and Obermayer (1999), Support vector learning for ordinal regression; torch.nn.MarginRankingLoss",
  options: {
    margin: { initial: 0, domain: "real", meaning: "by how much the right score must be larger" },
    targets: signTargets,
  },
  ulp: 2,
  domain: ({ targets }) => ({ prediction: ["real", "real"], target: targets === "zeroOne" ? "binary" : "sign" }),
  kernel: ({ margin, targets }) => ({ name: "marginRanking", values: [margin, ...signMapping(targets)] }),
  kink: ([first = 0, second = 0], target, { margin, targets }) => margin - signedTarget(target, targets) * residual(first, second),
  at([first = 0, second = 0], target, { margin, targets }) {
    const sign = signedTarget(target, targets);
    const shortfall = margin - sign * residual(first, second);
    const slope = shortfall >= 0 ? sign : 0;
    return { value: Math.max(0, shortfall), gradient: [-slope, slope], hessian: [0, 0] };
  },
});
