// Mechanism chains of one cargo: who sends it, what it does step by step, and where that ends.

/** @import { EdgeDefinition, NodeDefinition, StylesheetJson } from "cytoscape" */
/** @import { Cargo, Finding, Mechanisms, Told } from "../data.js" */
/** @import { ChainEdge, ChainNode } from "./chains.js" */
/** @import { Element } from "./graph.js" */
/** @import { Legend } from "./graph-svg.js" */
/** @import { Kind } from "./signs.js" */

import cytoscape from "cytoscape";
import dagre from "cytoscape-dagre";
import { h, json, mount, root, styles } from "../lib/dom.js";
import { matching } from "../lib/matching.js";
import { LEADS, RELEASES, chains, stepWords } from "./chains.js";
import { graphSvg } from "./graph-svg.js";
import { lines, openGraph } from "./graph.js";
import { findingLink, findingList, lookUp, mark, panel, plural } from "./picture.js";
import { saveButtons } from "./save-buttons.js";
import { KINDS, MARKS, SIGNS, kindOf, mix, palette, signOf } from "./signs.js";

cytoscape.use(dagre);

/** @type {Record<string, string>} */
const CLASS_OF_VERB = { [RELEASES]: "releases", [LEADS]: "leads" };

const narrow = () => matchMedia("(max-width: 40rem)").matches;

