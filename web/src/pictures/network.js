// The cell-to-cell network: who sends vesicles to whom, and what the findings say they do there.

/** @import { Core, EdgeSingular, NodeDefinition, StylesheetJson } from "cytoscape" */
/** @import { Finding, Network } from "../data.js" */
/** @import { Element } from "./graph.js" */
/** @import { Legend } from "./graph-svg.js" */
/** @import { Kind, Reading, Tally } from "./signs.js" */

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { h, json, mount, root, styles } from "../lib/dom.js";
import { graphSvg } from "./graph-svg.js";
import { lines, openGraph } from "./graph.js";
import { choice, controls, findingList, least, lookUp, mark, panel, plural, ticks } from "./picture.js";
import { saveButtons } from "./save-buttons.js";
import { KINDS, MARKS, READINGS, inWords, mix, palette, tally } from "./signs.js";

cytoscape.use(fcose);

/** @typedef {Tally & { id: string, source: string, target: string, found: Finding[] }} Edge */

/** @type {Record<Kind, "triangle" | "tee" | "diamond" | "vee">} */
const TIPS = { plus: "triangle", minus: "tee", mixed: "diamond", neutral: "vee" };
const ANY = "";

/** @returns {StylesheetJson} */
function look() {
  const colours = palette();
  const edge = (/** @type {Kind} */ kind) => (
    { selector: `edge.${kind}`, style: { "line-color": colours[kind], "target-arrow-color": colours[kind], "target-arrow-shape": TIPS[kind] } }
  );
  return [
    {
      selector: "node",
      style: {
        label: "data(lines)", "text-wrap": "wrap", "text-valign": "bottom", "text-margin-y": 3, "line-height": 1.2,
        "font-size": 12, "font-family": "system-ui, sans-serif", color: colours.fg, "text-outline-color": colours.bg, "text-outline-width": 2,
        width: "data(size)", height: "data(size)", "background-color": mix(colours.accent, colours.bg, 0.25), "border-color": colours.accent, "border-width": 1.5,
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)", "curve-style": "bezier", "control-point-step-size": 44, "arrow-scale": 1.1, opacity: 0.85, "loop-direction": "-60deg", "loop-sweep": "60deg",
        label: "data(count)", "font-size": 10, color: colours.fg, "text-outline-color": colours.bg, "text-outline-width": 2,
      },
    },
    ...KINDS.map(edge),
    { selector: "edge.minus", style: { "line-style": "dashed" } },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: "node.chosen", style: { "border-width": 4 } },
    { selector: "edge.chosen", style: { opacity: 1, "overlay-color": colours.accent, "overlay-opacity": 0.2, "overlay-padding": 4 } },
  ];
}

/**
 * Each edge with those of its findings that pass, in the order of their number.
 *
 * @param {Network["edges"]} edges
 * @param {(ids: string[]) => Finding[]} findingsOf
 * @param {{ outcome: string, reading: Reading }} chosen
 * @returns {Edge[]}
 */
