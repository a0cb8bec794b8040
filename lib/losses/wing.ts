import { reciprocal, residual } from "./definition";
import { definePointwise } from "./pointwise";

/** Logarithmic within `width` of the target, so that small errors count more than with the absolute error; linear beyond. */
export const wing = definePointwise({
  name: "wing",
  summary: "Steep and logarithmic within `width` of the target, the absolute error plus a constant beyond it.",
  formula: "w·ln(1 + |r|/ε) if |r| < w, else |r| − w + w·ln(1 + w/ε), with w = width and ε = curvature",
  source: "Feng et al. (2018), Wing loss for robust facial landmark localisation with convolutional neural networks",
  options: {
    width: { initial: 10, domain: "positive", meaning: "where the logarithm turns into a straight line" },
    curvature: {
      initial: 2,
      domain: "positive",
      meaning: "how small an error is still magnified; the slope at the target is width/curvature",
    },
  },
  ulp: 5,
  kinks: ({ width }) => [-width, 0, width],
  kernel: ({ width, curvature }) => ({
    name: "wing",
    values: [width, curvature, reciprocal(width), reciprocal(curvature), width / curvature],
  }),
  at(prediction, target, { width, curvature }) {
    const r = residual(prediction, target);
    const distance = Math.abs(r);
    if (distance < width) {
      const slope = width / (curvature + distance);
      return { value: width * Math.log1p(distance / curvature), gradient: slope * Math.sign(r), hessian: -slope / (curvature + distance) };
    }
    return { value: distance - width + width * Math.log1p(width / curvature), gradient: Math.sign(r), hessian: 0 };
  },
});