/** @returns {StylesheetJson} */
function look() {
  const colours = palette();
  const soft = (/** @type {string} */ colour) => ({ "background-color": mix(colour, colours.bg, 0.16), "border-color": colour });
  const line = (/** @type {Kind} */ kind, /** @type {"vee" | "triangle" | "tee"} */ tip) => (
    { selector: `edge.${kind}`, style: { "line-color": colours[kind], "target-arrow-color": colours[kind], "target-arrow-shape": tip } }
  );
  return [
    {
      selector: "node",
      style: {
        label: "data(lines)", shape: "round-rectangle", width: "data(width)", height: "data(height)", "text-wrap": "wrap", "text-valign": "center", "line-height": 1.2,
        "font-size": 13, "font-family": "system-ui, sans-serif", color: colours.fg, "text-outline-width": 0, "border-width": 1.5, ...soft(colours.neutral),
      },
    },
    { selector: "node.source", style: { "corner-radius": "18", ...soft(colours.accent) } },
    { selector: "node.cargo", style: { "border-width": 3, "font-weight": 600, ...soft(colours.accent) } },
    ...KINDS.map((kind) => ({ selector: `node.outcome.${kind}`, style: { shape: /** @type {const} */ ("rectangle"), ...soft(colours[kind]) } })),
    {
      selector: "edge",
      style: {
        width: "data(width)", "curve-style": "bezier", "source-endpoint": "90deg", "target-endpoint": "270deg", "arrow-scale": 1.1, label: "data(count)", "font-size": 11, color: colours.fg,
        "text-outline-color": colours.bg, "text-outline-width": 2.5,
      },
    },
    line("neutral", "vee"),
    line("plus", "triangle"),
    line("minus", "tee"),
    { selector: "edge.releases", style: { "line-style": "dotted" } },
    { selector: "edge.background", style: { "line-style": "dashed" } },
    { selector: "edge.leads", style: { "line-style": "dashed", "target-arrow-shape": "none" } },
    // Backwards or to itself, a line needs room that the sides of the boxes do not give.
    { selector: "edge.back", style: { "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: ".chosen", style: { "overlay-color": colours.accent, "overlay-opacity": 0.18, "overlay-padding": 4 } },
  ];
}

/**
 * Cytoscape's node for a thing: a box as large as its words.
 *
 * @param {ChainNode} node
 * @returns {NodeDefinition}
 */
function box({ id, label, role, signs, ids }) {
  const kind = role === "outcome" ? kindOf(signs.has(SIGNS.plus), signs.has(SIGNS.minus)) : null;
  const rows = `${kind ? `${MARKS[kind]} ` : ""}${label}`.split("\n").flatMap((line) => lines(line, narrow() ? 13 : 20));
  const longest = Math.max(...rows.map((row) => row.length));
  const title = label.replaceAll("\n", " ") + (kind ? `: ${[...signs].sort().join(", ")}` : "");
  return {
    group: "nodes",
    classes: `${role} ${kind ?? ""}`,
    data: { id, ids, lines: rows.join("\n"), title, width: Math.round(7.2 * longest + 24), height: 16 * rows.length + 16 },
  };
}

/**
 * @param {ChainEdge} edge
 * @returns {EdgeDefinition}
 */
function arrow({ id, source, target, verb, ids, background }) {
  return {
    group: "edges",
    classes: `${signOf(verb)} ${background ? "background" : (CLASS_OF_VERB[verb] ?? "")}`,
    data: { id, ids, verb, source, target, count: ids.size > 1 ? String(ids.size) : "", width: 1.2 + 0.8 * Math.sqrt(ids.size), background, title: `${verb}${background ? ` by background (${background})` : ""}: ${[...ids].join(", ")}` },
  };
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  /** @type {[Mechanisms, Finding[], unknown]} */
  const [{ cargo: all }, told] = await Promise.all([json(address), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findingsOf = lookUp(told);
  const byName = new Map(all.map((cargo) => [cargo.label.toLowerCase(), cargo]));
  const names = all.map(({ label }) => label);
  // The cargo with most to tell is a better start than the first of the alphabet.
  const fullest = all.toSorted((a, b) => b.findings.length - a.findings.length)[0];
  /** @type {Cargo} */
  let current;

  const side = panel("Choose a box or an arrow to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const list = h("ol", { class: "chains" });
  const options = h("datalist", { id: "cargo-names" });
  const input = h("input", {
    type: "search", list: options.id, autocomplete: "off", spellcheck: "false",
    oninput: () => {
      const found = byName.get(input.value.toLowerCase());
      if (found) show(found);
      else options.replaceChildren(...matching(names, input.value).map((value) => h("option", { value })));
    },
    onchange: () => {
      if (byName.has(input.value.trim().toLowerCase())) return;
      const near = matching(names, input.value).slice(0, 5);
      status.textContent = `No vesicle here carries “${input.value}”${near.length ? `; there is ${near.join(", ")}` : ""}.`;
    },
    onfocus: () => { input.select(); },
  });
  const graph = openGraph({
    label: "Mechanism chains of a cargo",
    look,
    select,
    // The whole chain of each finding that goes through the element.
    company: (element) => {
      const ids = [...element.data("ids")];
      return element.cy().elements().filter((other) => ids.some((id) => other.data("ids").has(id)));
    },
    centre: (cy) => cy.getElementById("cargo"),
    layout: () => ({ name: "dagre", rankDir: "LR", nodeSep: 14, edgeSep: 8, rankSep: narrow() ? 28 : 80 }),
  });
  graph.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  /** @param {Element | null} element */
  function select(element) {
    if (!element) return side.clear();
    const title = element.isNode() ? element.data("title") : `${element.source().data("title")} ${element.data("verb")} ${element.target().data("title")}`;
    const found = findingsOf(element.data("ids"));
    if (element.data("background")) return side.show(title, h("p", {}, `Known besides, no finding: ${element.data("background")}`), findingList(found, "sign"));
    side.show(title, h("p", {}, plural(element.data("ids").size, "finding")), findingList(found, "sign"));
  }

  /** @param {Told} finding */
  function chainItem(finding) {
    const { steps } = finding;
    return h("li", {}, findingLink(finding), steps.length ? h("ul", {}, steps.map((step) => h("li", {}, stepWords(step)))) : null);
  }

  /** @param {Cargo} cargo */
  function show(cargo) {
    if (cargo === current) return;
    current = cargo;
    input.value = cargo.label;
    const drawn = chains(cargo);
    graph.cy.elements().remove();
    graph.cy.add([...drawn.nodes.map(box), ...drawn.edges.map(arrow)]);
    graph.arrange();
    graph.cy.edges().forEach((edge) => {
      edge.toggleClass("back", edge.target().position("x") <= edge.source().position("x"));
    });
    graph.frame();
    side.clear();
    const steps = drawn.edges.filter(({ verb, background }) => verb !== RELEASES && verb !== LEADS && !background);
    status.textContent = `${cargo.label}: ${plural(cargo.findings.length, "finding")}, ${plural(steps.length, "step")}.`;
    list.replaceChildren(...cargo.findings.map(chainItem));
    history.replaceState(null, "", `#cargo=${encodeURIComponent(cargo.id)}`);
  }

  const asked = () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("cargo");
    return all.find((cargo) => cargo.id === id || cargo.label === id);
  };

  const key = (/** @type {Kind} */ kind, /** @type {string} */ sign, /** @type {string} */ words) => h("span", {}, mark(kind, sign), ` ${words}`);
  place.classList.add("picture");
  place.replaceChildren(
    h("div", { class: "controls" }, h("label", { class: "control" }, h("span", {}, `Cargo (${all.length} to choose from)`), input, options)),
    h(
      "div",
      { class: "stage" },
      h(
        "div",
        {},
        graph.canvas,
        h(
          "p",
          { class: "legend" },
          key("plus", "→", SIGNS.plus), key("minus", "⊣", SIGNS.minus), key("neutral", "→", "affects, binds"), key("neutral", "┄", "no step is told to the outcome"), key("plus", "┄▸", "promotes, by background"), key("minus", "┄⊣", "inhibits, by background"),
          key("plus", "▲", "promoted on the whole"), key("minus", "▼", "inhibited on the whole"), key("neutral", "⋯", "releases"),
        ),
      ),
      side.place,
    ),
    h("div", { class: "buttons" }, graph.buttons, saveButtons("bevo-mechanism", svg), status),
    h("details", {}, h("summary", {}, "The findings in the picture as a list"), list),
  );

  function svg() {
    const colours = palette();
    /** @type {Legend} */
    const legend = [
      [colours.plus, SIGNS.plus],
      [colours.minus, SIGNS.minus],
      [colours.neutral, "affects, binds"],
      [colours.neutral, "no step is told to the outcome; its mark says what is told on the whole", "6 4"],
      [colours.plus, `${SIGNS.plus}, by background: no finding`, "6 4"],
      [colours.minus, `${SIGNS.minus}, by background: no finding`, "6 4"],
      [colours.neutral, "releases", "1.5 3.5"],
    ];
    return graphSvg(graph.cy, `What ${current.label} does in vesicles`, legend, colours);
  }

  addEventListener("hashchange", () => {
    const cargo = asked();
    if (cargo) show(cargo);
  });
  show(asked() ?? fullest);
}

await mount("mechanism", draw);
