/** Barron's ρ(r, α, c): its textbook form in double, and the numbers that the native kernel takes. */
import type { Terms } from "./definition";
import { exactProduct, exactSum } from "./exact";

/**
 * (2c² − r²) − α(c² − r²) for float32 numbers: for α < 2 the numerator of ρ″, which changes its sign. The squares are exact in double,
 * and what is subtracted is kept to the last bit, so that the result has its digits beside its root too.
 */
function curvatureNumerator(r: number, alpha: number, scale: number): number {
  const [one, oneRest] = exactSum(2 * scale * scale, -r * r);
  const [other, otherRest] = exactSum(scale * scale, -r * r);
  const [product, productRest] = exactProduct(-alpha, other);
  const [sum, rest] = exactSum(one, product);
  return sum + (rest + (oneRest + productRest - alpha * otherRest));
}

/** What value, gradient (of a positive residual) and hessian tend to where the residual does to ∞. */
function atInfinity(alpha: number, scale: number): Terms {
  const end = (above: boolean, at: boolean, finite: number) => (above ? Number.POSITIVE_INFINITY : at ? finite : 0);
  return {
    value: alpha >= 0 ? Number.POSITIVE_INFINITY : 1 - 2 / alpha,
    gradient: end(alpha > 1, alpha === 1, 1 / scale),
    hessian: end(alpha > 2, alpha === 2, 1 / scale ** 2),
  };
}

/** ρ with its derivatives by the residual. */
export function barron(r: number, alpha: number, scale: number): Terms {
  if (Number.isNaN(r)) return { value: r, gradient: r, hessian: r };
  if (Math.abs(r) === Number.POSITIVE_INFINITY) {
    const { value, gradient, hessian } = atInfinity(alpha, scale);
    return { value, gradient: Math.sign(r) * gradient, hessian };
  }
  const x = r / scale;
  const precision = 1 / scale ** 2;
  if (alpha === 2) return { value: x ** 2 / 2, gradient: x / scale, hessian: precision };
  if (alpha === Number.NEGATIVE_INFINITY) {
    const weight = Math.exp(-(x ** 2) / 2);
    const crossing = ((scale - r) / scale) * ((scale + r) / scale);
    return { value: -Math.expm1(-(x ** 2) / 2), gradient: (x / scale) * weight, hessian: precision * weight * crossing };
  }
  const b = Math.abs(alpha - 2);
  const logarithm = Math.log1p(x ** 2 / b);
  const weight = Math.exp((alpha / 2 - 1) * logarithm);
  const numerator = alpha < 2 ? curvatureNumerator(r, alpha, scale) : b * scale ** 2 + (alpha - 1) * r ** 2;
  return {
    value: alpha === 0 ? (b / 2) * logarithm : (b / alpha) * Math.expm1((alpha / 2) * logarithm),
    gradient: (x / scale) * weight,
    hessian: precision * weight * (numerator / (b * scale ** 2 + r ** 2)),
  };
}

/** Where ρ″ changes its sign, for α < 1: c·√((2 − α)/(1 − α)) as a float32 number and what is left of it. */
function crossingOf(alpha: number, scale: number): readonly [number, number] {
  if (alpha === Number.NEGATIVE_INFINITY) return [scale, 0];
  const root = scale * Math.sqrt((2 - alpha) / (1 - alpha));
  const near = Math.fround(root);
  if (near === Number.POSITIVE_INFINITY) return [root, 0]; // no residual comes near
  return [near, curvatureNumerator(near, alpha, scale) / ((1 - alpha) * (near + root))];
}

/**
 * The smallest |α| and |α − 2| of the kernel, and with its reciprocal the largest |α|: nearer to a limit, the limit and the general
 * form are the same double, up to a few units in its last place.
 */
const nearLimit = 2 ** -60;

/** The kernel's numbers, in the order of BarronOption in C++. */
export function barronOptions(alpha: number, scale: number): readonly number[] {
  const limited = Math.max(-1 / nearLimit, Math.min(1 / nearLimit, alpha));
  const a = Math.abs(limited) < nearLimit ? nearLimit : limited;
  const b = Math.max(nearLimit, Math.abs(a - 2));
  const toZ = 1 / (b * scale * scale);
  const crossing = alpha < 1 ? [...crossingOf(alpha, scale), (1 - a) * toZ, 0] : [0, 0, (1 - a) * toZ, 1];
  const { value, gradient, hessian } = atInfinity(alpha, scale);
  return [a / 2, toZ, b / a, 1 / (scale * scale), ...crossing, value, gradient, hessian];
}
