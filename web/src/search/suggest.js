// Suggestions under a search field: an ARIA combobox.

/** @import { SearchResult } from "../data.js" */

import { h } from "../lib/dom.js";
import { ask, load } from "./load.js";

const MOST = 12;
let fields = 0;

/**
 * Suggests as a reader types in the field of a box; Enter without a choice is left to the form.
 *
 * @param {HTMLElement} box holds the field, and then the list
 * @param {object} how
 * @param {(hit: SearchResult) => void} how.choose is called with what was chosen
 * @param {(hit: SearchResult) => unknown} [how.fits] whether a thing is to be suggested
 * @param {() => Promise<unknown>} [how.ready] settles when that can be told
 * @param {string} [how.otherwise] what Enter does where nothing is suggested
 */
export function suggest(box, { choose: chooses, fits = () => true, ready = async () => {}, otherwise = "" }) {
  const number = fields++;
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=search]"));
  const list = h("ul", { id: `hits-${number}`, hidden: true, role: "listbox", "aria-label": "Suggestions" });
  const status = h("p", { class: "unseen", role: "status" });
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
    .forEach(([name, value]) => input.setAttribute(name, value));
  box.append(list, status);
  /** @type {SearchResult[]} */
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
  /** @param {SearchResult} hit */
  const take = (hit) => { close(); chooses(hit); };

  const show = () => {
    list.replaceChildren(...hits.map((hit, i) => h(
      "li",
      { id: `hit-${number}-${i}`, role: "option", onmousedown: (event) => { event.preventDefault(); take(hit); } },
      h("span", {}, hit.label),
      h("span", { class: "kind" }, hit.kind, hit.kind === "finding" || !hit.findings ? null : ` · ${hit.findings}`),
      hit.name && h("span", { class: "also" }, hit.name),
    )));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(-1);
  };

  const look = async () => {
    const typed = input.value;
    if (!typed.trim()) { hits = []; status.textContent = ""; show(); return; }
    try {
      const [{ results, read_as: readAs }] = await Promise.all([ask(typed, { typing: true }), ready()]);
      if (typed !== input.value || document.activeElement !== input) return;
      hits = results.filter(fits).slice(0, MOST);
      show();
      status.textContent = hits.length ? `${hits.length} suggestions${readAs ? ` for ${readAs}` : ""}` : `Nothing found${otherwise}`;
    } catch {
      status.textContent = `Suggestions could not be loaded${otherwise}`;
    }
  };

  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { void look(); return; }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const size = hits.length + 1; // one more place for the input itself
      choose(((chosen + 1 + step + size) % size) - 1);
    } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(hits[chosen]); }
  });
}
