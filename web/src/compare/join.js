// Two lists of what is told, row by row: what both have first.

/** @import { Compared, Outcome } from "../data.js" */

/** @typedef {{ id: string, label: string, page: string, a?: Outcome, b?: Outcome }} Joined */

/** @param {Outcome | undefined} row */
const size = (row) => (row ? Object.values(row.told).reduce((sum, ids) => sum + ids.length, 0) : 0);

/** @param {Outcome | undefined} row */
function direction(row) {
  const promotes = row?.told.promotes?.length ?? 0;
  const inhibits = row?.told.inhibits?.length ?? 0;
  if (promotes && inhibits) return "both";
  return promotes ? "promotes" : inhibits ? "inhibits" : "";
}

/**
 * How two sides stand to each other, where both say something: the same sign, opposite signs, or signs of which one
 * side has both.
 *
 * @param {Outcome | undefined} a
 * @param {Outcome | undefined} b
 */
export function agreement(a, b) {
  const [first, second] = [direction(a), direction(b)];
  if (!first || !second) return null;
  if (first === "both" || second === "both") return { class: "mixed", words: "findings differ" };
  return first === second ? { class: "same", words: "same direction" } : { class: "against", words: "opposite" };
}

const ORDER = ["against", "mixed", "same", undefined];

/**
 * The rows of two lists: opposite ones first, then those that both have, then the rest; of each kind the most told first.
 *
 * @param {Outcome[]} a
 * @param {Outcome[]} b
 * @returns {Joined[]}
 */
export function joined(a, b) {
  /** @type {Map<string, Joined>} */
  const rows = new Map();
  for (const row of a) rows.set(row.id, { id: row.id, label: row.label, page: row.page, a: row });
  for (const row of b) rows.set(row.id, { id: row.id, label: row.label, page: row.page, ...rows.get(row.id), b: row });
  /** @param {Joined} row */
  const rank = (row) => (row.a && row.b ? ORDER.indexOf(agreement(row.a, row.b)?.class) : ORDER.length);
  return [...rows.values()].sort((x, y) => rank(x) - rank(y) || size(y.a) + size(y.b) - size(x.a) - size(x.b) || (x.label < y.label ? -1 : 1));
}

/**
 * The partners of one kind as rows.
 *
 * @param {Compared} thing
 * @param {string} name
 * @returns {Outcome[]}
 */
export const column = ({ partners }, name) => (
  partners.filter((partner) => partner.as === name).map(({ id, label, page, findings }) => ({ id, label, page, told: { "": findings } }))
);
