/** What the types of optimizers promise; compiled, never run. */
import { optimizers } from "steepest";
import { Adam, type Optimizer, type OptimizerState } from "steepest/optimizers";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function check<_ extends true>(): void {}

const parameter = { data: new Float32Array(3), gradient: new Float32Array(3) };

const adam = new optimizers.Adam([parameter], { learningRate: 1e-3, beta1: 0.9, amsgrad: true });
check<Equal<ReturnType<typeof adam.state>, OptimizerState>>();
check<Equal<ReturnType<typeof adam.step>, boolean>>();
check<Equal<typeof adam.stepCount, number>>();
adam.learningRate = 0.1;
adam.learningRate = (step) => 0.1 / (step + 1);
adam.load(adam.state());
const general: Optimizer = new Adam({ learningRate: 1 });
general.attach([parameter]);

new optimizers.SGD([
  { parameters: [parameter], momentum: 0.9, learningRate: 0.1 },
  { parameters: [{ ...parameter, shape: [3, 1] }], nesterov: undefined },
]);
new optimizers.AdamW();

// @ts-expect-error: a misspelt option
new optimizers.Adam([parameter], { learnRate: 1 });
// @ts-expect-error: a number is wanted
new optimizers.Adam({ beta1: "0.9" });
// @ts-expect-error: an option of another optimizer
new optimizers.SGD([parameter], { beta1: 0.9 });
// @ts-expect-error: a gradient is wanted
new optimizers.SGD([{ data: parameter.data }]);
// @ts-expect-error: an option of another optimizer in a group
new optimizers.SGD([{ parameters: [parameter], beta1: 0.9 }]);
// @ts-expect-error: parameters come in a list
new optimizers.SGD(parameter);
// @ts-expect-error: a schedule gives numbers
adam.learningRate = (step: number) => String(step);
// @ts-expect-error: the number of steps is not to be set
adam.stepCount = 3;
// @ts-expect-error: a state has a step
adam.load({ name: "Adam", groups: [] });
