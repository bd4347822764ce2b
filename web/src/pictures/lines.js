// Lines, tips and words of pictures, as SVG that needs no stylesheet.

/** @import { Attributes } from "../lib/dom.js" */
/** @import { Palette, Style, Tip } from "./signs.js" */

import { s } from "../lib/dom.js";
import { LOOKS } from "./signs.js";

/** @typedef {{ x: number, y: number }} Point */

export const FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif";
export const LETTER = 0.56; // the width of a letter in Arial, in sizes of the font, on average and a little more

/** @param {number} value */
export const round = (value) => Math.round(value * 10) / 10;
/** @param {Point} point */
export const at = ({ x, y }) => `${round(x)} ${round(y)}`;
/** @param {string} text @param {number} size */
export const wide = (text, size) => LETTER * size * [...text].length;

/**
 * A label in lines of about this many letters, broken at spaces.
 *
 * @param {string} label
 * @param {number} letters
 */
export function rowsOf(label, letters) {
  const all = [""];
  for (const word of label.split(" ")) {
    const last = all[all.length - 1];
    if (last && last.length + word.length >= letters) all.push(word);
    else all[all.length - 1] = last ? `${last} ${word}` : word;
  }
  return all;
}

/**
 * A text, or several rows of it around a point.
 *
 * @param {string | string[]} text
 * @param {Point} point
 * @param {Attributes & { "font-size": number }} attributes
 */
export function words(text, { x, y }, attributes) {
  const rows = [text].flat();
  const step = 1.18 * attributes["font-size"];
  const first = y - ((rows.length - 1) * step) / 2;
  const shared = { "font-family": FONT, "dominant-baseline": "central", ...attributes };
  if (rows.length === 1) return s("text", { x: round(x), y: round(first), ...shared }, rows[0]);
  return s("text", shared, rows.map((row, i) => s("tspan", { x: round(x), y: round(first + i * step) }, row)));
}

/**
 * The tip of a line: a path around the origin that looks along the x axis, and how far the line stays away from there.
 *
 * @type {Record<Tip, (size: number) => { d: string, open?: boolean, short: number }>}
 */
const TIPS = {
  arrow: (size) => ({ d: `M0 0L${-size} ${size * 0.5}V${-size * 0.5}Z`, short: size * 0.8 }),
  open: (size) => ({ d: `M${-size * 0.9} ${size * 0.5}L-1 0L${-size * 0.9} ${-size * 0.5}`, open: true, short: 1 }),
  bar: (size) => ({ d: `M-1.5 ${size * 0.6}V${-size * 0.6}`, open: true, short: 1 }),
  diamond: (size) => ({ d: `M0 0L${-size * 0.6} ${size * 0.5}L${-size * 1.2} 0L${-size * 0.6} ${-size * 0.5}Z`, short: size }),
};

/** How far before its end the line of a meaning stops. @param {Style} style @param {number} width */
export const shortening = (style, width) => TIPS[LOOKS[style].tip](5 + 1.5 * width).short;

/**
 * A line with its tip.
 *
 * @param {object} line
 * @param {string} line.d its path, which stops before the end by what shortening says
 * @param {Point} line.end
 * @param {number} line.angle in degrees: where it looks at its end
 * @param {number} line.width
 * @param {Style} line.style
 * @param {string} [line.dash] in place of that of the style
 * @param {boolean} [line.bare] without a tip
 * @param {Palette} colours
 */
export function line({ d, end, angle, width, style, dash, bare }, colours) {
  const { dash: own, tip } = LOOKS[style];
  const colour = colours[style];
  const { d: shape, open } = TIPS[tip](5 + 1.5 * width);
  const place = `translate(${at(end)})rotate(${round(angle)})`;
  return [
    s("path", { d, fill: "none", stroke: colour, "stroke-width": round(width), "stroke-dasharray": dash ?? own }),
    bare ? null
      : open ? s("path", { d: shape, fill: "none", stroke: colour, "stroke-width": Math.max(1.6, round(width * 0.75)), transform: place })
        : s("path", { d: shape, fill: colour, transform: place }),
  ];
}

/**
 * A file's picture: title, drawing, legend.
 *
 * @param {object} file
 * @param {string} file.title
 * @param {{ element: Element, width: number, height: number }} file.drawing
 * @param {{ style: Style, words: string, dash?: string, bare?: boolean }[]} file.legend
 * @param {string} file.note a last line
 * @param {Palette} colours
 */
export function sheet({ title, drawing, legend, note }, colours) {
  const width = Math.max(Math.ceil(drawing.width), Math.ceil(wide(title, 15)) + 32, 420);
  const top = 40;
  const foot = top + drawing.height + 8;
  const height = Math.ceil(foot + 18 * legend.length + 34);
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
    s("title", {}, title),
    s("rect", { width, height, fill: colours.bg }),
    words(title, { x: 16, y: 20 }, { "font-size": 15, "font-weight": 600, fill: colours.fg }),
    s("g", { transform: `translate(${round((width - drawing.width) / 2)} ${top})` }, drawing.element),
    legend.map(({ style, words: told, dash, bare }, i) => {
      const y = foot + 18 * i + 8;
      return s(
        "g",
        {},
        line({ d: `M16 ${y}H${46 - shortening(style, 2)}`, end: { x: 46, y }, angle: 0, width: 2, style, dash, bare }, colours),
        words(told, { x: 54, y }, { "font-size": 12, fill: colours.fg }),
      );
    }),
    words(note, { x: 16, y: height - 14 }, { "font-size": 10, fill: colours.muted }),
  );
}

/**
 * A meaning as a small line for the legend beside a picture.
 *
 * @param {Style} style
 * @param {Palette} colours
 * @param {{ dash?: string, bare?: boolean }} [more]
 */
export const sample = (style, colours, more = {}) =>
  s(
    "svg",
    { width: 34, height: 14, "aria-hidden": "true", class: "sample" },
    line({ d: `M1 7H${33 - shortening(style, 2)}`, end: { x: 33, y: 7 }, angle: 0, width: 2, style, ...more }, colours),
  );
