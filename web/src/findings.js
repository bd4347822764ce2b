// Facets over the table of findings, and the search in it. Choices stand in the address, so that a view can be shared.

/** @import { Finding } from "./data.js" */

import { toAddress } from "./lib/address.js";
import { h, json } from "./lib/dom.js";
import { ask } from "./search/load.js";
import { understood } from "./search/panel.js";

/**
 * @typedef {"verdict" | "source" | "cargo" | "recipient" | "outcome" | "sign" | "kind" | "review" | "read" | "check" | "graph"
 *   | "evidence" | "study" | "model" | "donorState" | "recipientState" | "lineage" | "recipientLineage" | "organism"} FacetName
 */

const FEW = 6;
const NONE = "(none)";

/**
 * @param {FacetName} name
 * @param {string} title
 * @param {boolean} [further] whether it stands behind a word
 */
const facet = (name, title, further = false) => ({
  name,
  title,
  further,
  chosen: /** @type {Set<string>} */ (new Set()),
  open: false,
  /** How many findings have each value and fit all other choices. */
  counts: /** @type {Map<string, number>} */ (new Map()),
  choices: h("div", { class: "choices" }),
  more: h("button", { type: "button", class: "more" }),
});

/** @typedef {ReturnType<typeof facet>} Facet */

/**
 * @param {Finding} finding
 * @param {Facet} facet
 */
const values = (finding, { name }) => {
  const list = /** @type {string[]} */ ([finding[name]].flat().filter(Boolean));
  return list.length ? list : [NONE];
};

/**
 * @param {HTMLElement} box
 * @param {Finding[]} findings
 */
