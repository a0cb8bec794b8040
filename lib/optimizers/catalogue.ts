/** The list of optimizers, from which tests, documentation and benchmarks are made. A new optimizer is one line here. */
import { Adam, AdamW } from "./adam";
import { SGD } from "./sgd";

/** Every optimizer by name. */
export const catalogue = { Adam, AdamW, SGD };
