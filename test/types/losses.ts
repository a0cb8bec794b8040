/** What the types of losses promise; compiled, never run. */
import { losses } from "steepest";
import type { crossEntropy, huber, Reduction } from "steepest/losses";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function check<_ extends true>(): void {}

const array = new Float32Array(3);
const matrix = { data: array, shape: [1, 3] };
const labels = new Int32Array(1);

const mean = losses.huber();
const sum = losses.huber({ delta: 1.35, reduction: "sum" });
const each = losses.huber({ reduction: "none" });
const open = losses.huber({ reduction: "mean" as Reduction });

check<Equal<ReturnType<typeof mean.value>, number>>();
check<Equal<ReturnType<typeof sum.value>, number>>();
check<Equal<ReturnType<typeof each.value>, Float32Array>>();
check<Equal<ReturnType<typeof open.value>, number | Float32Array>>();
check<Equal<typeof mean.reduction, "mean">>();

const { value, gradient, count } = each.valueAndGradient(array, array, { weights: array, out: array });
check<Equal<typeof value, Float32Array>>();
check<Equal<typeof gradient, Float32Array>>();
check<Equal<typeof count, number>>();
check<Equal<ReturnType<typeof mean.hessian>, Float32Array>>();

mean.value(matrix, array);
mean.value(array, matrix, { weights: undefined, out: undefined });
// @ts-expect-error: an Array is no Float32Array
mean.value([1, 2, 3], array);
// @ts-expect-error: doubles are not taken
mean.value(new Float64Array(3), array);
// @ts-expect-error: a target is wanted
mean.value(array);
// @ts-expect-error: an option that calls do not have
mean.value(array, array, { weight: array });

const rows = losses.crossEntropy({ labelSmoothing: 0.1, ignoreIndex: null, classWeights: [1, 2, 3], reduction: "none" });
check<Equal<ReturnType<typeof rows.value>, Float32Array>>();
rows.value(matrix, labels);
rows.value(matrix, new Uint8Array(1));
rows.value(matrix, new Uint16Array(1));
rows.value(matrix, matrix);
// @ts-expect-error: rows need a shape
rows.value(array, labels);
// @ts-expect-error: labels are integers
rows.value(matrix, array);
// @ts-expect-error: signed bytes are no labels
rows.value(matrix, new Int8Array(1));

losses.hinge({ targets: "zeroOne" });
losses.binaryCrossEntropy({ fromLogits: false, positiveWeight: undefined });
// @ts-expect-error: a misspelt option
losses.huber({ detla: 1 });
// @ts-expect-error: a number is wanted
losses.huber({ delta: "1" });
// @ts-expect-error: no such reduction
losses.huber({ reduction: "average" });
// @ts-expect-error: no such targets
losses.hinge({ targets: "zero" });
// @ts-expect-error: a boolean is wanted
losses.binaryCrossEntropy({ fromLogits: 1 });
// @ts-expect-error: an elementwise loss has no class weights
losses.huber({ classWeights: [1] });
// @ts-expect-error: a mean squared error has no delta
losses.mse({ delta: 1 });
// @ts-expect-error: the reduction cannot be changed afterwards
mean.reduction = "sum";

check<Equal<typeof huber, typeof losses.huber>>();
check<Equal<typeof crossEntropy, typeof losses.crossEntropy>>();
check<Equal<typeof losses.mse, typeof losses.meanSquaredError>>();
check<Equal<(typeof losses.huber.definition.options.delta)["domain"], "positive">>();