function passing(edges, findingsOf, { outcome, reading }) {
  return edges
    .map(({ source, target, findings }) => {
      const found = findingsOf(findings).filter((finding) => outcome === ANY || finding.outcome === outcome);
      return { id: `${source}>${target}`, source, target, found, ...tally(found, reading) };
    })
    .sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

/**
 * Stretches the picture over its place, so that labels are as large as the text of the page; never tighter than they need.
 *
 * @param {Core} cy
 * @param {HTMLElement} place
 */
function fill(cy, { clientWidth, clientHeight }) {
  const nodes = cy.nodes();
  const box = nodes.boundingBox({ includeLabels: false });
  const needed = 140 * Math.sqrt(nodes.length);
  const scale = Math.max(1, needed / clientWidth, (0.7 * needed) / clientHeight);
  const stretch = (/** @type {number} */ value, /** @type {number} */ start, /** @type {number} */ length, /** @type {number} */ space) => (length ? ((value - start) / length) * space : value);
  nodes.positions((node) => ({
    x: stretch(node.position("x"), box.x1, box.w, scale * clientWidth - 120),
    y: stretch(node.position("y"), box.y1, box.h, scale * clientHeight - 90),
  }));
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  /** @type {[Network, Finding[], unknown]} */
  const [data, all] = await Promise.all([json(address), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findingsOf = lookUp(all);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  /** @type {{ outcome: string, least: number, kinds: Set<Kind>, reading: Reading }} */
  const chosen = { outcome: ANY, least: matchMedia("(min-width: 40rem)").matches ? 3 : 4, kinds: new Set(KINDS), reading: "verdict" };
  /** @type {Edge[]} */
  let shown = [];

  const side = panel("Choose a cell or an arrow to see its findings.");
  const table = h("tbody");
  const status = h("p", { class: "hint", role: "status" });
  const legend = h("p", { class: "legend" });
  const graph = openGraph({
    label: "Network of cells and tissues that send vesicles to each other",
    look,
    select,
    company: (element) => (element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes())),
    centre: (cy) => cy.nodes().max((node) => node.data("size")).ele,
    layout: () => ({
      name: "fcose",
      quality: "proof",
      randomize: false,
      // Hubs that know each other are kept apart, or their arrows could not be told apart.
      idealEdgeLength: (/** @type {EdgeSingular} */ edge) => 50 + 22 * Math.min(edge.source().connectedEdges().length, edge.target().connectedEdges().length),
      edgeElasticity: 0.2,
      nodeRepulsion: 90_000,
      gravity: 0.6,
      numIter: 6000,
      nodeDimensionsIncludeLabels: true,
    }),
  });
  graph.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  const name = (/** @type {string} */ id) => nodes.get(id)?.label ?? id;
  const link = (/** @type {string} */ id) => h("a", { href: root() + (nodes.get(id)?.page ?? "") }, name(id));
  const title = (/** @type {Edge} */ { source, target }) => (source === target ? `${name(source)} to its own kind` : `${name(source)} → ${name(target)}`);
  const says = (/** @type {Edge} */ edge) => inWords(edge, chosen.reading);
  const words = () => READINGS[chosen.reading];

  /** @param {Element | null} element */
  function select(element) {
    if (!element) return side.clear();
    const id = element.id();
    const edge = shown.find((one) => one.id === id);
    if (edge) {
      side.show(h("span", {}, link(edge.source), " → ", link(edge.target)), h("p", {}, `${plural(edge.count, "finding")}: ${says(edge)}`), findingList(edge.found, chosen.reading));
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
    edges.length > 0 && [h("h4", {}, heading), edges.map((edge) => [h("h5", {}, `${title(edge)} (${says(edge)})`), findingList(edge.found, chosen.reading)])];

  /**
   * The best connected in the middle and the rest around: the same start gives the same picture.
   *
   * @param {Set<string>} ids
   * @returns {NodeDefinition[]}
   */
  function startingNodes(ids) {
    const rank = (/** @type {string} */ id) => shown.reduce((sum, edge) => sum + (edge.source === id || edge.target === id ? edge.count : 0), 0);
    const sorted = [...ids].map((id) => ({ id, count: rank(id) })).sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
    return sorted.map(({ id, count }, i) => ({
      group: "nodes",
      data: { id, lines: lines(name(id), 18).join("\n"), size: Math.round(14 + 3.4 * Math.sqrt(count)), title: name(id) },
      position: { x: 42 * Math.sqrt(i) * Math.cos(2.4 * i), y: 42 * Math.sqrt(i) * Math.sin(2.4 * i) },
    }));
  }

  function update() {
    shown = passing(data.edges, findingsOf, chosen).filter((edge) => edge.count >= chosen.least && chosen.kinds.has(edge.kind));
    const ids = new Set(shown.flatMap(({ source, target }) => [source, target]));
    const { cy } = graph;
    cy.elements().remove();
    cy.add(startingNodes(ids));
    cy.add(
      shown.map((edge) => ({
        group: "edges",
        classes: edge.kind,
        data: { id: edge.id, source: edge.source, target: edge.target, count: edge.count > 2 ? String(edge.count) : "", width: Math.min(9, 1 + 1.3 * Math.sqrt(edge.count)), title: `${title(edge)}: ${says(edge)}` },
      })),
    );
    graph.arrange();
    fill(cy, graph.canvas);
    graph.frame();
    side.clear();
    const total = new Set(shown.flatMap((edge) => edge.found.map((finding) => finding.id))).size;
    status.textContent = shown.length ? `${ids.size} cells and tissues, ${plural(shown.length, "arrow")}, ${plural(total, "finding")}.` : "No arrow passes these filters.";
    legend.replaceChildren(...KINDS.map((kind) => h("span", {}, mark(kind), ` ${words()[kind]}`)));
    table.replaceChildren(...shown.map(tableRow));
  }

  /** @param {Edge} edge */
  function tableRow(edge) {
    const open = () => {
      graph.choose(graph.cy.getElementById(edge.id));
      side.place.focus();
      side.place.scrollIntoView({ block: "nearest" });
    };
    const button = h("button", { type: "button", onclick: open }, plural(edge.count, "finding"));
    return h("tr", {}, h("td", {}, link(edge.source)), h("td", {}, link(edge.target)), h("td", {}, `${MARKS[edge.kind]} ${says(edge)}`), h("td", {}, button));
  }

  /** @param {Partial<typeof chosen>} changes */
  const change = (changes) => {
    Object.assign(chosen, changes);
    update();
  };
  /** @type {Map<string, Set<string>>} */
  const byOutcome = new Map();
  for (const { outcome, id } of data.edges.flatMap((edge) => findingsOf(edge.findings))) {
    if (outcome) byOutcome.set(outcome, (byOutcome.get(outcome) ?? new Set()).add(id));
  }
  const outcomes = [...byOutcome]
    .sort(([a, some], [b, others]) => others.size - some.size || a.localeCompare(b))
    .map(([outcome, ids]) => /** @type {[string, string]} */ ([outcome, `${outcome} (${ids.size})`]));
  const signs = h("div", { class: "holder" });
  const drawTicks = () => signs.replaceChildren(ticks("Arrows that say", words(), (kinds) => change({ kinds })));
  drawTicks();

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      choice("Outcome", [[ANY, "any"], ...outcomes], ANY, (outcome) => change({ outcome })),
      choice("Colour shows", [["verdict", READINGS.verdict.name], ["sign", READINGS.sign.name]], chosen.reading, (reading) => {
        change({ reading, kinds: new Set(KINDS) });
        drawTicks();
      }),
      least("Findings at least", chosen.least, (value) => change({ least: value })),
      signs,
    ),
    h("div", { class: "stage" }, h("div", {}, graph.canvas, legend), side.place),
    h("div", { class: "buttons" }, graph.buttons, saveButtons("bevo-network", svg), status),
    h(
      "details",
      {},
      h("summary", {}, "The arrows in the picture as a table"),
      h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["From", "To", "Says", "Findings"].map((word) => h("th", { scope: "col" }, word)))), table)),
    ),
  );

  function svg() {
    const colours = palette();
    const whole = chosen.outcome === ANY ? "Who sends vesicles to whom" : `Who sends vesicles to whom: ${chosen.outcome}`;
    /** @type {Legend} */
    const lineKinds = KINDS.map((kind) => [colours[kind], words()[kind], kind === "minus" ? "6 4" : undefined]);
    return graphSvg(graph.cy, whole, lineKinds, colours);
  }

  update();
}

await mount("network", draw);
