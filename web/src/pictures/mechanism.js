// Mechanism of one cargo: who releases it, what it does step by step, and where that ends, all findings merged.

/** @import { Cargo, Mechanisms, Told } from "../data.js" */
/** @import { ChainEdge, ChainNode } from "./chains.js" */
/** @import { Drawing } from "./figure.js" */
/** @import { Lens, Palette, Style } from "./signs.js" */

import { h, json, mount, root, styles } from "../lib/dom.js";
import { matching } from "../lib/matching.js";
import { LEADS, RELEASES, chains, stepWords } from "./chains.js";
import { finder } from "./cargoes.js";
import { openFigure } from "./figure.js";
import { sample, sheet } from "./lines.js";
import { mechanismColumn } from "./mechanism-column.js";
import { DASHES, lookOf, mechanismSvg } from "./mechanism-svg.js";
import { choice, findingIds, findingList, lensChoice, mark, panel, plural, tableOf } from "./picture.js";
import { saveButtons } from "./save-buttons.js";
import { LENSES, SIGNS, inLens, palette, printed, styleOf } from "./signs.js";

/** @typedef {"together" | "apart" | "only"} Arms */

const HEADS = ["Cargo", "Finding", "Steps", "Outcome", "From", "To", "Studies"];

const VIEW = /** @type {const} */ ({ reading: "sign", lens: "all" });

