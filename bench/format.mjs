/** Numbers and tables for people. */

const digits = (value, count = 3) => Number(value.toPrecision(count)).toLocaleString("en-US", { maximumFractionDigits: 12 });

const units = [
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
  [0, "ns"],
];

/** 0.00154 → "1.54 ms" */
export function duration(seconds) {
  const [scale, unit] = units.find(([least]) => seconds >= least);
  return `${digits(seconds / (scale || 1e-9))} ${unit}`;
}

export const times = (ratio) => `${digits(ratio)}×`;
export const percent = (share) => `${Math.round(100 * share)} %`;
export const gigabytes = (bytesPerSecond) => `${digits(bytesPerSecond / 1e9)} GB/s`;
export const perSecond = (seconds) => `${digits(1 / seconds)}/s`;
export const nanosecondsPer = (seconds, count) => `${digits((seconds / count) * 1e9)} ns`;

/**
 * @param {string[]} header
 * @param {string[][]} lines
 * @returns {string} a Markdown table, columns aligned
 */
export function table(header, lines) {
  const widths = header.map((title, column) => Math.max(3, title.length, ...lines.map((line) => line[column].length)));
  const format = (line) => `| ${line.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`;
  return [format(header), format(widths.map((width) => "-".repeat(width))), ...lines.map(format)].join("\n");
}
