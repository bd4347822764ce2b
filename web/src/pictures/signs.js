// What findings say together: a verdict (gain or loss) or a sign (promotes or inhibits), and how each of them looks.

/** @import { Said } from "../data.js" */

/**
 * @typedef {"plus" | "minus" | "mixed" | "neutral"} Kind what findings say together
 * @typedef {"verdict" | "sign"} Reading
 * @typedef {"all" | "bone" | "cartilage" | "vessels"} Lens what the findings are about
 * @typedef {{ reading: Reading, lens: Lens }} View
 * @typedef {{ plus: number, minus: number, neither: number, count: number, kind: Kind }} Tally
 * @typedef {"gain" | "loss" | "promotes" | "inhibits" | "mixed" | "neutral"} Style a meaning: its class, colour, mark and line
 * @typedef {"arrow" | "open" | "bar" | "diamond"} Tip
 * @typedef {Record<Style | "fg" | "bg" | "accent" | "muted", string>} Palette
 */

/** @type {Kind[]} */
export const KINDS = ["plus", "minus", "mixed", "neutral"];

/** The words of the verbs that have a sign: those of scripts/bevo/signs.py, to which a test holds them. */
export const SIGNS = { plus: "promotes", minus: "inhibits" };

/** @type {Record<Reading, Record<Kind, Style>>} */
export const STYLES = {
  verdict: { plus: "gain", minus: "loss", mixed: "mixed", neutral: "neutral" },
  sign: { plus: "promotes", minus: "inhibits", mixed: "mixed", neutral: "neutral" },
};

/**
 * How a meaning looks beside its colour, so that it is told apart in grey and in print as well.
 *
 * @type {Record<Style, { mark: string, dash?: string, tip: Tip }>}
 */
export const LOOKS = {
  gain: { mark: "▲", tip: "arrow" },
  loss: { mark: "▼", dash: "7 4", tip: "arrow" },
  promotes: { mark: "→", tip: "open" },
  inhibits: { mark: "⊣", tip: "bar" },
  mixed: { mark: "◆", dash: "11 3 2 3", tip: "diamond" },
  neutral: { mark: "●", dash: "1.5 3.5", tip: "open" },
};

/** @type {Record<Lens, { name: string, about: string, gain: string[], loss: string[], plus: string, minus: string }>} */
export const LENSES = {
  all: {
    name: "all", about: "everything", plus: "gain or relief", minus: "loss or harm",
    gain: ["bone gain", "cartilage gain", "joint relief"], loss: ["bone loss", "cartilage loss", "joint harm"],
  },
  bone: { name: "bone", about: "bone", plus: "bone gain", minus: "bone loss", gain: ["bone gain"], loss: ["bone loss"] },
  cartilage: {
    name: "cartilage and joint", about: "cartilage and joint", plus: "cartilage gain or joint relief", minus: "cartilage loss or joint harm",
    gain: ["cartilage gain", "joint relief"], loss: ["cartilage loss", "joint harm"],
  },
  vessels: { name: "vessels", about: "blood vessels", plus: "vessel growth", minus: "loss of vessels", gain: ["vessel growth"], loss: [] },
};

/** Whether a lens shows a finding: one on its subject shows what has a verdict there. @param {Lens} lens @param {Pick<Said, "verdict">} finding */
export function inLens(lens, { verdict }) {
  const { gain, loss } = LENSES[lens];
  return lens === "all" || verdict.some((one) => gain.includes(one) || loss.includes(one));
}

/**
 * What a kind means, in words.
 *
 * @param {View} view
 * @returns {Record<Kind, string>}
 */
export function wordsOf({ reading, lens }) {
  if (reading === "sign") return { ...SIGNS, mixed: "both: findings disagree", neutral: "neither" };
  const { plus, minus } = LENSES[lens];
  return { plus, minus, mixed: "both: findings disagree", neutral: "neither" };
}

/**
 * What a finding counts for.
 *
 * @param {Pick<Said, "verdict" | "side">} finding
 * @param {View} view
 */
export function said({ verdict, side }, { reading, lens }) {
  if (reading === "sign") return { plus: side === SIGNS.plus, minus: side === SIGNS.minus };
  const { gain, loss } = LENSES[lens];
  return { plus: verdict.some((one) => gain.includes(one)), minus: verdict.some((one) => loss.includes(one)) };
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
 * What a verb makes of its object.
 *
 * @param {string} verb
 * @returns {Style}
 */
export const styleOf = (verb) => (verb === SIGNS.plus ? "promotes" : verb === SIGNS.minus ? "inhibits" : "neutral");

/**
 * How many findings say plus and minus, how many neither, and what they are together.
 *
 * @param {Pick<Said, "verdict" | "side">[]} findings
 * @param {View} view
 * @returns {Tally}
 */
export function tally(findings, view) {
  const read = findings.map((finding) => said(finding, view));
  const plus = read.filter((one) => one.plus).length;
  const minus = read.filter((one) => one.minus).length;
  const neither = read.filter((one) => !one.plus && !one.minus).length;
  return { plus, minus, neither, count: findings.length, kind: kindOf(plus, minus) };
}

/**
 * A tally in words: "3 bone gain, 1 bone loss".
 *
 * @param {Tally} tally
 * @param {View} view
 */
export function inWords({ plus, minus, neither }, view) {
  const words = wordsOf(view);
  const parts = [plus && `${plus} ${words.plus}`, minus && `${minus} ${words.minus}`, neither && `${neither} ${words.neutral}`];
  return parts.filter(Boolean).join(", ");
}

/** @type {Record<keyof Palette, [variable: string, fallback: string]>} */
const COLOURS = {
  gain: ["--gain", "#00735a"], loss: ["--loss", "#a8480a"], promotes: ["--promotes", "#0a2a9b"], inhibits: ["--inhibits", "#73286a"],
  mixed: ["--mixed", "#8a2be2"], neutral: ["--neutral", "#5d6870"],
  fg: ["--fg", "#1c2829"], bg: ["--surface", "#ffffff"], accent: ["--accent", "#0b6468"], muted: ["--muted", "#566365"],
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

/** The colours for a file: those of the light page, on white. */
export const printed = () => /** @type {Palette} */ (Object.fromEntries(Object.entries(COLOURS).map(([key, [, fallback]]) => [key, fallback])));

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
