// The answer to a search, as scripts/bevo/search/search.py has it: the same results in the same order.

/** @import { SearchAnswer } from "../data.js" */
/** @import { Index, Thing } from "./index.js" */
/** @import { Part, Understood } from "./understand.js" */

import { ANYWHERE, LABEL, ROLES, SPELLING, goesOn, nameKeys } from "./index.js";
import { corrections } from "./slips.js";
import { key } from "./spelling.js";
import { lookup, understand, written } from "./understand.js";
import { atoms, cleaned, foldedWord, readMicrorna, wordsOf } from "./words.js";

const LONGEST = 500;
const ABOUT = new Set(["bone", "bones"]);
const NAMED = [100, 95, 90];
const ALL = 80;
const PART = 70;
const BEGINS = 50;
const NEARLY = 9;
const WORDS = 30;
const HOLDS = 20;
const COMPLETES = 10;
const SLIP = 5;
/** @type {Record<string, number>} */
const RANKED_LOWER = { discrepancy: 8, question: 8, finding: 10, annotation: 8, "relation to a value": 8 };
/** @type {Record<string, string>} */
const USUAL = { molecules: "cargo", processes: "outcome", vesicles: "vesicle", study: "study", review: "review" };

/**
 * @typedef {{ thing: Thing, score: number, name: string }} Result
 * @typedef {{ text: string, understood: Understood, results: Result[], findings: number[], readAs: string,
 *   didYouMean: string[], opens: Thing | null }} Answer
 */

/** @param {number} count */
const bits = (count) => 32 - Math.clz32(count);
/** @param {Thing} thing */
const weight = (thing) => Math.min(10, bits(thing.count)) - (RANKED_LOWER[thing.kind] ?? 0);

/**
 * The sets' common members.
 *
 * @param {Set<number>[]} sets
 */
const common = ([first, ...rest]) => (first ? [...first].filter((number) => rest.every((one) => one.has(number))) : []);

/**
 * The text without its slips; several where it is not certain.
 *
 * @param {string} text
 * @param {Understood} understood
 * @param {Index} index
 */
function meant(text, understood, index) {
  const clean = cleaned(text);
  let texts = [clean];
  for (const atom of atoms(clean).reverse()) {
    if (!understood.words.includes(key(atom.word))) continue;
    const words = corrections(clean.slice(atom.start, atom.end), index);
    if (words.length) texts = texts.flatMap((one) => words.map((word) => one.slice(0, atom.start) + word + one.slice(atom.end)));
  }
  return texts.length <= 6 && !(texts.length === 1 && texts[0] === clean) ? texts : [];
}

/**
 * The first of texts that name the same: a slip may be one of the singular and of the plural.
 *
 * @param {string[]} texts
 * @param {Index} index
 */
function once(texts, index) {
  const named = texts.map((text) => lookup(text, index));
  const same = named.every((found) => found.size && found.size === named[0].size && [...found.keys()].every((number) => named[0].has(number)));
  return same ? texts.slice(0, 1) : texts;
}

/**
 * Each part in its usual role: of two cells the first sends and the second receives; one alone may do either.
 *
 * @param {Part[]} parts
 * @param {Index} index
 * @returns {Part[]}
 */
function usual(parts, index) {
  const groups = parts.map(({ things }) => new Set([...things.keys()].map((number) => index.things[number].group)));
  const cells = parts.map((_, at) => at).filter((at) => groups[at].size === 1 && groups[at].has("cells"));
  const told = new Set(cells.filter((at) => parts[at].said).map((at) => parts[at].role));
  const free = cells.filter((at) => !parts[at].said);
  /** @type {Map<number, string>} */
  const roles = new Map();
  if (cells.length === 2 && told.size < 2) {
    const left = ["source", "recipient"].filter((role) => !told.has(role));
    const given = told.size ? left.slice(-free.length || undefined) : left;
    free.forEach((at, place) => { if (given[place]) roles.set(at, given[place]); });
  }
  return parts.map((part, at) => {
    const role = roles.get(at) ?? (groups[at].size === 1 ? USUAL[[...groups[at]][0]] ?? "" : "");
    return role && !part.said && parts.length > 1 ? { ...part, role } : part;
  });
}