function start(box, findings) {
  const facets = [
    facet("verdict", "Verdict"), facet("evidence", "Evidence level"), facet("source", "Source"), facet("cargo", "Cargo"), facet("recipient", "Recipient"),
    facet("outcome", "Outcome"), facet("sign", "Sign"), facet("kind", "Kind"), facet("review", "Told by"),
    facet("read", "As curators read it"), facet("check", "What its study says"),
    facet("study", "Study", true), facet("model", "Model", true), facet("donorState", "State of the donor", true),
    facet("recipientState", "State of the recipient", true), facet("lineage", "Lineage of the source", true),
    facet("recipientLineage", "Lineage of the recipient", true), facet("organism", "Organism", true),
    ...(findings.some((f) => f.graph) ? [facet("graph", "Release or overlay")] : []),
  ];
  const rows = findings.map((finding) => ({
    finding,
    row: /** @type {HTMLElement} */ (document.getElementById(finding.id)),
    has: facets.map((one) => values(finding, one)),
  }));

  const text = h("input", { type: "search", id: "facet-text" });
  const results = h("input", { type: "checkbox", id: "facet-results" });
  const status = h("p", { class: "status", role: "status" });
  const chips = h("div", { class: "chips" });
  const asked = h("div", { class: "asked", tabindex: "-1" });
  /** @type {Set<string> | null} the ids of the findings that hold what was searched for */
  let holding = null;

  /**
   * Counts a finding in the facets: in all if it fits all choices, in one if it fits all but the choice there.
   *
   * @param {(typeof rows)[number]} row
   * @returns {boolean} whether it fits all
   */
  function counted({ finding, has }) {
    if ((holding && !holding.has(finding.id)) || (results.checked && !finding.result)) return false;
    const against = facets.filter(({ chosen }, at) => chosen.size && !has[at].some((value) => chosen.has(value)));
    if (against.length > 1) return false;
    facets.forEach((one, at) => {
      if (against.length && against[0] !== one) return;
      for (const value of has[at]) one.counts.set(value, (one.counts.get(value) ?? 0) + 1);
    });
    return !against.length;
  }

  function fromAddress() {
    const given = new URLSearchParams(location.search);
    text.value = given.get("q") ?? "";
    results.checked = given.has("results");
    for (const one of facets) one.chosen = new Set(given.getAll(one.name));
  }

  const keep = () => toAddress({
    q: text.value ? [text.value] : [],
    results: results.checked ? [""] : [],
    ...Object.fromEntries(facets.map(({ name, chosen }) => [name, [...chosen]])),
  });

  /** @param {Facet} one */
  function drawFacet(one) {
    const { chosen, choices, counts, more } = one;
    const sorted = [...counts].sort(([a, m], [b, n]) => Number(chosen.has(b)) - Number(chosen.has(a))
      || Number(a === NONE) - Number(b === NONE) || n - m || a.localeCompare(b));
    const shown = one.open ? sorted : sorted.slice(0, Math.max(FEW, chosen.size));
    const active = document.activeElement;
    const focused = active instanceof HTMLInputElement && choices.contains(active) ? active.dataset.value : undefined;
    choices.replaceChildren(...shown.map(([value, count]) => {
      const input = h("input", {
        type: "checkbox", checked: chosen.has(value), "data-value": value,
        onchange: () => {
          if (input.checked) chosen.add(value);
          else chosen.delete(value);
          draw();
        },
      });
      return h("label", {}, input, h("span", {}, value), h("span", { class: "count" }, count));
    }));
    if (focused !== undefined) /** @type {HTMLElement | null} */ (choices.querySelector(`[data-value="${CSS.escape(focused)}"]`))?.focus();
    const hidden = sorted.length - shown.length;
    more.hidden = !hidden && !one.open;
    more.textContent = one.open ? "Show fewer" : `Show ${hidden} more`;
    more.setAttribute("aria-expanded", String(one.open));
    more.setAttribute("aria-label", `${more.textContent}: ${one.title}`);
  }

  function draw() {
    let shown = 0;
    for (const one of facets) one.counts = new Map([...one.chosen].map((value) => [value, 0]));
    for (const one of rows) {
      const fitting = counted(one);
      one.row.hidden = !fitting;
      shown += Number(fitting);
    }
    status.textContent = `${shown} of ${findings.length} findings`;
    facets.forEach(drawFacet);
    const chip = (/** @type {string} */ label, /** @type {() => void} */ remove) =>
      h("button", { type: "button", "aria-label": `Remove ${label}`, onclick: () => { remove(); draw(); } }, `${label} ×`);
    const active = facets.flatMap(({ chosen }) => [...chosen].map((value) => chip(value, () => chosen.delete(value))));
    if (text.value) active.push(chip("the whole search", () => again("")));
    if (active.length > 1) active.push(chip("all choices", () => { again(""); for (const { chosen } of facets) chosen.clear(); }));
    chips.replaceChildren(...active);
    keep();
  }

  /** Searches for the text that stands in the field. */
  async function look() {
    const typed = text.value;
    try {
      const answer = typed.trim() ? await ask(typed) : null;
      if (typed !== text.value) return;
      holding = answer && new Set(answer.finding_ids.map((id) => id.replace("finding:", "")));
      asked.replaceChildren(...(answer ? understood(answer, again) : []));
    } catch {
      holding = null;
      asked.replaceChildren(h("p", { class: "notice" }, "The search could not be loaded; all findings are shown."));
    }
    draw();
  }

  /** @param {string} searched */
  function again(searched) {
    text.value = searched;
    asked.focus();
    void look();
  }

  text.addEventListener("input", look);
  results.addEventListener("change", draw);
  for (const one of facets) one.more.addEventListener("click", () => { one.open = !one.open; drawFacet(one); });

  const fields = (/** @type {Facet} */ { title, choices, more }) => h("fieldset", {}, h("legend", {}, title), choices, more);
  const further = h("details", { class: "further" }, h("summary", {}, "Study, model, states, lineage, organism"), facets.filter((one) => one.further).map(fields));
  const panel = /** @type {HTMLElement} */ (box.querySelector(".facets"));
  panel.append(h("details", { open: matchMedia("(min-width: 62rem)").matches },
    h("summary", {}, "Choose findings"),
    h("div", { class: "text" }, h("label", { for: text.id }, "With the words"), text),
    h("label", {}, results, h("span", {}, "Results only: no summaries, nothing hedged"), h("span")),
    facets.filter((one) => !one.further).map(fields), further));
  panel.hidden = false;
  box.classList.add("ready");
  box.querySelector(".results")?.prepend(asked, status, chips);
  fromAddress();
  further.open = facets.some((one) => one.further && one.chosen.size);
  void look();
}
const box = /** @type {HTMLElement} */ (document.getElementById("findings"));
json(box.dataset.src ?? "")
  .then((findings) => start(box, findings))
  .catch(() => box.prepend(h("p", { class: "notice" }, "The choices could not be loaded; the table below holds every finding.")));
