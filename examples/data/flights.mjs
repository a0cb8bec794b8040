/** 200,000 flights from the npm package vega-datasets: delay in minutes, distance in miles, time of departure in hours. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

// The package exports its module only; its data lies beside it.
const folder = path.join(path.dirname(createRequire(import.meta.url).resolve("vega-datasets")), "..", "data");
const file = path.join(folder, "flights-200k.json");

export const inputs = 4;

/** Delays are learned in half hours, so that the target is of the order of 1. */
export const minutesPerUnit = 30;

/** Distance, and time of day as a point on the clock and as a number, each of the order of 1. */
function features({ distance, time }) {
  const angle = (2 * Math.PI * time) / 24;
  return [distance / 1000, Math.sin(angle), Math.cos(angle), time / 24];
}

function toSet(flights) {
  const data = Float32Array.from(flights.flatMap(features));
  return { x: { data, shape: [flights.length, inputs] }, y: Float32Array.from(flights, ({ delay }) => delay / minutesPerUnit) };
}

/** Every fifth flight is kept for the test. */
export async function loadFlights() {
  const flights = JSON.parse(await readFile(file, "utf8"));
  const train = flights.filter((_, i) => i % 5 !== 0);
  const test = flights.filter((_, i) => i % 5 === 0);
  return { train: toSet(train), test: toSet(test) };
}
