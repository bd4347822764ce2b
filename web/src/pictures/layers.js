// A diagram in layers from left to right (after Sugiyama): boxes that follow from each other, lines that pass between boxes.

/** @import { Point } from "./lines.js" */

import { round } from "./lines.js";

/**
 * @typedef {{ id: string, width: number, height: number, role: string }} Box
 * @typedef {{ id: string, source: string, target: string, short: number }} Link short is how far before its end a line stops, for its tip
 * @typedef {{ id: string, y: number, high: number, link?: string }} Stop a box, or where a line passes a layer
 * @typedef {{ d: string, end: Point, angle: number, middle: Point }} Way
 * @typedef {{ width: number, height: number, boxes: Map<string, Point>, ways: Map<string, Way> }} Layered
 */

const [GAP, PASS, EDGE] = [16, 14, 10];

/** The links that would lead back, in the order in which they are met. @param {Box[]} boxes @param {Link[]} links */
function backwards(boxes, links) {
  const from = Map.groupBy(links, ({ source }) => source);
  const back = new Set();
  const [done, open] = [new Set(), new Set()];
  const visit = (/** @type {string} */ id) => {
    open.add(id);
    for (const link of from.get(id) ?? []) {
      if (open.has(link.target)) back.add(link.id);
      else if (!done.has(link.target)) visit(link.target);
    }
    open.delete(id);
    done.add(id);
  };
  for (const { id } of boxes) if (!done.has(id)) visit(id);
  return back;
}

/**
 * The layer of each box: after all that leads to it; outcomes that lead nowhere stand last, sources right before the first.
 *
 * @param {Box[]} boxes
 * @param {Link[]} links that do not lead back
 */
function ranks(boxes, links) {
  const rank = new Map(boxes.map(({ id }) => [id, 0]));
  const at = (/** @type {string} */ id) => rank.get(id) ?? 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const { source, target } of links) {
      if (at(target) > at(source)) continue;
      rank.set(target, at(source) + 1);
      changed = true;
    }
  }
  const last = Math.max(0, ...rank.values());
  for (const { id, role } of boxes) {
    const next = links.filter(({ source }) => source === id).map(({ target }) => at(target));
    if (role === "outcome" && !next.length) rank.set(id, last);
    else if (next.length && !links.some(({ target }) => target === id)) rank.set(id, Math.min(...next) - 1);
  }
  return rank;
}

/**
 * Heights as near as can be to those wanted, without overlap (isotonic regression).
 *
 * @param {Stop[]} stops from top to bottom
 * @param {number[]} wanted
 */
function settle(stops, wanted) {
  let sum = 0;
  const need = stops.map((stop, i) => {
    const before = stops[i - 1];
    if (before) sum += (before.high + stop.high) / 2 + (before.link || stop.link ? EDGE : GAP);
    return sum;
  });
  /** @type {{ mean: number, size: number }[]} */
  const blocks = [];
  wanted.forEach((want, i) => {
    let block = { mean: want - need[i], size: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      block = { mean: (last.mean * last.size + block.mean * block.size) / (last.size + block.size), size: last.size + block.size };
    }
    blocks.push(block);
  });
  const levels = blocks.flatMap(({ mean, size }) => new Array(size).fill(mean));
  stops.forEach((stop, i) => { stop.y = levels[i] + need[i]; });
}

/**
 * Boxes by what they are linked to: each part of the diagram that nothing links to another.
 *
 * @param {Box[]} boxes
 * @param {Link[]} links
 */
function parts(boxes, links) {
  const part = new Map(boxes.map(({ id }, i) => [id, i]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { source, target } of links) {
      const least = Math.min(part.get(source) ?? 0, part.get(target) ?? 0);
      for (const id of [source, target]) {
        if (part.get(id) === least) continue;
        part.set(id, least);
        changed = true;
      }
    }
  }
  return [...Map.groupBy(boxes, ({ id }) => part.get(id)).values()];
}

/**
 * Where boxes stand and lines go; the same input gives the same diagram. Parts without a link stand below each other.
 *
 * @param {Box[]} boxes
 * @param {Link[]} links
 * @param {number} space between layers
 * @returns {Layered}
 */
export function layered(boxes, links, space) {
  /** @type {Layered} */
  const whole = { width: 0, height: 0, boxes: new Map(), ways: new Map() };
  for (const some of parts(boxes, links)) {
    const own = new Set(some.map(({ id }) => id));
    const down = whole.height ? whole.height + 2 * GAP : 0;
    const one = connected(some, links.filter(({ source }) => own.has(source)), space, down);
    for (const [id, at] of one.boxes) whole.boxes.set(id, at);
    for (const [id, way] of one.ways) whole.ways.set(id, way);
    whole.width = Math.max(whole.width, one.width);
    whole.height = one.height;
  }
  return whole;
}

/**
 * The same for one part.
 *
 * @param {Box[]} boxes
 * @param {Link[]} links
 * @param {number} space
 * @param {number} down where its top is
 * @returns {Layered}
 */
