// A picture as a column, for narrow screens: things below each other by group with their names at the left, lines at the right.

/** @import { Line, Place } from "./ports.js" */
/** @import { Cell, Layout } from "./wheel.js" */

import { round, rowsOf } from "./lines.js";
import { grouped, portsOf } from "./ports.js";
import { PORT, RIM, ROW } from "./wheel.js";

const [GAP, HEAD] = [5, 26];
const LETTER_WIDE = 9; // of a name

/**
 * Where everything stands.
 *
 * @param {Place[]} places all, in their order
 * @param {Line[]} lines those to draw
 * @param {(line: Line) => number} short how far before the rim a line stops, for its tip
 * @param {number} width of the picture
 * @param {number} [names] width of the names
 * @returns {Layout}
 */
export function column(places, lines, short, width, names = 112) {
  const groups = grouped(places, lines);
  const ports = portsOf(groups.flatMap((group) => group.places.map(({ id }) => id)), lines, false);
  const left = names + RIM;
  /** @type {Map<string, number>} */
  const tops = new Map();
  /** @type {Cell[]} */
  const cells = [];
  /** @type {Layout["headings"]} */
  const headings = [];
  let y = 0;
  for (const { group, places: members } of groups) {
    headings.push({ text: group, x: 2, y: y + HEAD / 2 + 3, anchor: "start" });
    y += HEAD;
    for (const place of members) {
      const rows = rowsOf(place.short, Math.round(names / LETTER_WIDE));
      const high = Math.max(ROW * rows.length, PORT * (ports.get(place.id)?.length ?? 0));
      tops.set(place.id, y + (high - PORT * (ports.get(place.id)?.length ?? 0)) / 2);
      const rim = `M${names} ${round(y)}H${left}V${round(y + high)}H${names}Z`;
      cells.push({ place, rim, name: { x: names - 6, y: y + high / 2, rows, anchor: "end", leader: "" } });
      y += high + GAP;
    }
  }
  const heightOf = (/** @type {string} */ id, /** @type {Line} */ line, /** @type {boolean} */ out) =>
    (tops.get(id) ?? 0) + PORT * ((ports.get(id) ?? []).findIndex((port) => port.line === line && port.out === out) + 0.5);
  const room = width - left - 14;
  const drawn = lines.map((line) => {
    const [a, b] = [heightOf(line.source, line, true), heightOf(line.target, line, false)];
    // The farther, the deeper; a curve whose handles are 4/3 deep is as deep as it should be.
    const deep = left + (4 / 3) * Math.min(room, 16 + (room - 16) * Math.sqrt(Math.abs(b - a) / Math.max(y, 1)));
    const d = `M${left} ${round(a)}C${round(deep)} ${round(a)} ${round(deep)} ${round(b)} ${round(left + short(line))} ${round(b)}`;
    return { line, d, end: { x: left, y: b }, angle: 180, number: { x: left - RIM / 2, y: b } };
  });
  return { width, height: y + 4, cells, headings, lines: drawn, dx: 0, dy: 0 };
}
