// The drawing of what a cargo does: the same in the page and in a file.

/** @import { ChainEdge, ChainNode } from "./chains.js" */
/** @import { Drawing } from "./figure.js" */
/** @import { Point } from "./lines.js" */
/** @import { Palette, Style } from "./signs.js" */

import { s } from "../lib/dom.js";
import { LEADS, RELEASES } from "./chains.js";
import { layered } from "./layers.js";
import { line, rowsOf, shortening, wide, words } from "./lines.js";
import { LOOKS, SIGNS, STYLES, kindOf, mix, styleOf } from "./signs.js";

const [FONT_SIZE, SMALL, MARGIN] = [12.5, 10.5, 14];

/** The lines that are no steps: what background says is dashed, what is told without steps is fine dots. */
export const DASHES = { background: "6 4", leads: "1.5 4" };

/** @param {ChainEdge} edge @returns {Style} */
export const edgeStyle = ({ verb }) => (verb.startsWith(RELEASES) || verb === LEADS ? "neutral" : styleOf(verb));

/** The line of an edge. @param {ChainEdge} edge */
export function lookOf(edge) {
  const bare = edge.verb === LEADS;
  const dash = edge.background ? DASHES.background : bare ? DASHES.leads : "none";
  return { style: edgeStyle(edge), dash, bare, width: 0.8 + 0.8 * Math.sqrt(edge.ids.size) };
}

/** How an outcome turns out on the whole. @param {ChainNode} node @returns {Style} */
export const outcomeStyle = ({ sides }) => STYLES.sign[kindOf(sides.has(SIGNS.plus), sides.has(SIGNS.minus))];

/** @param {ChainNode} node @param {number} letters */
function textOf(node, letters) {
  const mark = node.role === "outcome" ? `${LOOKS[outcomeStyle(node)].mark} ` : "";
  const rows = rowsOf(mark + node.label, letters);
  const cells = [...node.where].sort();
  const where = !cells.length ? [] : rowsOf(cells.length > 3 ? `in ${cells.length} kinds of cells` : `in ${cells.join(", ")}`, letters + 4);
  return { rows, where };
}

/** @param {ChainEdge} edge */
export function shortOf(edge) {
  const { style, bare, width } = lookOf(edge);
  return bare ? 0 : shortening(style, width);
}

/**
 * @param {ChainEdge} edge
 * @param {{ d: string, end: Point, angle: number }} way
 * @param {{ text: string, at: Point }} label
 * @param {string} title
 * @param {Palette} colours
 */
export function arrow(edge, { d, end, angle }, label, title, colours) {
  const { style, ...look } = lookOf(edge);
  return s(
    "g",
    { "data-id": edge.id, class: `edge ${style}${edge.background ? " background" : ""}`, "data-findings": [...edge.ids].join(" ") },
    s("title", {}, title),
    s("path", { d, fill: "none", stroke: colours.bg, "stroke-opacity": 0, "stroke-width": 12, class: "reach" }),
    line({ d, end, angle, style, ...look }, colours),
    label.text ? words(label.text, label.at, {
      "font-size": SMALL, "text-anchor": "middle", fill: edge.background ? colours.muted : colours.fg, "font-style": edge.background ? "italic" : null, "font-weight": edge.background ? 400 : 600,
      stroke: colours.bg, "stroke-width": 4, "paint-order": "stroke", "stroke-linejoin": "round", class: "number",
    }) : null,
  );
}

/**
 * @param {{ nodes: ChainNode[], edges: ChainEdge[] }} drawn
 * @param {{ title: (edge: ChainEdge) => string, name: (node: ChainNode) => string }} told
 * @param {Palette} colours
 * @returns {Drawing}
 */
export function mechanismSvg({ nodes, edges }, told, colours) {
  const texts = new Map(nodes.map((node) => [node.id, textOf(node, 21)]));
  const boxes = nodes.map((node) => {
    const { rows, where } = /** @type {ReturnType<typeof textOf>} */ (texts.get(node.id));
    const width = Math.max(...rows.map((row) => wide(row, FONT_SIZE) * (node.role === "cargo" ? 1.1 : 1)), ...where.map((row) => wide(row, SMALL)), 34) + 20;
    const lines = edges.filter(({ source, target }) => source === node.id || target === node.id);
    const busiest = Math.max(lines.filter(({ source }) => source === node.id).length, lines.filter(({ target }) => target === node.id).length);
    const text = 15 * rows.length + (where.length ? 13 * where.length + 2 : 0) + 12;
    return { id: node.id, role: node.role, width: Math.round(width), height: Math.max(text, Math.min(160, 11 * busiest + 8)) };
  });
  const links = edges.map((edge) => ({ id: edge.id, source: edge.source, target: edge.target, short: shortOf(edge) }));
  const { width, height, boxes: at, ways } = layered(boxes, links, 76);

  const drawn = (/** @type {ChainEdge} */ edge) => {
    const way = /** @type {import("./layers.js").Way} */ (ways.get(edge.id));
    const text = (edge.background ? edge.from : edge.ids.size > 1 ? String(edge.ids.size) : "") ?? "";
    return arrow(edge, way, { text, at: way.middle }, told.title(edge), colours);
  };
  const box = (/** @type {ChainNode} */ node, /** @type {number} */ i) => {
    const { width: w, height: h } = boxes[i];
    const { x, y } = /** @type {Point} */ (at.get(node.id));
    const { rows, where } = /** @type {ReturnType<typeof textOf>} */ (texts.get(node.id));
    const colour = node.role === "outcome" ? colours[outcomeStyle(node)] : node.role === "molecule" ? colours.neutral : colours.accent;
    const look = { fill: mix(colour, colours.bg, 0.1), stroke: colour, "stroke-width": node.role === "cargo" ? 2.6 : 1.3, class: "box" };
    const shift = where.length ? (13 * where.length + 2) / 2 : 0;
    const round = { source: h / 2, cargo: 16, molecule: 5, outcome: 0 }[node.role];
    return s(
      "g",
      { "data-id": node.id, class: `box ${node.role}` },
      s("title", {}, told.name(node)),
      s("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: Math.min(round, h / 2, 18), ...look }),
      words(rows, { x, y: y - shift }, { "font-size": FONT_SIZE, "text-anchor": "middle", fill: colours.fg, "font-weight": node.role === "cargo" ? 700 : null, class: "name" }),
      where.length ? words(where, { x, y: y + (15 * rows.length) / 2 + 1 }, { "font-size": SMALL, "text-anchor": "middle", fill: colours.muted }) : null,
    );
  };
  const [whole, high] = [Math.ceil(width + 2 * MARGIN), Math.ceil(height + 2 * MARGIN)];
  const element = s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: whole, height: high, viewBox: `0 0 ${whole} ${high}` },
    s("g", { transform: `translate(${MARGIN} ${MARGIN})` }, edges.map(drawn), nodes.map(box)),
  );
  return { element, width: whole, height: high };
}
