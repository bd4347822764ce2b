// The matrix as an SVG of its own.

/** @import { Place } from "../data.js" */
/** @import { Cell, Shown } from "./matrix.js" */
/** @import { Kind, Palette } from "./signs.js" */

import { s } from "../lib/dom.js";
import { wide, words } from "./lines.js";
import { runs } from "./ports.js";
import { KINDS, LOOKS, STYLES, mix } from "./signs.js";

const [WIDE, HIGH, SPACE] = [34, 28, 10];
const PARTS = { few: 0.16, some: 0.28, many: 0.42 };
const STYLE = STYLES.sign;

/** @param {string[]} names */
const longest = (names) => Math.max(...names.map((name) => wide(name, 12)), 40);

/**
 * Where each of an axis stands: its groups are set apart.
 *
 * @param {Place[]} axis
 * @param {number} size of one
 * @param {number} space before a group
 */
function places(axis, size, space) {
  let at = 0;
  const found = new Map();
  const groups = runs(axis).map(({ group, places: members }) => {
    at += space;
    const from = at;
    for (const { id } of members) {
      found.set(id, at);
      at += size;
    }
    return { group, from, to: at };
  });
  return { at: (/** @type {string} */ id) => found.get(id) ?? 0, groups, size: at };
}

/**
 * The rows, columns and cells as an SVG element.
 *
 * @param {string} title what it shows
 * @param {Shown} shown
 * @param {Record<Kind, string>} legend the words of each kind
 * @param {Palette} colours
 */
export function matrixSvg(title, { rows, columns, cells }, legend, colours) {
  const across = places(columns, WIDE, SPACE);
  const down = places(rows, HIGH, 22);
  const left = longest(rows.map(({ short }) => short)) + 28;
  // The names of the columns lean to the right by 55 degrees.
  const reach = longest(columns.map(({ label }) => label));
  const top = 0.82 * reach + 84;
  const keys = KINDS.map((kind) => wide(`${legend[kind]}`, 12) + 66);
  const width = Math.ceil(Math.max(left + across.size + 0.58 * reach + 10, keys.reduce((sum, one) => sum + one, 20)));
  const height = Math.ceil(top + down.size + 58);
  const fill = (/** @type {Kind} */ kind, /** @type {number} */ part) => (kind === "mixed" ? "url(#contradict)" : mix(colours[STYLE[kind]], colours.bg, part));
  const thin = mix(colours.fg, colours.bg, 0.18);
  const hatch = s(
    "pattern",
    { id: "contradict", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 8, height: 8, fill: mix(colours.mixed, colours.bg, 0.12) }),
    s("rect", { width: 4, height: 8, fill: mix(colours.mixed, colours.bg, 0.3) }),
  );
  const cell = (/** @type {Place} */ row, /** @type {Place} */ column) => {
    const found = /** @type {Cell | undefined} */ (cells.get(`${row.id}>${column.id}`));
    const [x, y] = [left + across.at(column.id), top + down.at(row.id)];
    const frame = { x, y, width: WIDE, height: HIGH, stroke: thin };
    if (!found) return s("rect", { ...frame, fill: "none" });
    return s(
      "g",
      {},
      s("title", {}, `${row.label}, ${column.label}: ${found.words}`),
      s("rect", { ...frame, fill: fill(found.kind, PARTS[found.weight]), ...(found.kind === "mixed" ? { stroke: colours.mixed, "stroke-width": 1.6 } : {}) }),
      words(found.text, { x: x + WIDE / 2, y: y + HIGH / 2 }, { "font-size": found.text.length > 1 ? 10.5 : 12, "text-anchor": "middle", fill: colours.fg }),
    );
  };
  const key = KINDS.map((kind, i) => {
    const x = keys.slice(0, i).reduce((sum, one) => sum + one, 20);
    const look = kind === "mixed" ? `${LOOKS.promotes.mark}${LOOKS.inhibits.mark}` : LOOKS[STYLE[kind]].mark;
    return s(
      "g",
      {},
      s("rect", { x, y: height - 34, width: 28, height: 18, fill: fill(kind, 0.28), stroke: kind === "mixed" ? colours.mixed : thin }),
      words(look, { x: x + 14, y: height - 25 }, { "font-size": 11, "text-anchor": "middle", fill: colours.fg }),
      words(legend[kind], { x: x + 35, y: height - 25 }, { "font-size": 12, fill: colours.fg }),
    );
  });
  const group = { "font-size": 9.5, "font-weight": 700, "letter-spacing": 0.6, fill: colours.muted };
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
    s("title", {}, title),
    s("defs", {}, hatch),
    s("rect", { width, height, fill: colours.bg }),
    words(title, { x: 20, y: 22 }, { "font-size": 15, "font-weight": 600, fill: colours.fg }),
    across.groups.map(({ group: name, from, to }) => [
      words(name.toUpperCase(), { x: left + from, y: top + 8 }, group),
      s("path", { d: `M${left + from} ${top + 16}H${left + to}`, stroke: colours.muted, "stroke-width": 1 }),
    ]).flat(),
    columns.map(({ id, label }) => words(label, { x: 0, y: 0 }, { "font-size": 12, fill: colours.fg, transform: `translate(${left + across.at(id) + WIDE / 2} ${top - 8})rotate(-55)` })),
    down.groups.map(({ group: name, from }) => words(name.toUpperCase(), { x: 14, y: top + from - 9 }, group)),
    rows.map(({ id, short }) => words(short, { x: left - 10, y: top + down.at(id) + HIGH / 2 }, { "font-size": 12, "text-anchor": "end", fill: colours.fg })),
    rows.map((row) => columns.map((column) => cell(row, column))),
    key,
  );
}
