// The cell-to-cell network: who sends vesicles to whom, and what the findings say they do there.

/** @import { Network, Said } from "../data.js" */
/** @import { Drawing } from "./figure.js" */
/** @import { Kind, Lens, Palette, Reading, Tally, View } from "./signs.js" */

import { h, json, mount, root, styles } from "../lib/dom.js";
import { column } from "./column.js";
import { openFigure } from "./figure.js";
import { shortening, sheet } from "./lines.js";
import { networkSvg, widthOf } from "./network-svg.js";
import { choice, controls, findingIds, findingList, least, legendOf, lensChoice, panel, plural, tableOf, tick, ticks } from "./picture.js";
import { saveButtons } from "./save-buttons.js";
import { KINDS, LENSES, STYLES, inLens, inWords, palette, printed, tally, wordsOf } from "./signs.js";
import { wheel } from "./wheel.js";

/** @typedef {Tally & { id: string, source: string, target: string, found: Said[] }} Edge */
/** @typedef {View & { outcome: string, least: number, kinds: Set<Kind>, strays: boolean }} Chosen */

const ANY = "";

/**
 * Each edge with those of its findings that pass, the fullest first.
 *
 * @param {Network} data
 * @param {Chosen} chosen
 * @returns {Edge[]}
 */
export function passing({ edges, findings }, chosen) {
  const told = edges.map(({ source, target, findings: ids }) => {
    const found = ids.map((id) => findings[id]).filter((finding) => inLens(chosen.lens, finding) && (chosen.outcome === ANY || finding.outcome === chosen.outcome));
    return { id: `${source}>${target}`, source, target, found, ...tally(found, chosen) };
  });
  const passed = told.filter((edge) => edge.count >= Math.max(1, chosen.least) && chosen.kinds.has(edge.kind));
  const shown = chosen.strays ? passed : together(passed);
  return shown.sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

/**
 * The edges without those of cells that only meet each other, away from all the rest.
 *
 * @template {{ source: string, target: string }} E
 * @param {E[]} edges
 * @returns {E[]}
 */
export function together(edges) {
  /** @type {Map<string, string>} */
  const above = new Map();
  const top = (/** @type {string} */ id) => {
    let at = id;
    for (let next = above.get(at); next !== undefined && next !== at; next = above.get(at)) at = next;
    return at;
  };
  for (const { source, target } of edges) {
    const [a, b] = [top(source), top(target)].sort();
    above.set(a, a);
    above.set(b, a);
  }
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const { source } of edges) sizes.set(top(source), (sizes.get(top(source)) ?? 0) + 1);
  const largest = Math.max(0, ...sizes.values());
  return edges.filter(({ source }) => (sizes.get(top(source)) ?? 0) === largest || (sizes.get(top(source)) ?? 0) > 3);
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  /** @type {[Network, unknown]} */
  const [data] = await Promise.all([json(address), styles("pictures.css")]);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const wideEnough = matchMedia("(min-width: 40rem)");
  /** @type {Chosen} */
  const chosen = { lens: "all", outcome: ANY, least: wideEnough.matches ? 3 : 4, kinds: new Set(KINDS), reading: "verdict", strays: false };
  let shown = passing(data, chosen);

  const side = panel("Choose a cell or an arrow to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const legend = h("p", { class: "legend" });
  const table = tableOf("network");
  const figure = openFigure({ label: "Network of cells and tissues that send vesicles to each other", draw: () => picture(palette(), !wideEnough.matches), select, company });
  figure.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  const name = (/** @type {string} */ id) => nodes.get(id)?.label ?? id;
  const link = (/** @type {string} */ id) => h("a", { href: root() + (nodes.get(id)?.page ?? "") }, name(id));
  const title = (/** @type {Edge} */ { source, target }) => (source === target ? `${name(source)} to its own kind` : `${name(source)} → ${name(target)}`);
  const says = (/** @type {Edge} */ edge) => inWords(edge, chosen);

  /** @param {Palette} colours @param {boolean} narrow @returns {Drawing | null} */
  function picture(colours, narrow) {
    if (!shown.length) return null;
    const byId = new Map(shown.map((edge) => [edge.id, edge]));
    const one = (/** @type {string} */ id) => /** @type {Edge} */ (byId.get(id));
    const styleOf = (/** @type {string} */ id) => STYLES[chosen.reading][one(id).kind];
    const short = (/** @type {{ id: string, count: number }} */ { id, count }) => shortening(styleOf(id), widthOf(count));
    const layout = narrow ? column(data.nodes, shown, short, Math.max(320, figure.canvas.clientWidth - 6)) : wheel(data.nodes, shown, short);
    const told = (/** @type {string} */ id) => {
      const edge = one(id);
      const counts = { "data-plus": edge.plus, "data-minus": edge.minus, "data-neither": edge.neither };
      return { style: styleOf(id), title: `${title(edge)}: ${says(edge)}`, data: counts };
    };
    return networkSvg(layout, told, name, colours);
  }

  /** @param {string} id */
  function company(id) {
    const edges = shown.filter((edge) => edge.id === id || edge.source === id || edge.target === id);
    return new Set([id, ...edges.flatMap((edge) => [edge.id, edge.source, edge.target])]);
  }

  /** @param {string | null} id */
  function select(id) {
    if (id === null) return side.clear();
    const edge = shown.find((one) => one.id === id);
    if (edge) {
      side.show(h("span", {}, link(edge.source), " → ", link(edge.target)), h("p", {}, `${plural(edge.count, "finding")}: ${says(edge)}`), findingList(edge.found, chosen));
    } else {
      const sends = shown.filter(({ source }) => source === id);
      const receives = shown.filter(({ source, target }) => target === id && source !== id);
      side.show(link(id), part("Sends", sends), part("Receives", receives));
    }
  }

  /**
   * @param {string} heading
   * @param {Edge[]} edges
   */
  const part = (heading, edges) =>
    edges.length > 0 && [h("h4", {}, heading), edges.map((edge) => [h("h5", {}, `${title(edge)} (${says(edge)})`), findingList(edge.found, chosen)])];

  function update() {
    shown = passing(data, chosen);
    figure.show();
    const total = new Set(shown.flatMap((edge) => edge.found.map((finding) => finding.id))).size;
    const cells = new Set(shown.flatMap(({ source, target }) => [source, target])).size;
    const left = chosen.strays ? 0 : passing(data, { ...chosen, strays: true }).length - shown.length;
    status.textContent = shown.length
      ? `${cells} cells and tissues, ${plural(shown.length, "arrow")}, ${plural(total, "finding")}.${left ? ` ${plural(left, "arrow")} of pairs apart from the rest ${left === 1 ? "is" : "are"} hidden.` : ""}`
      : "No arrow passes these filters.";
    legend.replaceChildren(...legendOf(chosen));
    const words = wordsOf(chosen);
    const heads = ["From", "To", words.plus, words.minus, words.neutral, "Findings"];
    table.fill(heads.map((head) => head[0].toUpperCase() + head.slice(1)), shown.map((edge) => [
      link(edge.source), link(edge.target), table.count(edge.plus, STYLES[chosen.reading].plus), table.count(edge.minus, STYLES[chosen.reading].minus), edge.neither,
      findingIds(edge.found.map(({ id }) => id)),
    ]), shown.map(({ id }) => id));
  }

  /** @param {Partial<Chosen>} changes */
  const change = (changes) => {
    Object.assign(chosen, changes);
    update();
  };
  /** @type {Map<string, Set<string>>} */
  const byOutcome = new Map();
  for (const { outcome, id } of data.edges.flatMap((edge) => edge.findings.map((one) => data.findings[one]))) {
    if (outcome) byOutcome.set(outcome, (byOutcome.get(outcome) ?? new Set()).add(id));
  }
  const outcomes = [...byOutcome]
    .sort(([a, some], [b, others]) => others.size - some.size || a.localeCompare(b))
    .map(([outcome, ids]) => /** @type {[string, string]} */ ([outcome, `${outcome} (${ids.size})`]));
  const kinds = h("div", { class: "holder" });
  const afresh = (/** @type {Partial<Chosen>} */ changes) => {
    change({ ...changes, kinds: new Set(KINDS) });
    kinds.replaceChildren(ticks("Arrows that say", chosen, (some) => change({ kinds: some })));
  };

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      lensChoice(chosen.lens, (/** @type {Lens} */ lens) => afresh({ lens })),
      choice("Outcome", [[ANY, "any"], ...outcomes], ANY, (outcome) => change({ outcome })),
      choice("Colour shows", [["verdict", "gain or loss"], ["sign", "promotes or inhibits"]], chosen.reading, (/** @type {Reading} */ reading) => afresh({ reading })),
      least("Findings at least", chosen.least, (value) => change({ least: value })),
      kinds,
      tick("Pairs apart from the rest", chosen.strays, (strays) => change({ strays })),
    ),
    h("div", { class: "stage" }, h("div", {}, figure.canvas, legend), side.place),
    h("div", { class: "buttons" }, figure.buttons, saveButtons("bevo-network", file), status),
  );

  /** The picture for a file is that of a wide page, whatever the screen. */
  function file() {
    const colours = printed();
    const drawing = picture(colours, false);
    if (!drawing) return null;
    const { about } = LENSES[chosen.lens];
    const words = wordsOf(chosen);
    return sheet({
      title: `Who sends vesicles to whom${chosen.lens === "all" ? "" : `: ${about}`}${chosen.outcome ? `: ${chosen.outcome}` : ""}`,
      drawing,
      legend: KINDS.map((kind) => ({ style: STYLES[chosen.reading][kind], words: words[kind] })),
      note: `Numbers at the tips: findings. Lines with at least ${plural(chosen.least, "finding")}. BEVO, https://w3id.org/bevo/`,
    }, colours);
  }

  afresh({});
}

if (typeof document !== "undefined") await mount("network", draw);
