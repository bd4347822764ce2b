// What a text says, as scripts/bevo/search/understand.py has it.

/** @import { Atom } from "./words.js" */
/** @import { Index } from "./index.js" */

import { identifier } from "./identifiers.js";
import { ROLES, nameKeys } from "./index.js";
import { key, plain } from "./spelling.js";
import { DERIVED, EMPTY, FROM, GENERIC, TO, VESICLE, atoms, belongsBefore, cleaned, foldedWord, forms } from "./words.js";

const LONGEST = 10;
const NAMED_ROLES = `${ROLES.join("|")}|anywhere`;
const WORD = "[\\p{L}\\p{N}_]";
const MARKED = new RegExp(`(?:(?<!${WORD})(${NAMED_ROLES}):\\s*)?"([^"]*)"|(?<!${WORD})(${NAMED_ROLES}):\\s*(\\S+)`, "gu");

/**
 * @typedef {{ text: string, things: Map<number, number>, role: string, said: boolean, generic: boolean }} Part
 * @typedef {{ parts: Part[], words: string[], ignored: string[] }} Understood
 */

/**
 * The things that a name may mean, by the best way that leads to any.
 *
 * @param {string} name
 * @param {Index} index
 * @returns {Map<number, number>}
 */
export function lookup(name, index) {
  for (const form of identifier(name) === null ? forms(cleaned(name)) : [name]) {
    const one = nameKeys(form)[0];
    const found = one ? index.byKey.get(one) : undefined;
    if (found) {
      const best = Math.min(...found.values());
      return new Map([...found].filter(([, how]) => how === best));
    }
  }
  return new Map();
}

/**
 * The role that the words around a name give it.
 *
 * @param {string[]} before
 * @param {string[]} after
 */
function said(before, after) {
  if (after.length && (VESICLE.has(after[0]) || DERIVED.has(after[0]))) return "source";
  const last = before.at(-1);
  if (last !== undefined && FROM.has(last)) {
    const rest = before.slice(0, -1).filter((word) => !EMPTY.has(word)).at(-1);
    return rest !== undefined && VESICLE.has(rest) ? "source" : "";
  }
  return last !== undefined && TO.has(last) ? "recipient" : "";
}

/**
 * A text as names, the longest first, and what is between them.
 *
 * @param {string} text
 * @param {Index} index
 * @returns {(Part | Atom)[]}
 */
function segments(text, index) {
  const pieces = atoms(text);
  /** @param {number} at @returns {[number, Map<number, number>]} */
  const longest = (at) => {
    for (let end = Math.min(at + LONGEST, pieces.length) - 1; end >= at; end -= 1) {
      const cut = end + 1 < pieces.length && belongsBefore(pieces[end + 1]);
      const lone = end === at && EMPTY.has(pieces[at].word);
      const found = cut || lone ? new Map() : lookup(text.slice(pieces[at].start, pieces[end].end), index);
      if (found.size) return [end, found];
    }
    return [at, new Map()];
  };
  /** @type {(Part | Atom)[]} */
  const result = [];
  /** @type {string[]} */
  const before = [];
  let at = 0;
  while (at < pieces.length) {
    const [end, things] = longest(at);
    if (!things.size) {
      before.push(pieces[at].word);
      result.push(pieces[at]);
      at += 1;
      continue;
    }
    const words = pieces.slice(at, end + 1).map(({ word }) => word);
    const generic = words.every((word) => VESICLE.has(word));
    const role = generic ? "" : said(before, pieces.slice(end + 1, end + 3).map(({ word }) => word));
    result.push({ text: text.slice(pieces[at].start, pieces[end].end), things, role: role || "anywhere", said: Boolean(role), generic });
    before.push(...(generic ? words : ["*"]));
    at = end + 1;
  }
  return result;
}

/**
 * Parts that add something, each once.
 *
 * @param {Part[]} parts
 */
function distinct(parts) {
  const telling = parts.some((part) => !part.generic) ? parts.filter((part) => !part.generic) : parts;
  /** @param {Part} one @param {Part} other */
  const same = (one, other) => one.role === other.role && one.things.size === other.things.size
    && [...one.things].every(([number, how]) => other.things.get(number) === how);
  return telling.filter((part, at) => telling.findIndex((other) => same(part, other)) === at);
}

/**
 * Reads a text: names, role:name, role:"a longer name", "a name in quotes", and plain words.
 *
 * @param {string} typed
 * @param {Index} index
 * @returns {Understood}
 */
export function understand(typed, index) {
  const whole = lookup(typed, index);
  if (whole.size) return { parts: [{ text: plain(typed), things: whole, role: "anywhere", said: false, generic: false }], words: [], ignored: [] };
  const text = cleaned(typed);
  /** @type {Part[]} */
  const parts = [];
  /** @type {string[]} */
  const words = [];
  /** @type {string[]} */
  const ignored = [];
  /** @param {Part | Atom} piece */
  const keep = (piece) => {
    if ("things" in piece) parts.push(piece);
    else if (EMPTY.has(piece.word) || VESICLE.has(piece.word) || (GENERIC.has(piece.word) && parts.length)) ignored.push(piece.word);
    else words.push(foldedWord(piece.word));
  };
  let at = 0;
  for (const marked of [...text.matchAll(MARKED), null]) {
    segments(text.slice(at, marked ? marked.index : undefined), index).forEach(keep);
    if (!marked) break;
    at = marked.index + marked[0].length;
    const role = marked[1] ?? marked[3];
    const name = marked[2] ?? marked[4];
    const things = lookup(name, index);
    if (things.size) parts.push({ text: name, things, role: role || "anywhere", said: Boolean(role), generic: false });
    else words.push(...name.split(" ").map(key));
  }
  return { parts: distinct(parts), words: [...new Set(words.filter(Boolean))], ignored: [...new Set(ignored)] };
}

/**
 * A part as it can be written in a search so that it means the same again.
 *
 * @param {Part} part
 * @param {Index} index
 */
export function written(part, index) {
  const name = part.things.size === 1 ? index.things[[...part.things.keys()][0]].label : part.text;
  return part.role === "anywhere" ? `"${name}"` : `${part.role}:"${name}"`;
}
