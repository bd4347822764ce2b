// A network as a wheel: cells around it by lineage, lines bundled inside, names outside, so that no line meets a name.

/** @import { Line, Place } from "./ports.js" */
/** @import { Point } from "./lines.js" */

import { round, rowsOf } from "./lines.js";
import { grouped, portsOf } from "./ports.js";

/**
 * @typedef {{ x: number, y: number, rows: string[], anchor: "start" | "end", leader: string }} Name
 * @typedef {{ place: Place, rim: string, name: Name }} Cell
 * @typedef {{ line: Line, d: string, end: Point, angle: number, number: Point }} Drawn
 * @typedef {{ width: number, height: number, cells: Cell[], headings: (Point & { text: string, anchor: "start" | "end" })[], lines: Drawn[], dx: number, dy: number }} Layout
 *   dx and dy are where the point is from which all else counts
 */

export const RIM = 17; // the rim that holds the numbers
export const [PORT, ROW] = [14, 16];
const [CELL_GAP, GROUP_GAP, AWAY, NAMES, HEAD] = [4, 16, 26, 70, 22];
const SMALLEST = 170;

/** @param {{ group: string, places: Place[] }[]} groups @param {(place: Place) => number} size */
const total = (groups, size) => groups.reduce((sum, { places }) => sum + GROUP_GAP + places.reduce((part, place) => part + size(place) + CELL_GAP, 0), 0);

/**
 * A uniform cubic B-spline through its first and last points, as Bézier curves.
 *
 * @param {Point[]} points
 */
export function spline(points) {
  const [first, last] = [points[0], /** @type {Point} */ (points.at(-1))];
  const all = [first, first, ...points, last, last];
  const mid = (/** @type {number[]} */ weights, /** @type {Point[]} */ of) => {
    const sum = weights.reduce((a, b) => a + b);
    return [of.reduce((s, p, i) => s + weights[i] * p.x, 0) / sum, of.reduce((s, p, i) => s + weights[i] * p.y, 0) / sum].map(round).join(" ");
  };
  let d = `M${round(first.x)} ${round(first.y)}`;
  for (let i = 0; i + 3 < all.length; i += 1) {
    const [, b, c, e] = all.slice(i, i + 4);
    d += `C${mid([2, 1], [b, c])} ${mid([1, 2], [b, c])} ${mid([1, 4, 1], [b, c, e])}`;
  }
  return `${d}L${round(last.x)} ${round(last.y)}`;
}

/**
 * Names beside each other's heights: moved apart, away from the middle of the picture.
 *
 * @param {{ want: number, high: number }[]} items from top to bottom, around a height of 0
 * @returns {number[]} the middle of each
 */
export function apart(items) {
  const found = items.map(({ want }) => want);
  const room = (/** @type {number} */ i) => (items[i].high + items[i + 1].high) / 2;
  const middle = items.findIndex(({ want }) => want >= 0);
  const centre = middle < 0 ? items.length - 1 : middle;
  for (let i = centre + 1; i < items.length; i += 1) found[i] = Math.max(found[i], found[i - 1] + room(i - 1));
  for (let i = centre - 1; i >= 0; i -= 1) found[i] = Math.min(found[i], found[i + 1] - room(i));
  return found;
}

/**
 * Where everything of a network stands.
 *
 * @param {Place[]} places all, in the order of their lineage
 * @param {Line[]} lines those to draw
 * @param {(line: Line) => number} short how far before the rim a line stops, for its tip
 * @returns {Layout}
 */
