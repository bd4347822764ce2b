// Where the lines of a network begin and end: each has a place of its own on the rim of its cell.

/**
 * @typedef {{ id: string, label: string, short: string, group: string }} Place
 * @typedef {{ id: string, source: string, target: string, count: number }} Line
 * @typedef {{ line: Line, out: boolean }} Port
 */

/**
 * What stands together, with its heading.
 *
 * @template {{ group: string }} P
 * @param {P[]} places in their order
 * @returns {{ group: string, places: P[] }[]}
 */
export function runs(places) {
  /** @type {{ group: string, places: P[] }[]} */
  const found = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last?.group === place.group) last.places.push(place);
    else found.push({ group: place.group, places: [place] });
  }
  return found;
}

/**
 * The places that lines use, by group.
 *
 * @param {Place[]} places
 * @param {Line[]} lines
 */
export function grouped(places, lines) {
  const used = new Set(lines.flatMap(({ source, target }) => [source, target]));
  return runs(places.filter(({ id }) => used.has(id)));
}

/**
 * The ports of each place in the order in which lines do not cross: those to what comes just before it first.
 *
 * @param {string[]} order ids of all places as they stand around or below each other
 * @param {Line[]} lines
 * @param {boolean} closed whether the last one stands beside the first
 * @returns {Map<string, Port[]>}
 */
export function portsOf(order, lines, closed) {
  const rank = new Map(order.map((id, at) => [id, at]));
  const at = (/** @type {string} */ id) => rank.get(id) ?? 0;
  /** @param {string} from @param {Port} port */
  const key = (from, { line: { source, target } }) => {
    const away = at(source === from ? target : source) - at(from);
    if (away === 0) return 0;
    // Around a circle the way is measured clockwise; in a column what is above comes first, the nearest before the farthest.
    return closed ? -((away + order.length) % order.length) : away < 0 ? -1e6 - away : 1e6 - away;
  };
  return new Map(order.map((id) => {
    const ports = lines.flatMap((line) => [
      ...(line.source === id ? [{ line, out: true }] : []),
      ...(line.target === id ? [{ line, out: false }] : []),
    ]);
    return [id, ports.sort((a, b) => key(id, a) - key(id, b) || a.line.id.localeCompare(b.line.id) || Number(b.out) - Number(a.out))];
  }));
}
