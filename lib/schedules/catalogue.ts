/** The list of schedules, from which tests and documentation are made. A new schedule is one line here. */
import { constant } from "./constant";
import { cosineDecay } from "./cosine-decay";
import { step } from "./step";

/** Every schedule by name. */
export const catalogue = { constant, cosineDecay, step };
