/** The list of metrics, from which tests, documentation and `fit`'s reports are made. A new metric is one line here. */
import { accuracy } from "./accuracy";
import { confusionMatrix } from "./confusion-matrix";
import { f1 } from "./f1";
import { mae } from "./mae";
import { mse } from "./mse";
import { precision } from "./precision";
import { r2 } from "./r2";
import { recall } from "./recall";

/** Every metric by name. */
export const catalogue = { accuracy, confusionMatrix, f1, mae, mse, precision, r2, recall };
