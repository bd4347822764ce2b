// The drawing of what a cargo does on a narrow screen: all that takes part below each other, the lines at the right.

/** @import { ChainEdge, ChainNode, Role } from "./chains.js" */
/** @import { Drawing } from "./figure.js" */
/** @import { Point } from "./lines.js" */
/** @import { Palette } from "./signs.js" */

import { s } from "../lib/dom.js";
import { column } from "./column.js";
import { words } from "./lines.js";
import { arrow, outcomeStyle, shortOf } from "./mechanism-svg.js";
import { LOOKS, mix } from "./signs.js";

/** @type {Record<Role, string>} */
const GROUPS = { source: "Released by", cargo: "Cargo", molecule: "Acts on", outcome: "Outcome, on the whole" };
const ORDER = /** @type {Role[]} */ (Object.keys(GROUPS));
const [NAMES, MOST_CELLS] = [178, 3];

/** @param {ChainNode} node */
function called(node) {
  if (node.role !== "outcome") return node.label;
  const cells = [...node.where].sort();
  const where = !cells.length ? "" : cells.length > MOST_CELLS ? ` (${cells.length} kinds of cells)` : ` (${cells.join(", ")})`;
  return `${LOOKS[outcomeStyle(node)].mark} ${node.label}${where}`;
}

/**
 * @param {{ nodes: ChainNode[], edges: ChainEdge[] }} drawn
 * @param {{ title: (edge: ChainEdge) => string, name: (node: ChainNode) => string }} told
 * @param {Palette} colours
 * @param {number} room width of the screen
 * @returns {Drawing}
 */
export function mechanismColumn({ nodes, edges }, told, colours, room) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const node = (/** @type {string} */ id) => /** @type {ChainNode} */ (byId.get(id));
  const places = nodes
    .toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
    .map((one) => ({ id: one.id, label: one.label, short: called(one), group: GROUPS[one.role] }));
  const byLine = new Map(edges.map((edge) => [edge.id, edge]));
  const edge = (/** @type {string} */ id) => /** @type {ChainEdge} */ (byLine.get(id));
  const lines = edges.map(({ id, source, target, ids }) => ({ id, source, target, count: ids.size }));
  const { width, height, cells, headings, lines: ways } = column(places, lines, ({ id }) => shortOf(edge(id)), room, NAMES);
  const colour = (/** @type {ChainNode} */ one) => (one.role === "outcome" ? colours[outcomeStyle(one)] : one.role === "molecule" ? colours.neutral : colours.accent);
  const element = s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: Math.ceil(width), height: Math.ceil(height), viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` },
    headings.map(({ text, anchor, ...point }) => words(text.toUpperCase(), point, { "font-size": 10, "font-weight": 700, "letter-spacing": 0.6, "text-anchor": anchor, fill: colours.muted })),
    cells.map(({ place, rim, name }) => s(
      "g",
      { "data-id": place.id, class: `box ${node(place.id).role}` },
      s("title", {}, told.name(node(place.id))),
      s("path", { d: rim, fill: mix(colour(node(place.id)), colours.bg, 0.2), stroke: colour(node(place.id)), "stroke-width": 1.2, class: "rim" }),
      words(name.rows, name, { "font-size": 12.5, "text-anchor": name.anchor, fill: colours.fg, "font-weight": node(place.id).role === "cargo" ? 700 : null, class: "name" }),
    )),
    ways.map(({ line, number, ...way }) => {
      const one = edge(line.id);
      return arrow(one, way, { text: one.ids.size > 1 && !one.background ? String(one.ids.size) : "", at: /** @type {Point} */ (number) }, told.title(one), colours);
    }),
  );
  return { element, width, height };
}