/**
 * The findings that hold all parts in their roles, and all words.
 *
 * @param {Understood} understood
 * @param {Index} index
 */
function findingsOf({ parts, words }, index) {
  const sets = parts.map((part) => {
    const mask = part.role === "anywhere" ? ANYWHERE : 1 << ROLES.indexOf(part.role);
    const found = new Set([...part.things.keys()].filter((number) => number >= index.firstFinding));
    for (const number of index.family(part.things.keys())) {
      for (const [finding, held] of index.told().get(number) ?? []) if (held & mask) found.add(finding);
    }
    return found;
  });
  sets.push(...words.map((word) => new Set([...index.withWord(word)].filter((number) => number >= index.firstFinding))));
  return common(sets).sort((a, b) => a - b);
}

/**
 * The parts with the roles that they usually have, if findings fit so, else anywhere; and the findings.
 *
 * @param {Understood} understood
 * @param {Index} index
 * @returns {[Understood, number[]]}
 */
function withRoles(understood, index) {
  const strict = { ...understood, parts: usual(understood.parts, index) };
  for (const one of [strict, understood]) {
    const found = findingsOf(one, index);
    if (found.length) return [one, found];
  }
  const fewer = less(understood);
  const again = fewer && withRoles(fewer, index);
  return again?.[1].length ? again : [strict, []];
}

/**
 * A text that nothing holds, without its words that name nothing, and else without "bone"; all here is about that.
 *
 * @param {Understood} understood
 * @returns {Understood | null}
 */
function less({ parts, words, ignored }) {
  if (parts.length < 2) return null;
  const kept = words.length ? parts : parts.filter((part) => part.said || !ABOUT.has(part.text.toLowerCase()));
  const left = [...words, ...parts.filter((part) => !kept.includes(part)).map(({ text }) => text)];
  return left.length && kept.length ? { parts: kept, words: [], ignored: [...new Set([...ignored, ...left])] } : null;
}

/**
 * The name of a thing that a text is, as it is to be shown; nothing for its label.
 *
 * @param {Thing} thing
 * @param {string} text
 * @param {number} how
 */
function shown(thing, text, how) {
  if (how === LABEL || thing.group === "finding") return "";
  const wanted = new Set(nameKeys(text));
  return (how === SPELLING ? thing.also : thing.synonyms).find((name) => nameKeys(name).some((one) => wanted.has(one))) ?? "";
}

/**
 * The name of a thing that has all the words, or null; nothing for its label.
 *
 * @param {Thing} thing
 * @param {string[]} wanted
 */
function withAll(thing, wanted) {
  for (const name of [thing.label, ...thing.synonyms]) {
    const words = wordsOf(name);
    if (wanted.every((one) => words.some((word) => word.startsWith(one) && goesOn(word, one)))) return name === thing.label ? "" : name;
  }
  return null;
}

/** @typedef {(number: number, score: number, name?: string) => void} Offer */

/**
 * Offers the things with a name that begins as the text does, or that has all its words.
 *
 * @param {string} text
 * @param {Index} index
 * @param {boolean} typing
 * @param {Offer} offer
 */
