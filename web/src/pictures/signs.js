// What findings say together, and how that looks.

/** @import { Finding } from "../data.js" */

/**
 * @typedef {"plus" | "minus" | "mixed" | "neutral"} Kind what findings say together
 * @typedef {"verdict" | "sign"} Reading
 * @typedef {{ plus: number, minus: number, neither: number, count: number, kind: Kind }} Tally
 * @typedef {Record<Kind | "fg" | "bg" | "accent", string>} Palette
 */

/** @type {Kind[]} */
export const KINDS = ["plus", "minus", "mixed", "neutral"];

/** The words of the verbs that have a sign: those of scripts/bevo/signs.py, to which a test holds them. */
export const SIGNS = { plus: "promotes", minus: "inhibits" };

/**
 * What a verb makes of its object: "plus" for more, "minus" for less, "neutral" where it says neither.
 *
 * @param {string} verb
 * @returns {Kind}
 */
export const signOf = (verb) => kindOf(verb === SIGNS.plus, verb === SIGNS.minus);

/** @type {Record<Kind, string>} */
export const MARKS = { plus: "▲", minus: "▼", mixed: "◆", neutral: "●" };

/**
 * For each way to read a finding: the words for the kinds, and what a finding counts for.
 *
 * @type {Record<Reading, Record<Kind | "name", string> & { of: (finding: Finding) => { plus: boolean, minus: boolean } }>}
 */
export const READINGS = {
  verdict: {
    name: "gain or loss of bone and cartilage",
    plus: "gain",
    minus: "loss",
    mixed: "both gain and loss",
    neutral: "neither",
    of: ({ verdict }) => ({ plus: verdict.some((one) => one.endsWith("gain")), minus: verdict.some((one) => one.endsWith("loss")) }),
  },
  sign: {
    name: `${SIGNS.plus} or ${SIGNS.minus} the outcome`,
    ...SIGNS,
    mixed: "both signs",
    neutral: "neither",
    of: ({ sign }) => ({ plus: sign === SIGNS.plus, minus: sign === SIGNS.minus }),
  },
};

/** @type {Record<keyof Palette, [variable: string, fallback: string]>} */
const COLOURS = {
  plus: ["--gain", "#0a7d74"], minus: ["--loss", "#b8451a"], mixed: ["--mixed", "#7a3fa0"], neutral: ["--neutral", "#6b7280"],
  fg: ["--fg", "#1c2430"], bg: ["--bg", "#ffffff"], accent: ["--accent", "#1f5f8b"],
};

/** The colours of the page as they are now, light or dark, as values that need no stylesheet. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const probe = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const value = (/** @type {[string, string]} */ [name, fallback]) => {
    probe.fillStyle = fallback;
    probe.fillStyle = style.getPropertyValue(name).trim() || fallback;
    return probe.fillStyle;
  };
  return /** @type {Palette} */ (Object.fromEntries(Object.entries(COLOURS).map(([key, names]) => [key, value(names)])));
}

/**
 * One colour over another, both as #rrggbb.
 *
 * @param {string} colour
 * @param {string} ground
 * @param {number} part of the colour, from 0 to 1
 */
export function mix(colour, ground, part) {
  const channel = (/** @type {string} */ text, /** @type {number} */ at) => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part * channel(colour, at) + (1 - part) * channel(ground, at)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * What is said together by so many that say plus and so many that say minus.
 *
 * @param {number | boolean} plus
 * @param {number | boolean} minus
 * @returns {Kind}
 */
export function kindOf(plus, minus) {
  if (plus && minus) return "mixed";
  return plus ? "plus" : minus ? "minus" : "neutral";
}

/**
 * How many findings say plus and minus, how many neither, and what they are together.
 *
 * @param {Finding[]} findings
 * @param {Reading} reading
 * @returns {Tally}
 */
export function tally(findings, reading) {
  const read = findings.map(READINGS[reading].of);
  const plus = read.filter((one) => one.plus).length;
  const minus = read.filter((one) => one.minus).length;
  const neither = read.filter((one) => !one.plus && !one.minus).length;
  return { plus, minus, neither, count: findings.length, kind: kindOf(plus, minus) };
}

/**
 * A tally in words: "3 promotes, 1 inhibits".
 *
 * @param {Tally} tally
 * @param {Reading} reading
 */
export function inWords({ plus, minus, neither }, reading) {
  const { plus: forward, minus: backward, neutral } = READINGS[reading];
  const parts = [plus && `${plus} ${forward}`, minus && `${minus} ${backward}`, neither && `${neither} ${neutral}`];
  return parts.filter(Boolean).join(", ");
}
