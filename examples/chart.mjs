/** Loss curves as SVG, drawn by Vega-Lite. */
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
  const svg = await new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, svg);
  await rename(`${file}.partial`, file);
}
