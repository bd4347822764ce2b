// What people may mean who have typed the beginning of a name.

const SHOWN = 30;

/**
 * Names that begin with what was typed, then names that contain it.
 *
 * @param {string[]} names
 * @param {string} typed
 */
export function matching(names, typed) {
  const word = typed.trim().toLowerCase();
  if (!word) return [];
  const begins = names.filter((name) => name.toLowerCase().startsWith(word));
  const contains = names.filter((name) => !name.toLowerCase().startsWith(word) && name.toLowerCase().includes(word));
  return [...begins, ...contains].slice(0, SHOWN);
}
