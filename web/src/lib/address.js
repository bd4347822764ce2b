// What the address of a page says of its view. Each script keeps its own part and leaves those of the others.

/**
 * Puts values into the address in place of those that the names had.
 *
 * @param {Record<string, string[]>} values by name; an empty list takes the name away
 */
export function toAddress(values) {
  const given = new URLSearchParams(location.search);
  for (const [name, list] of Object.entries(values)) {
    given.delete(name);
    for (const value of list) given.append(name, value);
  }
  const search = given.toString();
  history.replaceState(null, "", `${location.pathname}${search ? `?${search}` : ""}${location.hash}`);
}
