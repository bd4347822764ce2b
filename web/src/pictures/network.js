// The cell-to-cell network: who sends vesicles to whom, and what the findings say they do there.

import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { h, json, mount, onTheme, root, styles } from "../lib/dom.js";
import { graphSvg } from "./graph-svg.js";
import { lines, openGraph } from "./graph.js";
import { byId, choice, controls, findingList, kinds, least, panel, plural, ticks } from "./picture.js";
import { saveButtons } from "../lib/save.js";
import { MARKS, READINGS, inWords, mix, palette, tally } from "./signs.js";

cytoscape.use(fcose);

const TIPS = { plus: "triangle", minus: "tee", mixed: "diamond", neutral: "vee" };
const ANY = "";

function look() {
  const colours = palette();
  const edge = (kind) => ({ selector: `edge.${kind}`, style: { "line-color": colours[kind], "target-arrow-color": colours[kind], "target-arrow-shape": TIPS[kind] } });
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
    ...["plus", "minus", "mixed", "neutral"].map(edge),
    { selector: "edge.minus", style: { "line-style": "dashed" } },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: "node.chosen", style: { "border-width": 4 } },
    { selector: "edge.chosen", style: { opacity: 1, "overlay-color": colours.accent, "overlay-opacity": 0.2, "overlay-padding": 4 } },
  ];
}

/** Each edge with those of its findings that pass, in the order of their number. */
function passing(edges, findings, { outcome, reading }) {
  return edges
    .map(({ source, target, findings: ids }) => {
      const found = ids.map((id) => findings.get(id)).filter((finding) => finding && (outcome === ANY || finding.outcome === outcome));
      return { id: `${source}>${target}`, source, target, found, ...tally(found, reading) };
    })
    .sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}

/** Stretches the picture over its place, so that labels are as large as the text of the page; never tighter than they need. */
function fill(cy, { clientWidth, clientHeight }) {
  const nodes = cy.nodes();
  const box = nodes.boundingBox({ includeLabels: false });
  const needed = 140 * Math.sqrt(nodes.length);
  const scale = Math.max(1, needed / clientWidth, (0.7 * needed) / clientHeight);
  const stretch = (value, start, length, space) => (length ? ((value - start) / length) * space : value);
  nodes.positions((node) => ({
    x: stretch(node.position("x"), box.x1, box.w, scale * clientWidth - 120),
    y: stretch(node.position("y"), box.y1, box.h, scale * clientHeight - 90),
  }));
}

