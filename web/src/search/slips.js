// Small typing errors in long words, as scripts/bevo/search/slips.py has it.

/** @import { Index } from "./index.js" */

import { lower } from "./spelling.js";

/**
 * The number of letters put in, left out, changed, or swapped with a neighbour.
 *
 * @param {string} one
 * @param {string} other
 */
export function distance(one, other) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[one.length][other.length];
}

/**
 * The words of the release that a word may be a slip of, the nearest alone; none where the word itself is there.
 *
 * @param {string} word
 * @param {Index} index
 * @returns {string[]}
 */
export function corrections(word, index) {
  const folded = lower(word);
  if (!/^\p{L}{6,}$/u.test(word) || /[A-Z]{2}|[a-z][A-Z]/.test(word) || index.withWord(folded).size) return [];
  const allowed = folded.length >= 12 ? 2 : 1;
  /** @type {string[][]} */
  const found = [];
  for (const known of index.plainWords()) {
    if (Math.abs(known.length - folded.length) > allowed) continue;
    const far = distance(folded, known);
    if (far <= allowed) (found[far] ??= []).push(known);
  }
  return found.find(Boolean) ?? [];
}
