/** What predictions and targets may be, and the search for numbers for which a loss means nothing. */
import { describe } from "../check";
import { rangeError } from "../errors";

/** What a prediction or a target may be: any number, at least 0, above 0, ±1, 0 to 1, or 0/1. NaN is in every domain. */
export type ValueDomain = "real" | "nonNegative" | "positive" | "sign" | "fraction" | "binary";

interface Described {
  readonly outside: (x: number) => boolean;
  readonly words: string;
}

/** In the order of the addon's numbering; a comparison with NaN is never outside. */
const domains: Readonly<Record<ValueDomain, Described>> = {
  real: { outside: () => false, words: "a number" },
  nonNegative: { outside: (x) => x < 0, words: "a number of at least 0" },
  positive: { outside: (x) => x <= 0, words: "a number above 0" },
  sign: { outside: (x) => Math.abs(x) < 1 || Math.abs(x) > 1, words: "-1 or 1" },
  fraction: { outside: (x) => x < 0 || x > 1, words: "a number from 0 to 1" },
  binary: { outside: (x) => x < 0 || x > 1 || (x > 0 && x < 1), words: "0 or 1" },
};

/** The names in the order of the addon's numbering. */
export const valueDomains = Object.keys(domains) as readonly ValueDomain[];

/** The index of the first number outside a domain, −1 where there is none; one of weight 0 does not matter. */
export function firstOutside(domain: ValueDomain, numbers: Float32Array, weights?: Float32Array): number {
  if (domain === "real") return -1;
  const { outside } = domains[domain];
  const span = weights === undefined || weights.length === 0 ? 1 : numbers.length / weights.length;
  return numbers.findIndex((x, i) => outside(x) && (weights === undefined || weights[Math.floor(i / span)] !== 0));
}

/** The error for a number outside a domain. */
export function outsideError(domain: ValueDomain, argument: string, received: number): Error {
  return rangeError("ERR_INVALID_VALUE", `${argument}: expected ${domains[domain].words}, received ${describe(received)}`);
}