export function wheel(places, lines, short) {
  const groups = grouped(places, lines);
  const flat = groups.flatMap((group) => group.places);
  const ports = portsOf(flat.map(({ id }) => id), lines, true);
  const size = (/** @type {Place} */ { id }) => Math.max(ROW, PORT * (ports.get(id)?.length ?? 0));

  // The right half and the left half hold whole groups, as even as can be.
  const cuts = groups.map((_, i) => Math.abs(total(groups.slice(0, i), size) - total(groups.slice(i), size)));
  const cut = cuts.indexOf(Math.min(...cuts)) || Math.min(1, groups.length);
  const halves = [groups.slice(0, cut), groups.slice(cut)];
  const radius = Math.max(SMALLEST, ...halves.map((half) => total(half, size) / Math.PI));
  const at = (/** @type {number} */ angle, /** @type {number} */ far) => ({ x: far * Math.sin(angle), y: -far * Math.cos(angle) });

  /** @type {Map<string, { from: number, to: number, right: boolean, anchor: Point }>} */
  const arcs = new Map();
  halves.forEach((half, side) => {
    const spread = Math.PI / Math.max(total(half, size), 1);
    let angle = side * Math.PI;
    for (const group of half) {
      angle += (GROUP_GAP / 2) * spread;
      const begun = angle;
      const spans = group.places.map((place) => {
        const from = angle + (CELL_GAP / 2) * spread;
        const to = from + size(place) * spread;
        angle = to + (CELL_GAP / 2) * spread;
        return { place, from, to };
      });
      const anchor = at((begun + angle) / 2, 0.42 * radius);
      for (const { place, from, to } of spans) arcs.set(place.id, { from, to, right: side === 0, anchor });
      angle += (GROUP_GAP / 2) * spread;
    }
  });
  const arcOf = (/** @type {string} */ id) => /** @type {{ from: number, to: number, right: boolean, anchor: Point }} */ (arcs.get(id));

  /** @param {string} id @param {Line} line @param {boolean} out */
  const angleOf = (id, line, out) => {
    const { from, to } = arcOf(id);
    const all = ports.get(id) ?? [];
    const i = all.findIndex((port) => port.line === line && port.out === out);
    return from + ((i + 0.5) / all.length) * (to - from);
  };

  const drawn = lines.map((line) => {
    const [a, b] = [angleOf(line.source, line, true), angleOf(line.target, line, false)];
    const [from, to] = [arcOf(line.source), arcOf(line.target)];
    const end = at(b, radius);
    const near = at(b, radius - short(line));
    const itself = line.source === line.target;
    const akin = from.anchor === to.anchor;
    // What stays with its own kind stays near the rim, the nearer the less far it goes.
    const dive = Math.max(0.5, 0.84 - 0.35 * Math.abs(a - b));
    const deep = itself ? 0.88 : akin ? (1 + dive) / 2 : 0.8;
    const through = itself ? [at((a + b) / 2, 0.84 * radius)] : akin ? [at((a + b) / 2, dive * radius)] : [from.anchor, to.anchor];
    const d = spline([at(a, radius), at(a, 0.94 * radius), at(a, deep * radius), ...through, at(b, deep * radius), at(b, 0.93 * radius), near]);
    return { line, d, end, angle: (b * 180) / Math.PI - 90, number: at(b, radius + RIM / 2) };
  });

  const far = radius + RIM;
  /** @type {Cell[]} */
  const cells = [];
  /** @type {Layout["headings"]} */
  const headings = [];
  halves.forEach((half, side) => {
    const sign = side === 0 ? 1 : -1;
    const entries = half.flatMap(({ group, places: members }) => {
      const names = members.map((place) => {
        const { from, to } = arcOf(place.id);
        const rows = rowsOf(place.short, 19);
        return { place, heading: "", rows, want: at((from + to) / 2, far).y, high: ROW * rows.length };
      });
      const top = side === 0 ? names[0] : /** @type {typeof names[0]} */ (names.at(-1));
      const heading = { place: null, heading: group, rows: [group], want: top.want - top.high / 2 - HEAD / 2, high: HEAD };
      return side === 0 ? [heading, ...names] : [...names, heading];
    });
    if (side === 1) entries.reverse();
    const heights = apart(entries);
    entries.forEach(({ place, heading, rows }, i) => {
      const x = sign * (far + AWAY);
      const y = heights[i];
      const anchor = sign > 0 ? "start" : "end";
      if (!place) {
        headings.push({ text: heading, x: x + sign * 4, y: y + 3, anchor });
        return;
      }
      const { from, to } = arcOf(place.id);
      const middle = (from + to) / 2;
      const [edge, out] = [at(middle, far + 2), at(middle, far + 9)];
      const leader = `M${round(edge.x)} ${round(edge.y)}L${round(out.x)} ${round(out.y)}L${round(x - sign * 6)} ${round(y)}H${round(x)}`;
      const [f1, t1, f2, t2] = [at(from, far), at(to, far), at(from, radius), at(to, radius)].map((p) => `${round(p.x)} ${round(p.y)}`);
      const large = to - from > Math.PI ? 1 : 0;
      const rim = `M${f2}L${f1}A${round(far)} ${round(far)} 0 ${large} 1 ${t1}L${t2}A${round(radius)} ${round(radius)} 0 ${large} 0 ${f2}Z`;
      cells.push({ place, rim, name: { x: x + sign * 4, y, rows, anchor, leader } });
    });
  });

  const ys = [-far - 12, far + 12, ...headings.map(({ y }) => y - HEAD), ...cells.flatMap(({ name }) => [name.y - (ROW * name.rows.length) / 2 - 2, name.y + (ROW * name.rows.length) / 2 + 2])];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const names = Math.max(NAMES, ...headings.map(({ text }) => 7.7 * text.length), ...cells.flatMap(({ name }) => name.rows.map((row) => 8 * row.length)));
  const half = far + AWAY + names + 8;
  return { width: 2 * half, height: bottom - top, cells, headings, lines: drawn, dx: half, dy: -top };
}
