/** Curves as SVG, drawn by Vega-Lite. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import * as vega from "vega";
import { compile } from "vega-lite";

/**
 * Writes one line per series to `file`.
 * @param {string} file
 * @param {string} title
 * @param {{ series: string, values: readonly number[] }[]} lines one value per epoch
 * @param {string} unit the label of the vertical axis
 */
export async function writeCurves(file, title, lines, unit) {
  const values = lines.flatMap(({ series, values }) => values.map((value, i) => ({ series, epoch: i + 1, value })));
  const { spec } = compile({
    title,
    width: 480,
    height: 280,
    data: { values },
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "epoch", type: "ordinal", axis: { labelAngle: 0 } },
      y: { field: "value", type: "quantitative", title: unit, scale: { zero: false } },
      color: { field: "series", type: "nominal", title: null },
    },
  });
  await writePicture(file, spec);
}

/**
 * Writes the curve of a learning-rate range finder to `file`: the losses, their moving mean and the suggestion.
 * @param {string} file
 * @param {string} title
 * @param {import("steepest").LearningRateCurve} curve
 */
export async function writeRates(file, title, { rates, losses, smoothed, suggestion }) {
  const series = { "loss of each batch": losses, "moving mean": smoothed };
  const values = Object.entries(series).flatMap(([series, all]) => all.map((loss, k) => ({ series, rate: rates[k], loss })));
  const rate = { field: "rate", type: "quantitative", title: "learning rate", scale: { type: "log" } };
  const lines = {
    mark: "line",
    encoding: {
      x: rate,
      y: { field: "loss", type: "quantitative", scale: { type: "log" } },
      color: { field: "series", type: "nominal", title: null },
    },
  };
  const suggested = suggestion === undefined ? [] : [{ rate: suggestion }];
  const rule = { data: { values: suggested }, mark: { type: "rule", strokeDash: [4, 4] }, encoding: { x: rate } };
  const { spec } = compile({ title, width: 480, height: 280, data: { values }, layer: [lines, rule] });
  await writePicture(file, spec);
}

async function writePicture(file, spec) {
  const svg = await new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, svg);
  await rename(`${file}.partial`, file);
}
