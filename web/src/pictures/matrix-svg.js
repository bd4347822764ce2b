// The matrix as an SVG of its own.

/** @import { Linked } from "../data.js" */
/** @import { Attributes } from "../lib/dom.js" */
/** @import { Cell, Shown } from "./matrix.js" */
/** @import { Kind, Palette } from "./signs.js" */

import { s } from "../lib/dom.js";
import { KINDS, MARKS, mix } from "./signs.js";

const FONT = "system-ui, 'Segoe UI', Roboto, sans-serif";
const [WIDE, HIGH] = [52, 30];
const PARTS = { few: 0.18, some: 0.3, many: 0.45 };

const LETTER = 7.2; // wider than most fonts are at 12 pixels, so that nothing is cut
/** @param {Linked[]} axis */
const longest = (axis) => LETTER * Math.max(...axis.map(({ label }) => label.length), 10);

/**
 * @param {string} text
 * @param {Attributes} attributes
 */
const words = (text, attributes) => s("text", { "font-family": FONT, "font-size": 12, "dominant-baseline": "central", ...attributes }, text);

/**
 * The rows, columns and cells as an SVG element.
 *
 * @param {string} title what it shows
 * @param {Shown} shown
 * @param {Record<Kind, string>} legend the words of each kind
 * @param {Palette} colours
 */
export function matrixSvg(title, { rows, columns, cells }, legend, colours) {
  const left = longest(rows) + 24;
  // The names of the columns lean to the right by 55 degrees.
  const top = 0.82 * longest(columns) + 50;
  const keyWidths = KINDS.map((kind) => LETTER * legend[kind].length + 70);
  const width = Math.ceil(Math.max(left + columns.length * WIDE + 0.58 * longest(columns), keyWidths.reduce((sum, one) => sum + one, 20)));
  const height = Math.ceil(top + rows.length * HIGH + 60);
  const fill = (/** @type {Cell} */ { kind, weight }) => (kind === "mixed" ? "url(#contradict)" : mix(colours[kind], colours.bg, PARTS[weight]));
  const line = mix(colours.fg, colours.bg, 0.18);

  const hatch = s(
    "pattern",
    { id: "contradict", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 8, height: 8, fill: mix(colours.mixed, colours.bg, 0.2) }),
    s("rect", { width: 4, height: 8, fill: mix(colours.mixed, colours.bg, 0.38) }),
  );
  /**
   * @param {Linked} row
   * @param {number} i
   * @param {Linked} column
   * @param {number} j
   */
  const cell = (row, i, column, j) => {
    const found = cells.get(`${row.id}>${column.id}`);
    const [x, y] = [left + j * WIDE, top + i * HIGH];
    const frame = { x, y, width: WIDE, height: HIGH, stroke: line };
    if (!found) return s("rect", { ...frame, fill: "none" });
    return s(
      "g",
      {},
      s("title", {}, `${row.label}, ${column.label}: ${found.words}`),
      s("rect", { ...frame, fill: fill(found) }),
      words(found.text, { x: x + WIDE / 2, y: y + HIGH / 2, "text-anchor": "middle", fill: colours.fg }),
    );
  };
  const key = KINDS.map((kind, i) => {
    const x = keyWidths.slice(0, i).reduce((sum, one) => sum + one, 20);
    return s(
      "g",
      {},
      s("rect", { x, y: height - 36, width: 22, height: 16, fill: kind === "mixed" ? "url(#contradict)" : mix(colours[kind], colours.bg, 0.45) }),
      words(`${MARKS[kind]} ${legend[kind]}`, { x: x + 28, y: height - 28, fill: colours.fg }),
    );
  });
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
    s("title", {}, title),
    s("defs", {}, hatch),
    s("rect", { width, height, fill: colours.bg }),
    words(title, { x: 20, y: 24, "font-size": 15, "font-weight": 600, fill: colours.fg }),
    columns.map(({ label }, j) => words(label, { fill: colours.fg, transform: `translate(${left + j * WIDE + WIDE / 2} ${top - 8})rotate(-55)` })),
    rows.map(({ label }, i) => words(label, { x: left - 10, y: top + i * HIGH + HIGH / 2, "text-anchor": "end", fill: colours.fg })),
    rows.map((row, i) => columns.map((column, j) => cell(row, i, column, j))),
    key,
  );
}