function connected(boxes, links, space, down) {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const sizeOf = (/** @type {string} */ id) => byId.get(id) ?? { width: 0, height: PASS };
  const back = backwards(boxes, links);
  const forward = links.filter(({ id }) => !back.has(id));
  const rank = ranks(boxes, forward);
  const rankOf = (/** @type {string} */ id) => rank.get(id) ?? 0;

  /** @type {Stop[][]} */
  const layers = Array.from({ length: Math.max(0, ...rank.values()) + 1 }, () => []);
  for (const { id, height } of boxes) layers[rankOf(id)].push({ id, y: 0, high: height });
  /** @type {Map<string, string[]>} the stops of each line */
  const routes = new Map();
  /** @type {Map<string, string[]>[]} */
  const [before, after] = [new Map(), new Map()];
  const join = (/** @type {string} */ a, /** @type {string} */ b) => {
    after.set(a, [...(after.get(a) ?? []), b]);
    before.set(b, [...(before.get(b) ?? []), a]);
  };
  for (const link of forward) {
    const route = [link.source];
    for (let layer = rankOf(link.source) + 1; layer < rankOf(link.target); layer += 1) {
      const id = `${link.id} at ${layer}`;
      layers[layer].push({ id, y: 0, high: PASS, link: link.id });
      route.push(id);
    }
    route.push(link.target);
    route.slice(1).forEach((id, i) => join(route[i], id));
    routes.set(link.id, route);
  }
  const stops = new Map(layers.flat().map((stop) => [stop.id, stop]));
  const y = (/** @type {string} */ id) => stops.get(id)?.y ?? 0;
  const mean = (/** @type {Stop} */ stop, /** @type {Map<string, string[]>[]} */ sides) => {
    const near = sides.flatMap((side) => side.get(stop.id) ?? []);
    return near.length ? near.reduce((sum, id) => sum + y(id), 0) / near.length : stop.y;
  };
  for (const layer of layers) settle(layer, layer.map((_, i) => i));
  for (let sweep = 0; sweep < 12; sweep += 1) {
    const rightwards = sweep % 2 === 0;
    for (const layer of rightwards ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((stop) => [stop, mean(stop, [rightwards ? before : after])]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      settle(layer, layer.map((stop) => wanted.get(stop) ?? 0));
    }
  }
  for (let sweep = 0; sweep < 6; sweep += 1) for (const layer of layers) settle(layer, layer.map((stop) => mean(stop, [before, after])));

  let left = 0;
  const xs = layers.map((layer) => {
    const width = Math.max(0, ...layer.map(({ id }) => sizeOf(id).width));
    const x = left + width / 2;
    left += width + space;
    return { x, width };
  });
  const tops = [...stops.values()].map(({ y: middle, high }) => middle - high / 2);
  const top = Math.min(...tops) - down;
  for (const stop of stops.values()) stop.y -= top;
  const boxesAt = new Map(boxes.map(({ id }) => [id, { x: xs[rankOf(id)].x, y: y(id) }]));

  /** Lines leave and reach a box one below the other, in the order of where they go. @param {string} id @param {"source" | "target"} end */
  const slots = (id, end) => {
    const own = forward.filter((link) => link[end] === id);
    const next = (/** @type {Link} */ link) => y((end === "source" ? routes.get(link.id)?.[1] : routes.get(link.id)?.at(-2)) ?? id);
    own.sort((a, b) => next(a) - next(b) || a.id.localeCompare(b.id));
    const room = sizeOf(id).height - 12;
    return own.map((link, i) => /** @type {[string, number]} */ ([link.id, y(id) + (own.length > 1 ? (i / (own.length - 1) - 0.5) * Math.min(room, 15 * (own.length - 1)) : 0)]));
  };
  const starts = new Map(boxes.flatMap(({ id }) => slots(id, "source")));
  const stopsAt = new Map(boxes.flatMap(({ id }) => slots(id, "target")));

  /** @type {Map<string, Way>} */
  const ways = new Map();
  for (const link of forward) {
    const route = routes.get(link.id) ?? [];
    const first = /** @type {Point} */ (boxesAt.get(link.source));
    const last = /** @type {Point} */ (boxesAt.get(link.target));
    const begin = { x: first.x + sizeOf(link.source).width / 2, y: starts.get(link.id) ?? first.y };
    const end = { x: last.x - sizeOf(link.target).width / 2, y: stopsAt.get(link.id) ?? last.y };
    const through = route.slice(1, -1).flatMap((id, i) => {
      const { x, width } = xs[rankOf(link.source) + 1 + i];
      return [{ x: x - width / 2, y: y(id) }, { x: x + width / 2, y: y(id) }];
    });
    const points = [begin, ...through, { x: end.x - link.short, y: end.y }];
    const d = points.slice(1).map((to, i) => {
      const from = points[i];
      const mid = round((from.x + to.x) / 2);
      return `C${mid} ${round(from.y)} ${mid} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
    });
    const near = points.at(-2) ?? begin;
    ways.set(link.id, { d: `M${round(begin.x)} ${round(begin.y)}${d.join("")}`, end, angle: 0, middle: { x: (near.x + end.x) / 2, y: (near.y + end.y) / 2 } });
  }
  // What leads back goes below all boxes.
  let bottom = Math.max(0, ...[...stops.values()].map(({ y: middle, high }) => middle + high / 2));
  for (const link of links.filter(({ id }) => back.has(id))) {
    const [from, to] = [link.source, link.target].map((id) => ({ ...(/** @type {Point} */ (boxesAt.get(id))), ...{ half: sizeOf(id).height / 2 } }));
    const itself = link.source === link.target;
    const [a, b] = [from.x + (itself ? 14 : 8), to.x - (itself ? 14 : 8)];
    const low = itself ? from.y + from.half + 18 : (bottom += 14);
    const end = { x: b, y: to.y + to.half };
    const d = `M${round(a)} ${round(from.y + from.half)}C${round(a)} ${round(low + 8)} ${round(b)} ${round(low + 8)} ${round(b)} ${round(end.y + link.short)}`;
    ways.set(link.id, { d, end, angle: -90, middle: { x: (a + b) / 2, y: low } });
  }
  return { width: Math.max(0, left - space), height: bottom + (back.size ? 20 : 0), boxes: boxesAt, ways };
}
