// A graph as an SVG of its own, drawn from what Cytoscape's API tells of each element.

/** @import { Core, EdgeSingular, NodeSingular, Position } from "cytoscape" */
/** @import { Palette } from "./signs.js" */

import { s } from "../lib/dom.js";

/** @typedef {[colour: string, words: string, dash?: string][]} Legend */

const MARGIN = 24;
const FONT = "system-ui, 'Segoe UI', Roboto, sans-serif";
/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;
/** @param {Position} position */
const at = ({ x, y }) => `${round(x)} ${round(y)}`;
/**
 * @param {NodeSingular | EdgeSingular} element
 * @param {string} name
 * @returns {string}
 */
const style = (element, name) => element.style(name);
/**
 * @param {NodeSingular | EdgeSingular} element
 * @param {string} name
 */
const number = (element, name) => Number.parseFloat(style(element, name));

/**
 * The tip of an edge: a path around the origin that looks along the x axis.
 *
 * @type {Record<string, (size: number) => string>}
 */
const TIPS = {
  triangle: (size) => `M0 0L${-size} ${size / 2}L${-size} ${-size / 2}Z`,
  vee: (size) => `M0 0L${-size} ${size / 2}L${-size * 0.65} 0L${-size} ${-size / 2}Z`,
  tee: (size) => `M0 ${-size * 0.6}L0 ${size * 0.6}L-2.5 ${size * 0.6}L-2.5 ${-size * 0.6}Z`,
  diamond: (size) => `M0 0L${-size / 2} ${size / 2}L${-size} 0L${-size / 2} ${-size / 2}Z`,
};

/** @type {Record<string, string>} */
const DASHES = { dashed: "6 4", dotted: "1.5 3.5" };

/** @param {EdgeSingular} edge */
function edgePath(edge) {
  const start = edge.sourceEndpoint();
  const end = edge.targetEndpoint();
  const points = edge.controlPoints() ?? []; // a straight edge has none
  // Between two control points a curve goes through their middle.
  const curves = points.map((point, i) => {
    const next = points[i + 1];
    return `Q${at(point)} ${at(next ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : end)}`;
  });
  const before = points.at(-1) ?? start;
  return { path: `M${at(start)}${curves.join("") || `L${at(end)}`}`, end, angle: (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI };
}

/**
 * @param {NodeSingular | EdgeSingular} element
 * @param {string} label
 * @param {number} x
 * @param {number} y
 */
function text(element, label, x, y) {
  const size = number(element, "font-size");
  const rows = label.split("\n");
  const first = y - ((rows.length - 1) * size * 1.2) / 2;
  return s(
    "text",
    {
      "font-family": FONT, "font-size": size, fill: style(element, "color"), "text-anchor": "middle", "dominant-baseline": "central",
      stroke: style(element, "text-outline-color"), "stroke-width": 2 * number(element, "text-outline-width"), "paint-order": "stroke", "stroke-linejoin": "round",
    },
    rows.map((row, i) => s("tspan", { x: round(x), y: round(first + i * size * 1.2) }, row)),
  );
}

/** @param {EdgeSingular} edge */
function drawEdge(edge) {
  const { path, end, angle } = edgePath(edge);
  const colour = style(edge, "line-color");
  const width = number(edge, "width");
  const dash = DASHES[style(edge, "line-style")];
  const tip = TIPS[style(edge, "target-arrow-shape")]?.(5 + 1.6 * width * number(edge, "arrow-scale"));
  const label = style(edge, "label");
  const middle = edge.midpoint();
  return s(
    "g",
    { opacity: style(edge, "opacity") },
    edge.data("title") ? s("title", {}, edge.data("title")) : null,
    s("path", { d: path, fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dash }),
    tip ? s("path", { d: tip, fill: colour, transform: `translate(${at(end)})rotate(${round(angle)})` }) : null,
    label ? text(edge, label, middle.x, middle.y) : null,
  );
}

/** @param {NodeSingular} node */
function drawNode(node) {
  const { x, y } = node.position();
  const [w, h] = [node.width(), node.height()];
  const look = { fill: style(node, "background-color"), stroke: style(node, "border-color"), "stroke-width": number(node, "border-width") };
  const shape =
    style(node, "shape") === "ellipse"
      ? s("ellipse", { cx: round(x), cy: round(y), rx: round(w / 2), ry: round(h / 2), ...look })
      : s("rect", { x: round(x - w / 2), y: round(y - h / 2), width: round(w), height: round(h), rx: style(node, "shape") === "rectangle" ? 0 : Math.min(number(node, "corner-radius") || 8, h / 2), ...look });
  const label = style(node, "label");
  const rows = label.split("\n").length;
  const below = y + h / 2 + number(node, "text-margin-y") + (rows * number(node, "font-size") * 1.2) / 2;
  return s(
    "g",
    { opacity: style(node, "opacity") },
    node.data("title") ? s("title", {}, node.data("title")) : null,
    shape,
    text(node, label, x, style(node, "text-valign") === "bottom" ? below : y),
  );
}

/**
 * What is visible of a graph as an SVG element.
 *
 * @param {Core} cy
 * @param {string} title what it shows
 * @param {Legend} legend
 * @param {Palette} colours
 */
export function graphSvg(cy, title, legend, colours) {
  const visible = cy.elements(":visible");
  const box = visible.boundingBox();
  const [left, top, width] = [box.x1 - MARGIN, box.y1 - MARGIN - 24, Math.max(box.w + 2 * MARGIN, 480)];
  const foot = box.y2 + MARGIN;
  const height = foot - top + 20 * legend.length + 12;
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: Math.ceil(width), height: Math.ceil(height), viewBox: [left, top, width, height].map(round).join(" ") },
    s("title", {}, title),
    s("rect", { x: round(left), y: round(top), width: round(width), height: round(height), fill: colours.bg }),
    s("text", { x: round(left + MARGIN / 2), y: round(top + 22), "font-family": FONT, "font-size": 14, "font-weight": 600, fill: colours.fg }, title),
    visible.edges().map(drawEdge),
    visible.nodes().map(drawNode),
    legend.map(([colour, words, dash], i) => {
      const y = round(foot + 20 * i + 8);
      return s(
        "g",
        {},
        s("line", { x1: round(left + 12), x2: round(left + 44), y1: y, y2: y, stroke: colour, "stroke-width": 4, "stroke-dasharray": dash }),
        s("text", { x: round(left + 52), y, "font-family": FONT, "font-size": 12, fill: colours.fg, "dominant-baseline": "central" }, words),
      );
    }),
  );
}
