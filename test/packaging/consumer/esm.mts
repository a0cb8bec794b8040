import { losses, type optimizers, runtime } from "steepest";
import { huber } from "steepest/losses";
import { Adam } from "steepest/optimizers";

const loss = huber({ delta: 1.5, reduction: "mean" });
const same: typeof huber = losses.huber;
const gradient: Float32Array = loss.gradient(new Float32Array(2), new Float32Array(2));
const adam: optimizers.Adam = new Adam([{ data: new Float32Array(2), gradient }], { learningRate: 1e-3 });
adam.step();
const backend: "native" | "reference" = runtime().backend;

// @ts-expect-error: a misspelled option
huber({ dleta: 1 });
// @ts-expect-error: a plain array is not a Float32Array
loss.value([1], [2]);

export { backend, same };
