/** The list of methods, from which tests and documentation are made. A new method is one line here. */
import { gradientDescent } from "./gradient-descent";
import { newton } from "./newton";

/** Every method by name. */
export const catalogue = { "gradient-descent": gradientDescent, newton };
