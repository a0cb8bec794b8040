/** The list of optimizers, from which tests, documentation and benchmarks are made. A new optimizer is one line here. */
import { AdaBelief } from "./adabelief";
import { Adadelta } from "./adadelta";
import { Adafactor } from "./adafactor";
import { Adagrad } from "./adagrad";
import { Adam, AdamW } from "./adam";
import { Adamax } from "./adamax";
import { Adan } from "./adan";
import { AdEMAMix } from "./ademamix";
import { ADOPT } from "./adopt";
import { ASGD } from "./asgd";
import { Ftrl } from "./ftrl";
import { Lamb } from "./lamb";
import { Lars } from "./lars";
import { Lion } from "./lion";
import { MADGRAD } from "./madgrad";
import { Muon } from "./muon";
import { NAdam } from "./nadam";
import { NovoGrad } from "./novograd";
import { Prodigy } from "./prodigy";
import { RAdam } from "./radam";
import { RMSprop } from "./rmsprop";
import { Rprop } from "./rprop";
import { ScheduleFreeAdamW } from "./schedule-free-adamw";
import { SGD } from "./sgd";
import { SignSGD } from "./sign-sgd";
import { SM3 } from "./sm3";
import { Sophia } from "./sophia";
import { Yogi } from "./yogi";

/** Every optimizer by name. */
export const catalogue = {
  AdaBelief,
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Adan,
  AdEMAMix,
  ADOPT,
  ASGD,
  Ftrl,
  Lamb,
  Lars,
  Lion,
  MADGRAD,
  Muon,
  NAdam,
  NovoGrad,
  Prodigy,
  RAdam,
  RMSprop,
  Rprop,
  ScheduleFreeAdamW,
  SGD,
  SignSGD,
  SM3,
  Sophia,
  Yogi,
};
