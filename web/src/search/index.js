// What a search looks through, as scripts/bevo/search/index.py has it.

/** @import { SearchData } from "../data.js" */

import { identifier } from "./identifiers.js";
import { key, keys } from "./spelling.js";
import { readMicrorna, wordsOf } from "./words.js";

export const ROLES = ["source", "cargo", "recipient", "outcome", "vesicle", "mechanism", "other", "study", "review"];
export const ANYWHERE = (1 << ROLES.length) - 1;
export const LABEL = 0;
export const SYNONYM = 1;
export const SPELLING = 2;

/**
 * @typedef {{ id: string, label: string, kind: string, group: string, page: string, count: number, parents: number[],
 *   synonyms: string[], also: string[], uses: Map<number, number> }} Thing
 * @typedef {ReturnType<typeof readIndex>} Index
 */

/**
 * The keys under which a name is found: of an id its one writing, of a microRNA its name without the species.
 *
 * @param {string} name
 */
export function nameKeys(name) {
  const known = identifier(name);
  if (known !== null) return [known];
  const microrna = readMicrorna(name);
  return microrna ? [key(microrna.name)] : keys(name);
}

/**
 * Whether a name that begins so goes on as the same name may: miR-21 is no beginning of miR-214.
 *
 * @param {string} name
 * @param {string} beginning
 */
export const goesOn = (name, beginning) => !(/\p{Nd}$/u.test(beginning) && /^\p{Nd}/u.test(name.slice(beginning.length)));

/**
 * What is made once, when it is first asked for.
 *
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
function once(make) {
  /** @type {T | undefined} */
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * @template K, V
 * @param {Map<K, V>} map
 * @param {K} at
 * @param {() => V} make
 */
function entry(map, at, make) {
  let value = map.get(at);
  if (value === undefined) {
    value = make();
    map.set(at, value);
  }
  return value;
}

/**
 * The first place of a sorted list whose value does not come before another.
 *
 * @template T
 * @param {T[]} list
 * @param {(value: T) => boolean} before
 */
function firstPlace(list, before) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(list[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Things by their names.
 *
 * @param {SearchData} data
 */
export function readIndex(data) {
  /** @type {Thing[]} */
  const things = data.things.map(([id, label, kind, page, count, parents, synonyms, also]) => (
    { id, label, kind: data.kinds[kind][0], group: data.kinds[kind][1], page, count, parents, synonyms, also, uses: new Map() }
  ));
  const firstFinding = things.length;
  for (const [id, label, flat] of data.findings) {
    /** @type {Map<number, number>} */
    const uses = new Map();
    for (let at = 0; at < flat.length; at += 2) uses.set(flat[at], flat[at + 1]);
    const page = `${id.replace(":", "/")}.html`;
    things.push({ id, label, kind: "finding", group: "finding", page, count: 1, parents: [], synonyms: [], also: [], uses });
  }
  /** @type {Map<string, Map<number, number>>} */
  const byKey = new Map();
  /** @param {number} number @param {string} name @param {number} how */
  const named = (number, name, how) => {
    for (const one of nameKeys(name)) {
      const found = entry(byKey, one, () => new Map());
      if (!found.has(number)) found.set(number, how);
    }
  };
  things.forEach((thing, number) => {
    if (number >= firstFinding) {
      byKey.set(thing.id.toLowerCase(), new Map([[number, LABEL]]));
      return;
    }
    named(number, thing.id, LABEL);
    named(number, thing.label, thing.group === "study" ? SPELLING : LABEL); // Li 2021 is what people call many
    for (const name of thing.synonyms) named(number, name, SYNONYM);
    for (const name of thing.also) named(number, name, SPELLING);
  });

  /** For each thing the numbers of those that stand right below it. */
  const below = once(() => {
    /** @type {number[][]} */
    const children = things.map(() => []);
    things.forEach((thing, number) => { for (const parent of thing.parents) children[parent].push(number); });
    return children;
  });

  /** For each thing the findings that hold it, with the bits of its roles there. */
  const told = once(() => {
    /** @type {Map<number, Map<number, number>>} */
    const found = new Map();
    for (let number = firstFinding; number < things.length; number += 1) {
      for (const [used, bits] of things[number].uses) entry(found, used, () => new Map()).set(number, bits);
    }
    return found;
  });

  /** The words of labels and synonyms, with the numbers of the things that have them. */
  const words = once(() => {
    /** @type {Map<string, Set<number>>} */
    const found = new Map();
    things.forEach((thing, number) => {
      for (const name of [thing.label, ...thing.synonyms]) {
        for (const word of wordsOf(name)) entry(found, word, () => new Set()).add(number);
      }
    });
    return found;
  });
  const sorted = once(() => [...words().keys()].sort());

  /**
   * The things that have a word that begins so; a number in the end must end there.
   *
   * @param {string} word
   */
  function withWord(word) {
    const list = sorted();
    /** @type {Set<number>} */
    const found = new Set();
    for (let at = firstPlace(list, (value) => value < word); at < list.length && list[at].startsWith(word); at += 1) {
      if (goesOn(list[at], word)) for (const number of words().get(list[at]) ?? []) found.add(number);
    }
    return found;
  }

  /**
   * Things with all that stands below them.
   *
   * @param {Iterable<number>} numbers
   */
  function family(numbers) {
    /** @type {Set<number>} */
    const seen = new Set();
    const todo = [...numbers];
    for (let number = todo.pop(); number !== undefined; number = todo.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      todo.push(...below()[number]);
    }
    return seen;
  }

  /** The keys of all names that may be shown, sorted, with the number of the thing and the name; no findings. */
  const names = once(() => things.slice(0, firstFinding).flatMap(({ label, synonyms }, number) => (
    [label, ...synonyms].flatMap((name) => keys(name).map((one) => ({ key: one, number, name })))
  )).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number || (a.name < b.name ? -1 : 1))));

  /**
   * What names() has of keys that begin so.
   *
   * @param {string} start
   */
  function beginning(start) {
    const list = names();
    const place = firstPlace(list, (value) => value.key < start);
    let end = place;
    while (end < list.length && list[end].key.startsWith(start)) end += 1;
    return list.slice(place, end);
  }

  /** The long words of names that are no symbols or abbreviations, sorted: what a slip may have been meant to be. */
  const plainWords = once(() => {
    /** @type {Set<string>} */
    const found = new Set();
    for (const thing of things) {
      for (const name of [thing.label, ...thing.synonyms]) {
        for (const chunk of name.split(/[^\p{L}\p{N}_]+/u)) {
          if (!/\p{Nd}|[A-Z]{2}|[a-z][A-Z]/u.test(chunk)) for (const word of wordsOf(chunk)) if (/^\p{L}{6,}$/u.test(word)) found.add(word);
        }
      }
    }
    return [...found].sort();
  });

  return { things, firstFinding, partial: data.partial === true, byKey, told, withWord, beginning, family, plainWords };
}