/** @type {{ style: Style, words: string, dash?: string, bare?: boolean }[]} */
const LEGEND = [
  { style: "promotes", words: SIGNS.plus, dash: "none" },
  { style: "inhibits", words: SIGNS.minus, dash: "none" },
  { style: "neutral", words: "releases, binds, affects", dash: "none" },
  { style: "neutral", words: "told as an effect, without steps; the mark at the outcome says which", dash: DASHES.leads, bare: true },
  { style: "promotes", words: "promotes, by background (no finding)", dash: DASHES.background },
  { style: "inhibits", words: "inhibits, by background (no finding)", dash: DASHES.background },
];

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  /** @type {[Mechanisms, unknown]} */
  const [{ cargo: all, findings: told, studies }] = await Promise.all([json(address), styles("pictures.css")]);
  const find = finder(all);
  const byId = new Map(all.map((cargo) => [cargo.id, cargo]));
  const families = Map.groupBy(all, ({ family }) => family);
  const names = all.map(({ label }) => label);
  const narrow = matchMedia("(max-width: 40rem)");
  // The cargo with most to tell is a better start than the first of the alphabet.
  const fullest = all.toSorted((a, b) => b.findings.length - a.findings.length || a.label.localeCompare(b.label))[0];
  /** @type {Cargo | null} */
  let current = null;
  /** @type {Arms} */
  let arms = "together";
  /** @type {Lens} */
  let lens = "all";
  /** @type {{ nodes: ChainNode[], edges: ChainEdge[] }} */
  let drawn = { nodes: [], edges: [] };

  const side = panel("Choose a box or an arrow to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const message = h("div", { class: "message", role: "alert" });
  const options = h("datalist", { id: "cargo-names" });
  const members = h("div", { class: "holder" });
  const table = tableOf("mechanism");
  const input = h("input", {
    type: "search", list: options.id, autocomplete: "off", spellcheck: "false", enterkeyhint: "go",
    oninput: () => {
      options.replaceChildren(...matching(names, input.value).map((value) => h("option", { value })));
      if (names.includes(input.value)) open(input.value);
    },
    onfocus: () => { input.select(); },
  });
  const figure = openFigure({
    label: "Mechanism of a cargo",
    draw: () => picture(palette(), narrow.matches),
    select,
    // The whole chain of each finding that goes through what was chosen.
    company: (id) => {
      const chosen = [...drawn.nodes, ...drawn.edges].find((one) => one.id === id);
      return new Set([...drawn.nodes, ...drawn.edges].filter(({ ids }) => [...ids].some((finding) => chosen?.ids.has(finding))).map((one) => one.id));
    },
  });
  figure.canvas.addEventListener("open", () => side.place.querySelector("a")?.focus());

  const label = (/** @type {string} */ id) => drawn.nodes.find((node) => node.id === id)?.label ?? "";
  const sentence = (/** @type {ChainEdge} */ { source, verb, target }) => `${label(source)} ${verb} ${label(target)}`;
  /** @param {Told} finding @param {string} between */
  const studyLinks = (finding, between) => finding.studies.map((study, i) => [i ? between : "", h("a", { href: root() + studies[study].page }, studies[study].label)]);
  /** What the picture is of: the cargo alone, or its family. @param {Cargo} cargo */
  const whole = (cargo) => (arms === "only" ? cargo : (byId.get(cargo.family) ?? cargo));
  const studiesOf = (/** @type {Iterable<string>} */ ids) => new Set([...ids].flatMap((id) => told[id].studies));
  const counted = (/** @type {Set<string>} */ ids) => `${plural(ids.size, "finding")} of ${studiesOf(ids).size === 1 ? "1 study" : `${studiesOf(ids).size} studies`}`;
  const nameOf = (/** @type {ChainNode} */ node) =>
    node.label + (node.where.size ? ` in ${[...node.where].sort().join(", ")}` : "") + (node.role === "outcome" ? `: vesicles ${[...node.sides].filter(Boolean).sort().join(" and ") || "affect"} it` : "");

  /** @param {Palette} colours @param {boolean} small @returns {Drawing | null} */
  function picture(colours, small) {
    if (!drawn.nodes.length) return null;
    const title = (/** @type {ChainEdge} */ edge) => `${sentence(edge)}${edge.background ? `, by background (${edge.background})` : ""}: ${counted(edge.ids)}`;
    const words = { title, name: nameOf };
    return small ? mechanismColumn(drawn, words, colours, Math.max(320, figure.canvas.clientWidth - 6)) : mechanismSvg(drawn, words, colours);
  }

  /** @param {string | null} id */
  function select(id) {
    if (id === null) return side.clear();
    const node = drawn.nodes.find((one) => one.id === id);
    const edge = drawn.edges.find((one) => one.id === id);
    const one = node ?? edge;
    if (!one) return side.clear();
    const found = [...one.ids].map((finding) => told[finding]);
    const links = (/** @type {Told} */ finding) => h("small", { class: "studies" }, " ", studyLinks(finding, ", "));
    side.show(
      node ? nameOf(node) : edge ? sentence(edge) : "",
      edge?.background ? h("p", {}, `Known besides, no finding: ${edge.background}. It is drawn for`) : h("p", {}, counted(one.ids)),
      findingList(found, VIEW, links),
    );
  }

  /** @param {Cargo} cargo */
  function show(cargo) {
    const family = families.get(cargo.family) ?? [cargo];
    const shown = arms === "only" ? [cargo] : family;
    const ids = [...new Set(shown.flatMap(({ findings }) => findings))].filter((id) => inLens(lens, told[id])).sort((a, b) => a.length - b.length || a.localeCompare(b));
    const findings = ids.map((id) => told[id]);
    const top = whole(cargo);
    drawn = chains({ label: top.label, names: new Set(shown.map((one) => one.label)) }, findings, arms === "apart");
    const changed = current !== cargo;
    current = cargo;
    input.value = cargo.label;
    message.replaceChildren(ids.length ? "" : h("p", {}, `No finding of ${top.label} has a verdict on ${LENSES[lens].about}. Choose “all” to see the rest.`));
    members.replaceChildren(...(family.length < 2 ? [] : [choice("Arms and members", /** @type {[Arms, string][]} */ ([["together", "as one"], ["apart", "side by side"], ["only", `only ${cargo.label}`]]), arms, (value) => {
      arms = value;
      show(cargo);
    })]));
    figure.show();
    const steps = drawn.edges.filter(({ verb, background }) => !verb.startsWith(RELEASES) && verb !== LEADS && !background);
    const with_ = shown.filter(({ findings: some }) => some.some((id) => ids.includes(id))).map((one) => one.label);
    status.textContent = `${top.label}${with_.length > 1 ? ` (${with_.join(", ")})` : ""}: ${counted(new Set(ids))}, ${plural(steps.length, "step")}.`;
    table.fill(HEADS, findings.map((finding) => [
      finding.cargo.map(({ name }) => name).join(", "), findingIds([finding.id]), finding.steps.map(stepWords).join("; "),
      finding.outcome ? h("span", { class: styleOf(finding.sign) }, `${finding.sign} ${finding.outcome}`) : "",
      finding.source.join(", "), finding.recipient.join(", "), studyLinks(finding, "; "),
    ]), ids);
    if (changed) history.replaceState(null, "", `#cargo=${encodeURIComponent(cargo.id)}`);
  }

  /** Opens what a text means, or says that there is nothing of that name: the picture before does not stay. @param {string} text */
  function open(text) {
    const found = find(text);
    if (found) {
      arms = found.instead || arms === "only" ? "together" : arms;
      show(found.cargo);
      if (found.instead) message.replaceChildren(h("p", {}, `No finding tells of ${text.trim()} itself. This is ${found.cargo.label}.`));
      return;
    }
    current = null;
    drawn = { nodes: [], edges: [] };
    figure.show();
    table.fill(HEADS, [], []);
    members.replaceChildren();
    status.textContent = "";
    const near = matching(names, text).slice(0, 6);
    message.replaceChildren(
      h("p", {}, text.trim() ? `No finding tells of a cargo “${text.trim()}”.` : "Write the name of a cargo.", near.length ? " There is " : ""),
      near.length ? h("p", { class: "near" }, near.map((name) => h("button", { type: "button", onclick: () => open(name) }, name))) : "",
    );
  }

  const asked = () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("cargo");
    return id === null ? null : (byId.get(id)?.label ?? id);
  };

  const colours = palette();
  place.classList.add("picture");
  place.replaceChildren(
    h(
      "form",
      { class: "controls", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); open(input.value); } },
      h("label", { class: "control" }, h("span", {}, `Cargo (${all.length} to choose from)`), input, options),
      h("button", { type: "submit" }, "Show"),
      members,
      lensChoice(lens, (one) => {
        lens = one;
        if (current) show(current);
      }),
    ),
    message,
    h(
      "div",
      { class: "stage" },
      h(
        "div",
        {},
        figure.canvas,
        h(
          "p",
          { class: "legend" },
          LEGEND.map(({ style, words, ...more }) => h("span", {}, sample(style, colours, more), ` ${words}`)),
          h("span", {}, mark("promotes"), " promoted, ", mark("inhibits"), " inhibited, ", mark("mixed"), " both, on the whole"),
        ),
      ),
      side.place,
    ),
    h("div", { class: "buttons" }, figure.buttons, saveButtons("bevo-mechanism", file), status),
  );

  function file() {
    const paper = printed();
    const drawing = picture(paper, false);
    if (!drawing || !current) return null;
    const used = LEGEND.filter(({ style, dash, bare }) => drawn.edges.some((edge) => lookOf(edge).dash === dash && (bare || styleOf(edge.verb) === style)));
    return sheet({ title: `What ${whole(current).label} does${lens === "all" ? "" : `: ${LENSES[lens].about}`}`, drawing, legend: used, note: "Numbers: findings. Marks at outcomes: what vesicles do on the whole. BEVO, https://w3id.org/bevo/" }, paper);
  }

  addEventListener("hashchange", () => {
    const wanted = asked();
    if (wanted !== null && wanted !== current?.label) open(wanted);
  });
  const wanted = asked();
  if (wanted === null) show(fullest);
  else open(wanted);
}

if (typeof document !== "undefined") await mount("mechanism", draw);
