/**
 * Prints a digest of everything that the losses and optimizers named on standard input give on seeded inputs:
 * `{ losses: [[name, options, inputs]], optimizers: [[name, options]] }`. A process of its own, because the instruction set is chosen
 * once per process.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { losses, optimizers, runtime } from "steepest";

const canonical = (array) => {
  const bits = new Uint32Array(array.slice().buffer);
  for (let i = 0; i < array.length; ++i) if (Number.isNaN(array[i])) bits[i] = 0x7fc00000;
  return bits;
};

const decode = (encoded) => {
  if (!("base64" in encoded)) return Object.fromEntries(Object.entries(encoded).map(([name, array]) => [name, decode(array)]));
  const { base64, shape, type } = encoded;
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  const data = type === "Int32Array" ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
  return shape === undefined ? data : { data, shape };
};

/** The arrays of a result: one, or one per prediction. */
const arraysOf = (result) => (ArrayBuffer.isView(result) ? [result] : Object.values(result));

function lossDigest(name, options, prediction, target) {
  const hash = createHash("sha1");
  for (const reduction of ["none", "mean"]) {
    const loss = losses[name]({ ...options, reduction });
    const { value, gradient } = loss.valueAndGradient(prediction, target);
    hash.update(typeof value === "number" ? Float64Array.of(value) : canonical(value));
    for (const array of [gradient, loss.hessian(prediction, target)].flatMap(arraysOf)) hash.update(canonical(array));
  }
  return hash.digest("hex");
}

function optimizerDigest(name, options, start, gradients) {
  const parameter = { data: start.slice(), gradient: new Float32Array(start.length), hessian: start.map(Math.abs), shape: [17, 59] };
  const optimizer = new optimizers[name]([parameter], options);
  const hash = createHash("sha1");
  for (const gradient of gradients) {
    parameter.gradient.set(gradient);
    optimizer.step();
    hash.update(canonical(parameter.data));
  }
  for (const array of Object.values(optimizer.state().groups[0].slots[0])) hash.update(canonical(array));
  return hash.digest("hex");
}

const given = JSON.parse(readFileSync(0, "utf8"), (_, value) => (value === "-Infinity" ? Number.NEGATIVE_INFINITY : value));
const digests = {};
for (const [index, [name, options, prediction, target]] of given.losses.entries()) {
  const title = `${index}: ${name} ${JSON.stringify(options)} ${prediction.shape ?? ""}`;
  digests[title] = lossDigest(name, options, decode(prediction), decode(target));
}
for (const [name, options] of given.optimizers) {
  digests[`${name} ${JSON.stringify(options)}`] = optimizerDigest(name, options, decode(given.start), given.gradients.map(decode));
}
console.log(JSON.stringify({ isa: runtime().isa, digests }));
