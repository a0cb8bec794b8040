import steepest = require("steepest");
import lossesEntry = require("steepest/losses");
import optimizersEntry = require("steepest/optimizers");

const loss = lossesEntry.huber({ delta: 1.5, reduction: "mean" });
const same: typeof lossesEntry.huber = steepest.losses.huber;
const gradient: Float32Array = loss.gradient(new Float32Array(2), new Float32Array(2));
const adam: steepest.optimizers.Adam = new optimizersEntry.Adam([{ data: new Float32Array(2), gradient }], { learningRate: 1e-3 });
adam.step();
const backend: "native" | "reference" = steepest.runtime().backend;

// @ts-expect-error: a misspelled option
lossesEntry.huber({ dleta: 1 });

export = { backend, same };
