/** Values outside each domain that an option may declare, with the error that every loss and optimizer gives for them. */
import type { optimizers } from "steepest";
import type { Thrown } from "./errors";

type Specs = optimizers.OptimizerDefinition["options"];
type Domain = Specs[string]["domain"];
type NumberDomain = Exclude<Extract<Domain, string>, "boolean" | "triple">;

interface Illegal {
  readonly words: string;
  readonly numbers: readonly number[];
}

const domains: Readonly<Record<NumberDomain, Illegal>> = {
  real: { words: "a finite number", numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] },
  extendedReal: { words: "a finite number or -Infinity", numbers: [Number.NaN, Number.POSITIVE_INFINITY] },
  positive: { words: "a finite number above 0", numbers: [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY] },
  nonNegative: { words: "a finite number of at least 0", numbers: [-1e-9, Number.NaN, Number.POSITIVE_INFINITY] },
  bound: { words: "a number above 0", numbers: [0, -1, Number.NaN] },
  positiveCount: { words: "an integer above 0", numbers: [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY] },
  fraction: { words: "a number from 0 to 1", numbers: [-0.1, 1.0001, Number.NaN] },
  rate: { words: "a number of at least 0 and below 1", numbers: [-0.1, 1, 2, Number.NaN] },
  integer: { words: "an integer", numbers: [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53] },
  count: { words: "an integer of at least 0", numbers: [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53] },
};

const notNumbers: readonly (readonly [unknown, string])[] = [
  ["1", '"1"'],
  [null, "null"],
  [true, "true"],
  [[1], "an Array of length 1"],
  [{}, "an object of type Object"],
];

function numberText(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/** Illegal values of an option that is a number or an array of numbers. */
function illegalLists(words: string): ReturnType<typeof illegalValues> {
  const several = `${words} or an array of them, one per class`;
  const values = [...notNumbers.filter(([value]) => !Array.isArray(value)), [[], "an Array of length 0"] as const];
  return values.map(([value, text]) => [value, "TypeError", several, text] as const);
}

/** Every illegal value of a domain, with what is expected and how the value is described. */
function illegalValues(domain: Domain): readonly (readonly [unknown, Thrown[0], string, string])[] {
  if (domain === "boolean") {
    const values = [
      [0, "0"],
      [1, "1"],
      ["true", '"true"'],
      [null, "null"],
    ] as const;
    return values.map(([value, text]) => [value, "TypeError", "a boolean", text]);
  }
  if (typeof domain === "object" && "each" in domain) {
    const { words, numbers } = domains[domain.each];
    return [...numbers.map((x) => [x, "RangeError", words, numberText(x)] as const), ...illegalLists(words)];
  }
  if (domain === "triple") {
    return [
      [1, "TypeError", "an array of 3 numbers", "1"],
      [[1, 2], "RangeError", "3 numbers", "an Array of length 2"],
    ];
  }
  if (typeof domain !== "string") {
    const words = domain.map((name) => `"${name}"`).join(" or ");
    const values = [
      ["other", '"other"'],
      [1, "1"],
      [null, "null"],
      ["", '""'],
    ] as const;
    return values.map(([value, text]) => [value, "TypeError", words, text]);
  }
  const { words, numbers } = domains[domain];
  return [
    ...numbers.map((x) => [x, "RangeError", words, numberText(x)] as const),
    ...notNumbers.map(([value, text]) => [value, "TypeError", words, text] as const),
  ];
}

/** For each option each illegal value: the options to give and the error to expect. */
export function illegalOptions(owner: string, specs: Specs): readonly (readonly [string, Record<string, unknown>, Thrown])[] {
  return Object.entries(specs).flatMap(([name, { domain }]) =>
    illegalValues(domain).map(([value, kind, words, text]) => {
      const message = `${owner}: ${name}: expected ${words}, received ${text}`;
      return [`${name}: ${text}`, { [name]: value }, [kind, "ERR_INVALID_OPTION", message]] as const;
    }),
  );
}