function offerNames(text, index, typing, offer) {
  for (const start of new Set(nameKeys(text))) {
    for (const { key: one, number, name } of index.beginning(start)) {
      const thing = index.things[number];
      const whole = goesOn(one, start);
      const score = (whole ? BEGINS : COMPLETES) + weight(thing) + (one.length - start.length <= 2 ? NEARLY : 0);
      if (whole || typing) offer(number, score, name === thing.label ? "" : name);
    }
  }
  const pieces = atoms(text);
  const wanted = [...new Set(pieces.map(({ word }) => foldedWord(word)))].filter(Boolean);
  if (wanted.length) {
    for (const number of common(wanted.map((word) => index.withWord(word)))) {
      if (number >= index.firstFinding) continue;
      const name = withAll(index.things[number], wanted);
      if (name !== null) offer(number, WORDS + weight(index.things[number]), name);
    }
  }
  for (const { word } of pieces) {
    const microrna = readMicrorna(word);
    if (!microrna?.arm || index.byKey.has(key(microrna.name))) continue;
    for (const number of index.byKey.get(key(microrna.bare))?.keys() ?? []) offer(number, BEGINS);
  }
}

/**
 * The one thing that a text names, all of it: beside a cell or a molecule words that add nothing do no harm.
 *
 * @param {Understood} understood
 * @param {Index} index
 */
function opened({ parts, words, ignored }, index) {
  if (parts.length !== 1 || words.length || parts[0].said || parts[0].things.size !== 1) return null;
  const thing = index.things[[...parts[0].things.keys()][0]];
  return !ignored.length || ["cells", "molecules"].includes(thing.group) ? thing : null;
}

/**
 * Searches a release.
 *
 * @param {string} given
 * @param {Index} index
 * @param {boolean} [typing] whether it is still being typed, so that a number at its end may go on
 * @returns {Answer}
 */
export function search(given, index, typing = false) {
  const text = given.slice(0, LONGEST);
  const read = understand(text, index);
  const didYouMean = once(meant(text, read, index), index);
  if (didYouMean.length === 1) {
    const answer = search(didYouMean[0], index);
    const results = answer.results.map((result) => ({ ...result, score: result.score - SLIP }));
    return { ...answer, text, results, readAs: didYouMean[0], opens: null };
  }
  const [understood, findings] = withRoles(read, index);
  const { parts, words } = understood;
  /** @type {Map<number, [number, string]>} */
  const best = new Map();
  /** @type {Offer} */
  const offer = (number, score, name = "") => {
    const [soFar, called] = best.get(number) ?? [0, ""];
    if (score > soFar || (score === soFar && called && !name)) best.set(number, [score, name]); // of two names the label tells more
  };
  const single = parts.length === 1 && !words.length;
  parts.forEach((part, at) => {
    for (const [number, how] of part.things) {
      offer(number, single ? NAMED[how] : Math.max(PART - at, PART - 9), shown(index.things[number], part.text, how));
    }
  });
  const clean = cleaned(text);
  if (clean) offerNames(clean, index, typing, offer);
  const several = parts.length + words.length > 1 && parts.length > 0;
  for (const number of findings) offer(number, several ? ALL : HOLDS);
  const results = [...best].sort(([a, [m]], [b, [n]]) => n - m || a - b)
    .map(([number, [score, name]]) => ({ thing: index.things[number], score, name }));
  const opens = opened(understood, index);
  return { text, understood, results, findings, readAs: "", didYouMean, opens };
}

/**
 * An answer as the server's /search gives it.
 *
 * @param {Answer} answer
 * @param {Index} index
 * @param {number} most how many results, and how many ids of findings, to give
 * @returns {SearchAnswer}
 */
export function asData({ text, understood, results, findings, readAs, didYouMean, opens }, index, most) {
  return {
    query: text,
    read_as: readAs,
    did_you_mean: didYouMean,
    understood: understood.parts.map((part) => ({
      text: part.text,
      role: part.role,
      means: [...part.things.keys()].map((number) => ({ id: index.things[number].id, label: index.things[number].label })),
      write: written(part, index),
    })),
    words: understood.words,
    ignored: understood.ignored,
    opens: opens?.page ?? null,
    findings: findings.length,
    finding_ids: findings.slice(0, most).map((number) => index.things[number].id),
    count: results.length,
    results: results.slice(0, most).map(({ thing, score, name }) => (
      { id: thing.id, label: thing.label, kind: thing.kind, score, page: thing.page, name, findings: thing.count }
    )),
  };
}
