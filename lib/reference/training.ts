/** Training in plain TypeScript: the same batches, in the same order, as natively. */
import { setImmediate } from "node:timers/promises";
import { copySamples, gatherSamples, sliceSamples } from "../models/samples";
import type { LayerSpec, Samples, TrainingCall, TrainingOutcome, TrainingRun, TrainingSpec, TrainingTensor } from "../models/spec";
import type { StepTensor } from "../optimizers/spec";
import { Philox, RandomUse, randomStream, shuffle } from "../random/philox";
import { backwardLayers, forwardLayers } from "./propagation";
import { evaluateLayers, evaluateLoss, Gathered } from "./scoring";
import { bindReferenceStep } from "./step";

/** How long a training keeps the thread before others get their turn, in milliseconds. */
const turn = 15;

function bindTensor([data, ...state]: TrainingTensor, gradient: Float32Array, rows: number): StepTensor {
  const slots = state.slice(0, -1) as Float32Array[];
  const scalars = state.at(-1) as Float64Array;
  return { arrays: [data, gradient, ...slots], scalars, average: undefined, rows, columns: data.length / rows };
}

/** Takes parameters and state where they are, so there is nothing to load and to store. */
export class ReferenceTraining implements TrainingRun {
  private readonly samples: Samples;
  private readonly validation: Samples | undefined;
  private readonly move: () => boolean;
  private cancelled = false;
  private refused = false;
  private made = 0;
  private numbers: number[] = [];

  constructor(
    private readonly layers: readonly LayerSpec[],
    private readonly spec: TrainingSpec,
  ) {
    this.samples = copySamples(spec.samples);
    this.validation = spec.validation && copySamples(spec.validation);
    const gradients = layers.flatMap(({ kernelGradient, biasGradient }) =>
      biasGradient ? [kernelGradient, biasGradient] : [kernelGradient],
    );
    this.move = bindReferenceStep({
      policy: spec.policy,
      groups: spec.groups.map(({ rule, numbers, parameters }) => ({
        rule,
        numbers,
        tensors: parameters.map((p) => bindTensor(spec.tensors[p] as TrainingTensor, gradients[p] as Float32Array, this.rowsOf(p))),
      })),
    });
  }

  /** Of a parameter as a matrix: a kernel's inputs, one for a bias. */
  private rowsOf(parameter: number): number {
    return this.layers.flatMap(({ inputs, bias }) => (bias === undefined ? [inputs] : [inputs, 1]))[parameter] as number;
  }

  load(): void {}

  async run(call: TrainingCall): Promise<void> {
    this.cancelled = false;
    this.refused = false;
    this.made = 0;
    this.numbers = [];
    for (let epoch = 0; epoch < call.epochs && !this.cancelled && !this.refused; ++epoch)
      await this.trainEpoch(call, call.firstEpoch + epoch);
  }

  store(numbers: Float64Array): TrainingOutcome {
    numbers.set(this.numbers);
    this.count(-this.made); // the optimizer counts them itself
    return { steps: this.made, refused: this.refused };
  }

  private count(steps: number): void {
    for (const { numbers } of this.spec.groups) numbers[1]! += steps;
  }

  cancel(): void {
    this.cancelled = true;
  }

  dispose(): void {}

  private async trainEpoch(call: TrainingCall, epoch: number): Promise<void> {
    const { batchSize } = this.spec;
    const { rows } = this.samples;
    const order = this.spec.shuffle ? Uint32Array.from({ length: rows }, (_, row) => row) : undefined;
    if (order !== undefined) shuffle(new Philox(this.spec.seed, randomStream(RandomUse.shuffle, epoch)), order);
    const gathered = new Gathered(this.spec, (this.layers.at(-1) as LayerSpec).units);
    let last = performance.now();
    for (let begin = 0; begin < rows; begin += batchSize) {
      if (performance.now() - last > turn) {
        await setImmediate();
        last = performance.now();
      }
      if (this.cancelled || this.refused) return;
      const end = Math.min(rows, begin + batchSize);
      this.step(
        order === undefined ? sliceSamples(this.samples, begin, end) : gatherSamples(this.samples, order.subarray(begin, end)),
        call,
        gathered,
      );
    }
    if (this.refused) return;
    const validation = this.validation === undefined ? [] : evaluateLayers(this.layers, this.spec, this.validation);
    this.numbers.push(...gathered.numbers(), ...validation);
  }

  private step(batch: Samples, { rates }: TrainingCall, gathered: Gathered): void {
    const values = forwardLayers(this.layers, batch.x, batch.rows);
    const outputs = values.at(-1) as Float32Array;
    const gradient = new Float32Array(outputs.length);
    gathered.add(evaluateLoss(this.spec, batch, outputs, gradient), outputs, batch);
    backwardLayers(this.layers, values, batch.rows, gradient, false);
    for (const [index, { numbers }] of this.spec.groups.entries()) {
      const own = rates[index] as Float64Array;
      numbers[0] = (own.length === 1 ? own[0] : own[this.made]) as number;
    }
    if (!this.move()) {
      this.refused = this.spec.stopsAtNonFinite;
      return;
    }
    this.count(1);
    ++this.made;
  }
}
