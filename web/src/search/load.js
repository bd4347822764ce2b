// The search of a page: over data/search.json, or, where a release is too large for that, by the server.

/** @import { SearchAnswer } from "../data.js" */
/** @import { Index } from "./index.js" */

import { json, root } from "../lib/dom.js";
import { readIndex } from "./index.js";
import { asData, search } from "./rank.js";

const MOST_OF_SERVER = 1000;

/** @type {Promise<Index> | undefined} */
let loading;

/** The index, read once. */
export function load() {
  loading ??= json(`${root()}data/search.json`).then(readIndex).catch((error) => { loading = undefined; throw error; });
  return loading;
}

/**
 * What a search comes to.
 *
 * @param {string} text
 * @param {{ typing?: boolean, most?: number }} [how]
 * @returns {Promise<SearchAnswer>}
 */
export async function ask(text, { typing = false, most = Infinity } = {}) {
  const index = await load();
  if (index.partial && !typing) {
    const query = new URLSearchParams({ q: text, limit: String(Math.min(most, MOST_OF_SERVER)) });
    // A host of files alone has no /search: its terms are then all that can be searched.
    try { return await json(`${root()}search?${query}`); } catch { /* see above */ }
  }
  return asData(search(text, index, typing), index, most);
}
