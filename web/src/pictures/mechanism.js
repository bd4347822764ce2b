// Mechanism chains of one cargo: who sends it, what it does step by step, and where that ends.

import cytoscape from "cytoscape";
import dagre from "cytoscape-dagre";
import { LEADS, RELEASES, chains, stepWords } from "./chains.js";
import { h, json, mount, root, styles } from "../lib/dom.js";
import { graphSvg } from "./graph-svg.js";
import { lines, openGraph } from "./graph.js";
import { byId, findingList, panel, plural } from "./picture.js";
import { matching } from "../sparql/parameters.js";
import { saveButtons } from "../lib/save.js";
import { MARKS, SIGNS, mix, palette, signOf } from "./signs.js";

cytoscape.use(dagre);

const narrow = () => matchMedia("(max-width: 40rem)").matches;

function look() {
  const colours = palette();
  const soft = (colour) => ({ "background-color": mix(colour, colours.bg, 0.16), "border-color": colour });
  const line = (kind, tip) => ({ selector: `edge.${kind}`, style: { "line-color": colours[kind], "target-arrow-color": colours[kind], "target-arrow-shape": tip } });
  return [
    {
      selector: "node",
      style: {
        label: "data(lines)", shape: "round-rectangle", width: "data(width)", height: "data(height)", "text-wrap": "wrap", "text-valign": "center", "line-height": 1.2,
        "font-size": 13, "font-family": "system-ui, sans-serif", color: colours.fg, "text-outline-width": 0, "border-width": 1.5, ...soft(colours.neutral),
      },
    },
    { selector: "node.source", style: { "corner-radius": 18, ...soft(colours.accent) } },
    { selector: "node.cargo", style: { "border-width": 3, "font-weight": 600, ...soft(colours.accent) } },
    ...["plus", "minus", "mixed", "neutral"].map((kind) => ({ selector: `node.outcome.${kind}`, style: { shape: "rectangle", ...soft(colours[kind]) } })),
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
    { selector: "edge.leads", style: { "line-style": "dashed", "target-arrow-shape": "none" } },
    // Backwards or to itself, a line needs room that the sides of the boxes do not give.
    { selector: "edge.back", style: { "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: ".chosen", style: { "overlay-color": colours.accent, "overlay-opacity": 0.18, "overlay-padding": 4 } },
  ];
}

/** What all the findings say about an outcome. */
function signTogether(signs) {
  const told = [...signs].map(signOf).filter((kind) => kind !== "neutral");
  return new Set(told).size > 1 ? "mixed" : (told[0] ?? "neutral");
}

/** Cytoscape's elements for nodes and edges; boxes as large as their words. */
function elements({ nodes, edges }) {
  const boxes = nodes.map(({ id, label, role, signs, ids }) => {
    const kind = role === "outcome" ? signTogether(signs) : "";
    const rows = `${kind && `${MARKS[kind]} `}${label}`.split("\n").flatMap((line) => lines(line, narrow() ? 13 : 20).split("\n"));
    const longest = Math.max(...rows.map((row) => row.length));
    const title = `${label.replaceAll("\n", " ")}${kind && `: ${[...signs].sort().join(", ")}`}`;
    return { group: "nodes", classes: `${role} ${kind}`, data: { id, ids: [...ids], lines: rows.join("\n"), title, width: Math.round(7.2 * longest + 24), height: 16 * rows.length + 16 } };
  });
  const arrows = edges.map(({ id, source, target, verb, ids }) => ({
    group: "edges",
    classes: `${signOf(verb)} ${{ [RELEASES]: "releases", [LEADS]: "leads" }[verb] ?? ""}`,
    data: { id, ids, source, target, count: ids.length > 1 ? String(ids.length) : "", width: 1.2 + 0.8 * Math.sqrt(ids.length), title: `${verb}: ${ids.join(", ")}` },
  }));
  return [...boxes, ...arrows];
}

async function draw(place) {
  const [{ cargo: all }, told] = await Promise.all([json(place.dataset.src), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findings = byId(told);
  const byName = new Map(all.map((cargo) => [cargo.label.toLowerCase(), cargo]));
  const names = all.map(({ label }) => label);
  // The cargo with most to tell is a better start than the first of the alphabet.
  const fullest = all.toSorted((a, b) => b.findings.length - a.findings.length)[0];
  let current;
  let drawn;

  const side = panel("Choose a box or an arrow to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const list = h("ol", { class: "chains" });
  const options = h("datalist", { id: "cargo-names" });
  const input = h("input", {
    type: "search", list: options.id, autocomplete: "off", spellcheck: "false",
    oninput: () => (byName.has(input.value.toLowerCase()) ? show(byName.get(input.value.toLowerCase())) : options.replaceChildren(...matching(names, input.value).map((value) => h("option", { value })))),
    onchange: () => byName.has(input.value.trim().toLowerCase()) || (status.textContent = `No vesicle here carries “${input.value}”${matching(names, input.value).length ? `; there is ${matching(names, input.value).slice(0, 5).join(", ")}` : ""}.`),
    onfocus: () => input.select(),
  });
  const graph = openGraph({
    label: "Mechanism chains of a cargo",
    look,
    select,
    // The whole chain of each finding that goes through the element.
    company: (element) => {
      const ids = new Set(element.data("ids"));
      return element.cy().elements().filter((other) => other.data("ids").some((id) => ids.has(id)));
    },
    centre: (cy) => cy.getElementById("cargo"),
    layout: () => ({ name: "dagre", rankDir: "LR", nodeSep: 14, edgeSep: 8, rankSep: narrow() ? 28 : 80 }),
  });
  graph.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  function select(element) {
    if (!element) return side.clear();
    const { ids, verb } = (element.isNode() ? drawn.nodes : drawn.edges).find(({ id }) => id === element.id());
    const title = element.isNode() ? element.data("title") : `${element.source().data("title")} ${verb} ${element.target().data("title")}`;
    side.show(title, h("p", {}, plural([...ids].length, "finding")), findingList([...ids].map((id) => findings.get(id)).filter(Boolean), "sign"));
  }

  function chainItem({ id, label, steps }) {
    return h("li", {}, h("a", { href: `${root()}finding/${id}.html` }, label), " ", h("small", {}, id), steps.length ? h("ul", {}, steps.map((step) => h("li", {}, stepWords(step)))) : null);
  }

  function show(cargo) {
    if (!cargo || cargo === current) return;
    current = cargo;
    input.value = cargo.label;
    drawn = chains(cargo);
    graph.cy.elements().remove();
    graph.cy.add(elements(drawn));
    graph.arrange();
    for (const edge of graph.cy.edges()) edge.toggleClass("back", edge.target().position("x") <= edge.source().position("x"));
    graph.frame();
    side.clear();
    status.textContent = `${cargo.label}: ${plural(cargo.findings.length, "finding")}, ${plural(drawn.edges.filter(({ verb }) => ![RELEASES, LEADS].includes(verb)).length, "step")}.`;
    list.replaceChildren(...cargo.findings.map(chainItem));
    history.replaceState(null, "", `#cargo=${encodeURIComponent(cargo.id)}`);
  }

  const asked = () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("cargo");
    return all.find((cargo) => cargo.id === id || cargo.label === id);
  };

  const key = (mark, words) => h("span", {}, h("span", { class: `mark ${mark[0]}`, "aria-hidden": "true" }, mark[1]), ` ${words}`);
  place.classList.add("picture");
  place.replaceChildren(
    h("div", { class: "controls" }, h("label", { class: "control" }, h("span", {}, `Cargo (${all.length} to choose from)`), input, options)),
    h(
      "div",
      { class: "stage" },
      h("div", {}, graph.canvas, h("p", { class: "legend" }, key(["plus", "→"], SIGNS.plus), key(["minus", "⊣"], SIGNS.minus), key(["neutral", "→"], "affects, binds"), key(["neutral", "┄"], "no step is told to the outcome"), key(["plus", "▲"], "promoted on the whole"), key(["minus", "▼"], "inhibited on the whole"), key(["neutral", "⋯"], "releases"))),
      side.place,
    ),
    h("div", { class: "buttons" }, graph.buttons, saveButtons("bevo-mechanism", svg), status),
    h("details", {}, h("summary", {}, "The findings in the picture as a list"), list),
  );

  function svg() {
    const colours = palette();
    const legend = [[colours.plus, SIGNS.plus], [colours.minus, SIGNS.minus], [colours.neutral, "affects, binds"], [colours.neutral, "no step is told to the outcome; its mark says what is told on the whole", "6 4"], [colours.neutral, "releases", "1.5 3.5"]];
    return graphSvg(graph.cy, `What ${current.label} does in vesicles`, legend, colours);
  }

  addEventListener("hashchange", () => show(asked()));
  show(asked() ?? fullest);
}

await mount("mechanism", draw);
