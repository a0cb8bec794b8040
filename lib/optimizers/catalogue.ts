/** The list of optimizers, from which tests, documentation and benchmarks are made. A new optimizer is one line here. */

import { Adafactor } from "./adafactor";
import { Adam, AdamW } from "./adam";
import { Lamb } from "./lamb";
import { Lars } from "./lars";
import { Muon } from "./muon";
import { NovoGrad } from "./novograd";
import { Prodigy } from "./prodigy";
import { SGD } from "./sgd";
import { SM3 } from "./sm3";

/** Every optimizer by name. */
export const catalogue = { Adafactor, Adam, AdamW, Lamb, Lars, Muon, NovoGrad, Prodigy, SGD, SM3 };
