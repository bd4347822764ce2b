// A text cut into what may be names, as scripts/bevo/search/words.py has it; microRNAs as scripts/bevo/vocabulary/micrornas.py reads them.

import { key, lower, plain } from "./spelling.js";

/** @param {string} words */
const set = (words) => new Set(words.split(" "));

export const VESICLE = set("exosome exosomes exosomal exo exos ev evs sev sevs vesicle vesicles vesicular extracellular small");
export const FROM = set("of from by");
export const TO = set("to into on in onto towards toward upon");
export const DERIVED = set("derived isolated secreted released obtained purified produced");
export const GENERIC = set("cell cells line lines gene genes protein proteins pathway signaling signalling");
export const EMPTY = new Set([...FROM, ...TO, ...DERIVED, ...set(
  "the a an and or with via for at as is are do does did how what which that who whose can could may between about good bad this there act acts help helps harm harms work works donor donors "
  + "loaded enriched containing carrying mediated "
  + "effect effects role roles finding findings human mouse murine rat rabbit",
)]);

const SPECIES = "hsa|mmu|rno|ocu|dre|ssc|cfa|bta|oar|has";
const NAME = "(?:((?!mir|let)[a-z]{3})[-_ ])?"
  + "(?:(?:mir(?:na)?s?|micro[- ]?rna)[-_ ]?(\\d+)|(?:(?:mir(?:na)?|micro[- ]?rna)[-_ ]?)?let[-_ ]?(7))"
  + "([ab][a-z]|[a-z])?"
  + "(?:(?:(?<=[a-z])|[-_ ])(\\d{1,2})(?!\\d|[-_ ]?p(?![\\p{L}\\p{N}_])))?"
  + "(?:[-_ ]?(\\*)|(?:[-_ ]([35])[-_ ]?p))?";
const WHOLE = new RegExp(`^${NAME}$`, "iu");
const IN_TEXT = new RegExp(
  `(?<![\\p{L}\\p{N}])(?!(?!${SPECIES}|mir)[a-z]{3}[-_ ](?:mi|let))(?:${NAME})(?![\\p{L}\\p{N}]|\\*)`,
  "giu",
);
const ATOM = /[^\s\-,;:→>/()[\]"“”?!&|]+/gu;
const NUMBER = /^(?:\d{1,3}[a-z]?|[35]p|[a-zαβγδκ])$/iu;
const YEAR = "(?:19|20)\\d\\d";
const LETTER = "\\p{L}";
const WORD = "[\\p{L}\\p{N}_]";
/** @type {[RegExp, string][]} */
const CLEAN = [
  [new RegExp(`(?<!${WORD})et\\.? al(?!${WORD})\\.?|(?<!${WORD})and (?:colleagues|co-?workers|others)(?!${WORD})`, "giu"), " "],
  [new RegExp(`(${LETTER}(?:${WORD}|['’-])+),? (?:and|&) ${LETTER}(?:${WORD}|['’-])+,? \\(?(${YEAR})`, "gu"), "$1 $2"],
  [new RegExp(`[\\s,(]+(${YEAR})[a-h]?\\)?(?!${WORD})`, "gu"), " $1"],
  [/\.(?=[\s,;)]|$)/g, ""],
  [/\s+/g, " "],
];

/**
 * @typedef {{ name: string, arm: string, bare: string }} MicroRNA
 * @typedef {{ start: number, end: number, word: string }} Atom a piece of a text that is never cut further
 */

/**
 * The microRNA that a name means, or null.
 *
 * @param {string} text
 * @returns {MicroRNA | null}
 */
export function readMicrorna(text) {
  const found = WHOLE.exec(plain(text));
  if (!found) return null;
  const [, species, number, let7, letter, copy, star, side] = found;
  if (species && !SPECIES.split("|").includes(species.toLowerCase())) return null;
  const stem = (let7 ? "let-7" : `miR-${Number(number)}`) + (letter ?? "").toLowerCase();
  const arm = side ? `${side}p` : star ?? "";
  const bare = stem + (copy ? `-${copy}` : "");
  return { name: bare + (arm === "*" ? arm : arm && `-${arm}`), arm, bare };
}

/**
 * A text in plain characters, and studies as "Li 2016".
 *
 * @param {string} text
 */
export const cleaned = (text) => CLEAN.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), plain(text)).trim();

/**
 * The pieces of a cleaned text; the name of a microRNA is one piece.
 *
 * @param {string} text
 * @returns {Atom[]}
 */
export function atoms(text) {
  /** @type {Atom[]} */
  const found = [];
  /** @param {number} start @param {number} end */
  const pieces = (start, end) => {
    for (const piece of text.slice(start, end).matchAll(ATOM)) {
      found.push({ start: start + piece.index, end: start + piece.index + piece[0].length, word: lower(piece[0]) });
    }
  };
  let at = 0;
  for (const whole of text.matchAll(IN_TEXT)) {
    pieces(at, whole.index);
    at = whole.index + whole[0].length;
    found.push({ start: whole.index, end: at, word: lower(whole[0]) });
  }
  pieces(at, text.length);
  return found;
}

/** Whether a piece belongs to the name before it: a number, an arm, a letter. @param {Atom} atom */
export const belongsBefore = (atom) => NUMBER.test(atom.word);

/**
 * The singular of a name whose last word looks like a plural, or null.
 *
 * @param {string} text
 */
export function singular(text) {
  const cut = text.lastIndexOf(" ");
  const head = text.slice(0, Math.max(cut, 0));
  const word = text.slice(cut + 1);
  const code = /[A-Z].*[A-Z]|\d/.test(word);
  if (!word.endsWith("s") || word.length < (code ? 3 : 4) || /(ss|us|is)$/.test(word)) return null;
  for (const [plural, one] of [["ies", "y"], ["oses", "osis"], ["eses", "esis"]]) {
    if (word.endsWith(plural) && !code) return `${head} ${word.slice(0, -plural.length)}${one}`.trim();
  }
  return `${head} ${word.slice(0, -1)}`.trim();
}

/**
 * The ways to look a name up: as it is, without a species, in the singular, and "X of Y" as "Y X".
 *
 * @param {string} name
 */
export function forms(name) {
  const inner = name.split(" ").map((word) => singular(word) ?? word).join(" ");
  const bare = name.replace(/^(?:hsa|mmu|rno)[-_ ](?=circ)/i, "");
  const turned = /^([\p{L}\p{N}_ -]+?) (?:of|in) (?:the )?([\p{L}\p{N}_ -]+)$/u.exec(name);
  return [name, bare, singular(name), inner, turned && `${singular(turned[2]) ?? turned[2]} ${turned[1]}`].filter((form) => form !== null);
}

/**
 * A word as it is looked for: folded, of a microRNA its name.
 *
 * @param {string} word
 */
export const foldedWord = (word) => key(readMicrorna(word)?.name ?? word);

/** @type {Map<string, string[]>} */
const known = new Map();

/** @param {string} chunk */
function wordsOfChunk(chunk) {
  let words = known.get(chunk);
  if (!words) {
    const whole = chunk.replace(/^[()[\],;:.?!"']+|[()[\],;:.?!"']+$/g, "");
    words = [whole, ...(chunk.match(/[\p{L}\p{N}]+/gu) ?? [])].map(foldedWord).filter(Boolean);
    known.set(chunk, words);
  }
  return words;
}

/**
 * The words of a name, folded: what stands between spaces as a whole, and its parts.
 *
 * @param {string} name
 * @returns {string[]}
 */
export const wordsOf = (name) => [...new Set(lower(plain(name)).split(" ").flatMap(wordsOfChunk))];
