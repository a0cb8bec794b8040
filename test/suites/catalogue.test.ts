/** The two catalogues are one: what TypeScript declares the addon has, and the addon has nothing else. */
import { losses, optimizers, runtime } from "steepest";
import { describe, expect, test } from "vitest";
import { loadAddon } from "../../dist/load";
import { embeddings, joint, lossFactories, optimizerClasses, pointwise, rowwise } from "../support/catalogue";
import { lossOptions, optimizerOptions } from "../support/option-sets";

const loaded = runtime().backend === "native" ? loadAddon() : { failure: undefined };

describe.skipIf(!("addon" in loaded))("the native catalogue", () => {
  const native =
    "addon" in loaded ? loaded.addon.describe() : { pointwise: [], joint: [], rowwise: [], embeddings: [], other: [], rules: {} };
  const loops = ["pointwise", "joint", "rowwise", "embeddings"] as const;
  const kernelsOf = (shape: string) =>
    lossFactories
      .filter(([, { definition }]) => ((loops as readonly string[]).includes(definition.shape) ? definition.shape : "other") === shape)
      .flatMap(([, { definition }]) => definition.kernels);

  test.each([...loops, "other"] as const)("has the kernels of the %s losses and no others", (shape) => {
    expect([...native[shape]].sort()).toEqual([...kernelsOf(shape)].sort());
  });

  test("has the rules of the optimizers with their slots and numbers, and no others", () => {
    const counted = ["slots", "inputs", "scalars", "memory", "numbers"] as const;
    const declared = optimizerClasses.flatMap(([, { definition }]) =>
      definition.rules.map((rule) => [rule.name, Object.fromEntries(counted.map((part) => [part, rule[part].length]))] as const),
    );
    expect(native.rules).toEqual(Object.fromEntries(declared));
  });
});

describe.each(lossFactories)("%s", (name, { definition }) => {
  test("is documented", () => {
    for (const text of [definition.summary, definition.formula, definition.source]) expect(text.trim()).not.toBe("");
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.name).toBe(name);
    expect(definition.ulp).toBeGreaterThan(0);
    for (const { meaning } of Object.values(definition.options)) expect(meaning.trim().length).toBeGreaterThan(5);
  });
});

describe.each([...pointwise, ...joint, ...rowwise, ...embeddings])("$title", ({ definition, resolved, name, make }) => {
  test("binds a declared kernel and keeps its name", () => {
    const kernel = definition.kernel(resolved as never);
    expect(definition.kernels).toContain(kernel.name);
    expect(kernel.values.every((value) => typeof value === "number" && !Number.isNaN(value))).toBe(true);
    expect([make().name, make().reduction]).toEqual([name, "mean"]);
  });
});

describe.each(optimizerClasses)("%s", (name, { definition }) => {
  test("is documented", () => {
    expect(definition.name).toBe(name);
    expect(definition.source.trim().length).toBeGreaterThan(2);
    expect(definition.learningRate).toBeGreaterThan(0);
    for (const { meaning } of Object.values(definition.options)) expect(meaning.trim().length).toBeGreaterThan(5);
  });
});

test("a factory of the catalogue is the one exported under its name", () => {
  for (const [name, factory] of lossFactories) expect((losses as Record<string, unknown>)[name]).toBe(factory);
  for (const [name, Class] of optimizerClasses) expect((optimizers as Record<string, unknown>)[name]).toBe(Class);
  expect(losses.mse).toBe(losses.meanSquaredError);
  expect(losses.softL1).toBe(losses.pseudoHuber);
  expect(losses.mae).toBe(losses.meanAbsoluteError);
  expect(losses.mape).toBe(losses.meanAbsolutePercentageError);
  expect(losses.msle).toBe(losses.meanSquaredLogarithmicError);
  expect(losses.smape).toBe(losses.symmetricMeanAbsolutePercentageError);
});

test("every set of options in the tests belongs to something in the catalogue", () => {
  const names = [...lossFactories, ...optimizerClasses].map(([name]) => name);
  for (const name of [...Object.keys(lossOptions), ...Object.keys(optimizerOptions)]) expect(names).toContain(name);
});
