// Which cargo a text means: its name in any spelling, a synonym, or an arm of a microRNA.

/** @import { Cargo } from "../data.js" */

import { keys } from "../search/spelling.js";
import { readMicrorna } from "../search/words.js";

/**
 * @param {Cargo[]} cargoes
 * @returns {(text: string) => { cargo: Cargo, instead: boolean } | null} instead: an arm that nothing is told of, so its family
 */
export function finder(cargoes) {
  /** @type {Map<string, Cargo>} */
  const known = new Map();
  // A label means more than a synonym of something else.
  for (const cargo of cargoes) for (const key of keys(cargo.label)) known.set(key, known.get(key) ?? cargo);
  for (const cargo of cargoes) for (const name of cargo.names) for (const key of keys(name)) known.set(key, known.get(key) ?? cargo);
  const exact = (/** @type {string} */ name) => keys(name).map((key) => known.get(key)).find((cargo) => cargo !== undefined);
  return (text) => {
    if (!text.trim()) return null;
    const micro = readMicrorna(text);
    const cargo = exact(text) ?? (micro ? exact(micro.name) : undefined);
    if (cargo) return { cargo, instead: false };
    const wider = micro && (exact(micro.bare) ?? exact(micro.bare.replace(/[a-z]$/, "")));
    return wider ? { cargo: wider, instead: true } : null;
  };
}
