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
const NO_PARTS = new Set(["relation between things", "relation to a value", "annotation", "question"]);
const YEAR = /^(?:19|20)\d\d$/;
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
      const lone = end === at && (EMPTY.has(pieces[at].word) || [...pieces[at].word].length === 1);
      const found = cut || lone ? new Map() : lookup(text.slice(pieces[at].start, pieces[end].end), index);
      if ([...found.keys()].some((number) => !NO_PARTS.has(index.things[number].kind))) return [end, found];
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
    if (!things.size || (end === at && GENERIC.has(pieces[at].word) && before.includes("*"))) {
      before.push(pieces[at].word);
      result.push(pieces[at]);
      at += 1;
      continue;
    }
    const words = pieces.slice(at, end + 1).map(({ word }) => word);
    const generic = words.every((word) => VESICLE.has(word));
    const cells = [...things.keys()].every((number) => index.things[number].group === "cells");
    const role = cells ? said(before, pieces.slice(end + 1, end + 2).map(({ word }) => word)) : "";
    result.push({ text: text.slice(pieces[at].start, pieces[end].end), things, role: role || "anywhere", said: Boolean(role), generic });
    before.push(...(generic ? words : ["*"]));
    at = end + 1;
  }
  return result;
}

/** @param {Part} one @param {Part} other */
const sameThings = (one, other) => one.things.size === other.things.size && [...one.things].every(([number, how]) => other.things.get(number) === how);

/**
 * Whether a part names a molecule or a cell line that stands below what another part names.
 *
 * @param {Part} part
 * @param {Part} other
 * @param {Index} index
 */
function isKindOf(part, other, index) {
  const numbers = [...part.things.keys()];
  const special = numbers.map((number) => index.things[number]).every(({ group, id }) => group === "molecules" || id.startsWith("cellosaurus:"));
  if (!special || sameThings(part, other)) return false;
  const family = index.family(other.things.keys());
  return numbers.every((number) => family.has(number));
}

/**
 * The study that words name beside others, as a reference does: its first author first, its year somewhere.
 *
 * @param {string[]} words
 * @param {Index} index
 * @returns {Part | null}
 */
function referred(words, index) {
  const year = words.find((word) => YEAR.test(word));
  if (year === undefined || words[0] === year) return null;
  for (const name of [words.slice(0, 2).join(" "), words[0]]) {
    const things = lookup(`${name} ${year}`, index);
    const studies = things.size && [...things.keys()].every((number) => index.things[number].group === "study");
    if (studies) return { text: `${name} ${year}`, things, role: "anywhere", said: false, generic: false };
  }
  return null;
}

/**
 * The parts without those that add nothing: vesicles, and what a line or molecule beside it is anyway.
 *
 * @param {Part[]} parts
 * @param {Index} index
 */
function telling(parts, index) {
  const specific = parts.filter((part) => !part.generic);
  const kept = specific.length ? specific : parts;
  return kept.filter((part, at) => part.said || !kept.slice(Math.max(at - 1, 0), at + 2).some((other) => isKindOf(other, part, index)));
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
  let words = [];
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
  const study = referred(words.filter(Boolean), index);
  if (study) {
    parts.push(study);
    ignored.push(...words.filter((word) => word && !study.text.split(" ").includes(word)));
    words = [];
  }
  const told = telling(parts, index);
  const once = told.filter((part, place) => told.findIndex((other) => other.role === part.role && sameThings(part, other)) === place);
  ignored.push(...parts.filter((part) => !once.some((other) => sameThings(part, other))).map(({ text: left }) => left));
  return { parts: once, words: [...new Set(words.filter(Boolean))], ignored: [...new Set(ignored)] };
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
