// The drawing of a network: the same in the page and in a file.

/** @import { Drawing } from "./figure.js" */
/** @import { Layout } from "./wheel.js" */
/** @import { Palette, Style } from "./signs.js" */

import { s } from "../lib/dom.js";
import { line, words } from "./lines.js";
import { mix } from "./signs.js";

/** @param {number} count */
export const widthOf = (count) => Math.min(7, 0.8 + 0.95 * Math.sqrt(count));

/**
 * @param {Layout} layout
 * @param {(id: string) => { style: Style, title: string, data: Record<string, string | number> }} told what a line says, by its id
 * @param {(id: string) => string} titleOf the full name of a cell
 * @param {Palette} colours
 * @returns {Drawing}
 */
export function networkSvg({ width, height, cells, headings, lines, dx, dy }, told, titleOf, colours) {
  const edge = (/** @type {Layout["lines"][0]} */ { line: one, d, end, angle, number }) => {
    const { style, title, data } = told(one.id);
    return s(
      "g",
      { "data-id": one.id, class: `edge ${style}`, ...data },
      s("title", {}, title),
      s("path", { d, fill: "none", stroke: colours.bg, "stroke-opacity": 0, "stroke-width": 11, class: "reach" }),
      line({ d, end, angle, width: widthOf(one.count), style }, colours),
      words(String(one.count), number, { "font-size": 10.5, "font-weight": 600, "text-anchor": "middle", fill: colours.fg, class: "number" }),
    );
  };
  const cell = (/** @type {Layout["cells"][0]} */ { place, rim, name }) =>
    s(
      "g",
      { "data-id": place.id, class: "cell" },
      s("title", {}, titleOf(place.id)),
      s("path", { d: rim, fill: mix(colours.fg, colours.bg, 0.11), stroke: mix(colours.fg, colours.bg, 0.45), "stroke-width": 1, class: "rim" }),
      name.leader ? s("path", { d: name.leader, fill: "none", stroke: mix(colours.fg, colours.bg, 0.4), "stroke-width": 0.8 }) : null,
      words(name.rows, name, { "font-size": 13.5, "text-anchor": name.anchor, fill: colours.fg, class: "name" }),
    );
  const element = s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: Math.ceil(width), height: Math.ceil(height), viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` },
    s(
      "g",
      { transform: `translate(${Math.round(dx)} ${Math.round(dy)})` },
      headings.map(({ text, anchor, ...point }) => words(text.toUpperCase(), point, { "font-size": 10, "font-weight": 700, "letter-spacing": 0.6, "text-anchor": anchor, fill: colours.muted })),
      cells.map(cell),
      // The many first, the few over them.
      lines.toSorted((a, b) => b.line.count - a.line.count || a.line.id.localeCompare(b.line.id)).map(edge),
    ),
  );
  return { element, width, height };
}