async function draw(place) {
  const [data, all] = await Promise.all([json(place.dataset.src), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findings = byId(all);
  const labels = new Map(data.nodes.map((node) => [node.id, node]));
  const chosen = { outcome: ANY, least: matchMedia("(min-width: 40rem)").matches ? 3 : 4, kinds: new Set(Object.keys(MARKS)), reading: "verdict" };
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
      idealEdgeLength: (edge) => 50 + 22 * Math.min(edge.source().connectedEdges().length, edge.target().connectedEdges().length),
      edgeElasticity: 0.2,
      nodeRepulsion: 90_000,
      gravity: 0.6,
      numIter: 6000,
      nodeDimensionsIncludeLabels: true,
    }),
  });
  graph.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  const name = (id) => labels.get(id)?.label ?? id;
  const link = (id) => h("a", { href: root() + labels.get(id).page }, name(id));
  const title = ({ source, target }) => (source === target ? `${name(source)} to its own kind` : `${name(source)} → ${name(target)}`);

  function select(element) {
    if (!element) return side.clear();
    if (element.isEdge()) return showEdge(shown.find((edge) => edge.id === element.id()));
    const edges = shown.filter((edge) => edge.source === element.id() || edge.target === element.id());
    const part = (words, some) => (some.length ? [h("h4", {}, words), some.map((edge) => [h("h5", {}, `${title(edge)} (${inWords(edge, chosen.reading)})`), findingList(edge.found, chosen.reading)])] : []);
    side.show(
      link(element.id()),
      ...[part("Sends", edges.filter((edge) => edge.source === element.id())), part("Receives", edges.filter((edge) => edge.target === element.id() && edge.source !== element.id()))].flat(3),
    );
  }

  function showEdge(edge) {
    side.show(h("span", {}, link(edge.source), " → ", link(edge.target)), h("p", {}, `${plural(edge.count, "finding")}: ${inWords(edge, chosen.reading)}`), findingList(edge.found, chosen.reading));
  }

  function startingNodes(ids) {
    // The best connected in the middle and the rest around: the same start gives the same picture.
    const rank = (id) => shown.filter((edge) => edge.source === id || edge.target === id).reduce((sum, edge) => sum + edge.count, 0);
    const sorted = [...ids].map((id) => [id, rank(id)]).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    return sorted.map(([id, count], i) => ({
      group: "nodes",
      data: { id, lines: lines(name(id), 18), size: Math.round(14 + 3.4 * Math.sqrt(count)), title: name(id) },
      position: { x: 42 * Math.sqrt(i) * Math.cos(2.4 * i), y: 42 * Math.sqrt(i) * Math.sin(2.4 * i) },
    }));
  }

  function update() {
    shown = passing(data.edges, findings, chosen).filter((edge) => edge.count >= chosen.least && chosen.kinds.has(edge.kind));
    const ids = new Set(shown.flatMap(({ source, target }) => [source, target]));
    const { cy } = graph;
    cy.elements().remove();
    cy.add(startingNodes(ids));
    cy.add(
      shown.map((edge) => ({
        group: "edges",
        classes: edge.kind,
        data: { id: edge.id, source: edge.source, target: edge.target, count: edge.count > 2 ? String(edge.count) : "", width: Math.min(9, 1 + 1.3 * Math.sqrt(edge.count)), title: `${title(edge)}: ${inWords(edge, chosen.reading)}` },
      })),
    );
    graph.arrange();
    fill(cy, graph.canvas);
    graph.frame();
    side.clear();
    const total = new Set(shown.flatMap((edge) => edge.found.map((finding) => finding.id))).size;
    status.textContent = shown.length ? `${`${ids.size} cells and tissues`}, ${plural(shown.length, "arrow")}, ${plural(total, "finding")}.` : "No arrow passes these filters.";
    legend.replaceChildren(...kinds(chosen.reading).map(([kind, words, mark]) => h("span", {}, h("span", { class: `mark ${kind}`, "aria-hidden": "true" }, mark), ` ${words}`)));
    table.replaceChildren(
      ...shown.map((edge) =>
        h("tr", {}, h("td", {}, link(edge.source)), h("td", {}, link(edge.target)), h("td", {}, `${MARKS[edge.kind]} ${inWords(edge, chosen.reading)}`),
          h("td", {}, h("button", { type: "button", onclick: () => (graph.choose(graph.cy.getElementById(edge.id)), side.place.focus(), side.place.scrollIntoView({ block: "nearest" })) }, plural(edge.count, "finding")))),
      ),
    );
  }

  const change = (key) => (value) => ((chosen[key] = value), update());
  const counts = new Map();
  for (const edge of data.edges) for (const id of edge.findings) {
    const outcome = findings.get(id)?.outcome;
    if (outcome) counts.set(outcome, (counts.get(outcome) ?? new Set()).add(id));
  }
  const outcomes = [...counts].sort((a, b) => b[1].size - a[1].size || a[0].localeCompare(b[0])).map(([outcome, ids]) => [outcome, `${outcome} (${ids.size})`]);
  const signs = h("div", { class: "holder" });
  const drawTicks = () => signs.replaceChildren(ticks("Arrows that say", kinds(chosen.reading), change("kinds")));
  const readings = Object.entries(READINGS).map(([key, { name: words }]) => [key, words]);
  drawTicks();

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      choice("Outcome", [[ANY, "any"], ...outcomes], ANY, (value) => {
        chosen.outcome = value;
        update();
      }),
      choice("Colour shows", readings, chosen.reading, (value) => {
        chosen.reading = value;
        chosen.kinds = new Set(Object.keys(MARKS));
        drawTicks();
        update();
      }),
      least("Findings at least", chosen.least, change("least")),
      signs,
    ),
    h("div", { class: "stage" }, h("div", {}, graph.canvas, legend), side.place),
    h("div", { class: "buttons" }, graph.buttons, saveButtons("bevo-network", () => svg()), status),
    h("details", {}, h("summary", {}, "The arrows in the picture as a table"), h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["From", "To", "Says", "Findings"].map((word) => h("th", { scope: "col" }, word)))), table))),
  );

  function svg() {
    const colours = palette();
    const words = chosen.outcome === ANY ? "Who sends vesicles to whom" : `Who sends vesicles to whom: ${chosen.outcome}`;
    return graphSvg(graph.cy, words, kinds(chosen.reading).map(([kind, text]) => [colours[kind], text, kind === "minus" ? "6 4" : null]), colours);
  }

  update();
}

await mount("network", draw);
