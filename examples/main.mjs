/** The main job: models trained natively on real data, with their results as a table and their loss curves as pictures in runs/. */
import { runtime } from "steepest";
import { writeCurves, writeRates } from "./chart.mjs";
import { goal, runDigits, sweepDigits } from "./digits.mjs";
import { runFlights } from "./flights.mjs";
import { formatTable } from "./table.mjs";

const { backend, isa, threads } = runtime();
console.log(`steepest on the ${backend} backend, ${isa}, ${threads} threads\n`);

const curve = await sweepDigits();
console.log(`digits: the loss falls fastest at a learning rate of ${curve.suggestion?.toExponential(1)}\n`);

const { full, short, reference } = await runDigits();
const flights = await runFlights();

const last = (values) => values[values.length - 1].toFixed(4);
const speed = ({ seconds, samplesPerSecond }) => [seconds.toFixed(2), Math.round(samplesPerSecond).toLocaleString("en")];
const digitRow = (run) => [run.title, last(run.history.loss), `accuracy ${run.accuracy.toFixed(4)}`, String(run.epochs), ...speed(run)];
const flightRow = (run) => [
  `flights, ${run.name}`,
  last(run.history.loss),
  `mae ${run.meanAbsoluteError.toFixed(2)} min`,
  String(run.epochs),
  ...speed(run),
];

const head = ["training", "loss", "on the test set", "epochs", "seconds", "samples/s"];
console.log(`\n${formatTable(head, [digitRow(full), ...flights.map(flightRow), digitRow(short), digitRow(reference)])}`);

console.log("\nWhat each loss makes of the outliers among 40,000 unseen flights, in minutes:");
const effect = flights.map((run) => [run.name, run.meanPrediction, run.meanAbsoluteError, run.rootMeanSquaredError]);
const cells = effect.map(([name, ...numbers]) => [name, ...numbers.map((number) => number.toFixed(2))]);
console.log(formatTable(["trained with", "mean prediction", "mean absolute error", "root mean squared error"], cells));

await writeCurves(
  "runs/digits.svg",
  "Digits: 784-128-10, cross-entropy, Adam",
  [{ series: "training loss", values: full.history.loss }],
  "loss",
);
const curves = flights.map(({ name, history }) => ({ series: `trained with ${name}`, values: history.metrics.mae }));
await writeCurves("runs/flights.svg", "Flight delays: absolute error while training", curves, "mean absolute error (half hours)");
await writeRates("runs/learning-rate.svg", "Digits: one step with each learning rate", curve);
console.log("\nLoss curves: runs/digits.svg, runs/flights.svg, runs/learning-rate.svg");

if (!(full.accuracy >= goal)) {
  console.error(`digits: expected an accuracy of at least ${goal} on the test set, received ${full.accuracy}`);
  process.exitCode = 1;
}
