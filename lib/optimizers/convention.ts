/** Whose rule and whose defaults an optimizer follows, where the systems differ. */
import type { OptionSpec } from "../options";

/** The systems by name, with the number by which a rule knows each. */
export const Convention = { pytorch: 0, keras: 1, optax: 2, paper: 3 } as const;

/** A system whose rule can be followed. */
export type ConventionName = keyof typeof Convention;

/** The option of an optimizer that knows the rules of several systems; the first is the one that it follows by default. */
export function conventionOption<const Names extends readonly [ConventionName, ...ConventionName[]]>(...names: Names) {
  return {
    initial: names[0] as Names[number],
    domain: names,
    meaning: "whose rule and defaults hold",
  } satisfies OptionSpec;
}
