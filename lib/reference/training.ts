/** Training in plain TypeScript: the same batches, in the same order, as natively. */
import { setImmediate } from "node:timers/promises";
import { copySamples, gatherSamples, sliceSamples } from "../models/samples";
import type { LayerSpec, Samples, TrainingCall, TrainingRun, TrainingSpec } from "../models/spec";
import { Philox, RandomUse, randomStream, shuffle } from "../random/philox";
import { backwardLayers, forwardLayers } from "./propagation";
import { evaluateLayers, evaluateLoss, Gathered } from "./scoring";
import { bindReferenceStep } from "./step";

/** How long a training keeps the thread before others get their turn, in milliseconds. */
const turn = 15;

/** Takes parameters and state where they are, so there is nothing to load and to store. */
export class ReferenceTraining implements TrainingRun {
  private readonly samples: Samples;
  private readonly validation: Samples | undefined;
  private readonly steps: readonly (() => void)[];
  private cancelled = false;
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
    this.steps = spec.groups.map(({ rule, hyper, parameters }) =>
      bindReferenceStep({
        rule,
        hyper,
        tensors: parameters.map((p) => {
          const [data, ...slots] = spec.tensors[p] as readonly [Float32Array, ...Float32Array[]];
          return [data, gradients[p] as Float32Array, ...slots];
        }),
      }),
    );
  }

  load(): void {}

  async run(call: TrainingCall): Promise<void> {
    this.cancelled = false;
    this.made = 0;
    this.numbers = [];
    for (let epoch = 0; epoch < call.epochs && !this.cancelled; ++epoch) await this.trainEpoch(call, call.firstEpoch + epoch);
  }

  store(numbers: Float64Array): number {
    numbers.set(this.numbers);
    return this.made;
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
      if (this.cancelled) return;
      const end = Math.min(rows, begin + batchSize);
      this.step(
        order === undefined ? sliceSamples(this.samples, begin, end) : gatherSamples(this.samples, order.subarray(begin, end)),
        call,
        gathered,
      );
    }
    const validation = this.validation === undefined ? [] : evaluateLayers(this.layers, this.spec, this.validation);
    this.numbers.push(...gathered.numbers(), ...validation);
  }

  private step(batch: Samples, { firstStep, rates }: TrainingCall, gathered: Gathered): void {
    const values = forwardLayers(this.layers, batch.x, batch.rows);
    const outputs = values.at(-1) as Float32Array;
    const gradient = new Float32Array(outputs.length);
    gathered.add(evaluateLoss(this.spec, batch, outputs, gradient), outputs, batch);
    backwardLayers(this.layers, values, batch.rows, gradient, false);
    for (const [index, { hyper }] of this.spec.groups.entries()) {
      const own = rates[index] as Float64Array;
      hyper[0] = (own.length === 1 ? own[0] : own[this.made]) as number;
      hyper[1] = firstStep + this.made + 1;
      (this.steps[index] as () => void)();
    }
    ++this.made;
  }
}
