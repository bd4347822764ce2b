// The header: search as you type in every form[role=search]: an ARIA combobox over data/search.json.
// Without this script, or on Enter without a choice, the form goes to findings.html?q=.

/** @import { SearchRow } from "./data.js" */

import { h, json, root } from "./lib/dom.js";

/**
 * @typedef {{ label: string, kind: string, page: string, findings: number, names: { name: string, folded: string }[] }} Row
 * @typedef {{ row: Row, name: string, score: number }} Hit
 */

const MOST = 12;

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-‐‑–\s]+/g, " ").trim();

/** @type {Promise<Row[]> | undefined} */
let loading;

/** The rows of data/search.json, once. */
function load() {
  loading ??= json(`${root()}data/search.json`)
    .then((/** @type {SearchRow[]} */ rows) => rows.map(([label, kind, page, synonyms, findings]) => (
      { label, kind, page, findings, names: [label, ...synonyms].map((name) => ({ name, folded: fold(name) })) }
    )))
    .catch((error) => { loading = undefined; throw error; });
  return loading;
}

/**
 * How well a name fits the words: the whole name, its start, the start of words, anywhere; 0 if it does not.
 *
 * @param {string} folded
 * @param {string} query
 * @param {string[]} words
 */
const fit = (folded, query, words) => {
  if (folded === query) return 100;
  if (folded.startsWith(query)) return 80;
  const text = ` ${folded}`;
  if (words.every((word) => text.includes(` ${word}`))) return 60;
  return words.every((word) => text.includes(word)) ? 30 : 0;
};

/** @type {Record<string, number>} */
const PLAIN = { finding: -25, discrepancy: -25, annotation: -10, "relation to a value": -10 };

/**
 * The best rows for what was typed, the best first.
 *
 * @param {Row[]} rows
 * @param {string} typed
 * @returns {Hit[]}
 */
function find(rows, typed) {
  const query = fold(typed);
  if (!query) return [];
  const words = query.split(" ");
  const found = [];
  for (const row of rows) {
    let best = 0;
    let name = "";
    row.names.forEach((candidate, place) => {
      const score = fit(candidate.folded, query, words) - (place ? 5 : 0);
      if (score > best) [best, name] = [score, candidate.name];
    });
    if (best > 0) found.push({ row, name, score: best + (PLAIN[row.kind] ?? 0) + Math.min(15, 3 * Math.log2(1 + row.findings)) });
  }
  return found.sort((a, b) => b.score - a.score || a.row.label.length - b.row.label.length).slice(0, MOST);
}

/**
 * @param {HTMLFormElement} form
 * @param {number} number
 */
function attach(form, number) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
  const list = h("ul", { id: `hits-${number}`, hidden: true, role: "listbox", "aria-label": "Suggestions" });
  const status = h("p", { class: "unseen", role: "status" });
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
    .forEach(([name, value]) => input.setAttribute(name, value));
  form.append(list, status);
  /** @type {Hit[]} */
  let hits = [];
  let chosen = -1;

  /** @param {number} place */
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", list.children[chosen].id);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); choose(-1); };
  /** @param {Hit} hit */
  const go = (hit) => { location.href = root() + hit.row.page; };

  const show = () => {
    list.replaceChildren(...hits.map((hit, i) => h(
      "li",
      { id: `hit-${number}-${i}`, role: "option", onmousedown: (event) => { event.preventDefault(); go(hit); } },
      h("span", {}, hit.row.label),
      h("span", { class: "kind" }, hit.row.kind, hit.row.kind === "finding" || !hit.row.findings ? null : ` · ${hit.row.findings}`),
      hit.name !== hit.row.label && h("span", { class: "also" }, hit.name),
    )));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(-1);
  };

  const search = async () => {
    const typed = input.value;
    if (!typed.trim()) { hits = []; status.textContent = ""; show(); return; }
    try {
      const rows = await load();
      if (typed !== input.value) return;
      hits = find(rows, typed);
      show();
      status.textContent = hits.length ? `${hits.length} suggestions` : "Nothing found; Enter looks in the findings";
    } catch {
      status.textContent = "Suggestions could not be loaded; Enter looks in the findings";
    }
  };

  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { void search(); return; }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const size = hits.length + 1; // one more place for the input itself
      choose(((chosen + 1 + step + size) % size) - 1);
    } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(hits[chosen]); }
  });
}

/** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[role=search]")).forEach(attach);

// On a phone the navigation is a strip: where the reader is, is in sight.
const strip = document.querySelector(".top nav");
const here = /** @type {HTMLElement | null | undefined} */ (strip?.querySelector("[aria-current]"));
if (strip && here) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2 + here.offsetWidth / 2;
