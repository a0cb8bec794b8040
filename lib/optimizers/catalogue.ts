/** The list of optimizers, from which tests, documentation and benchmarks are made. A new optimizer is one line here. */
import { AdaBelief } from "./adabelief";
import { Adadelta } from "./adadelta";
import { Adagrad } from "./adagrad";
import { Adam, AdamW } from "./adam";
import { Adamax } from "./adamax";
import { Adan } from "./adan";
import { AdEMAMix } from "./ademamix";
import { ADOPT } from "./adopt";
import { ASGD } from "./asgd";
import { Ftrl } from "./ftrl";
import { Lion } from "./lion";
import { MADGRAD } from "./madgrad";
import { NAdam } from "./nadam";
import { RAdam } from "./radam";
import { RMSprop } from "./rmsprop";
import { Rprop } from "./rprop";
import { ScheduleFreeAdamW } from "./schedule-free-adamw";
import { SGD } from "./sgd";
import { SignSGD } from "./sign-sgd";
import { Sophia } from "./sophia";
import { Yogi } from "./yogi";

/** Every optimizer by name. */
export const catalogue = {
  AdaBelief,
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Adan,
  AdEMAMix,
  ADOPT,
  ASGD,
  Ftrl,
  Lion,
  MADGRAD,
  NAdam,
  RAdam,
  RMSprop,
  Rprop,
  ScheduleFreeAdamW,
  SGD,
  SignSGD,
  Sophia,
  Yogi,
};
