// The header: search as you type in every form[role=search], an ARIA combobox. Enter without a choice opens the one
// thing that the whole text names, else the findings; without this script the form goes to findings.html?q=.

/** @import { SearchResult } from "./data.js" */

import { h, root } from "./lib/dom.js";
import { ask, load } from "./search/load.js";

const MOST = 12;

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
  /** @param {string} page */
  const go = (page) => { location.href = root() + page; };

  const show = () => {
    list.replaceChildren(...hits.map((hit, i) => h(
      "li",
      { id: `hit-${number}-${i}`, role: "option", onmousedown: (event) => { event.preventDefault(); go(hit.page); } },
      h("span", {}, hit.label),
      h("span", { class: "kind" }, hit.kind, hit.kind === "finding" || !hit.findings ? null : ` · ${hit.findings}`),
      hit.name && h("span", { class: "also" }, hit.name),
    )));
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    choose(-1);
  };

  const suggest = async () => {
    const typed = input.value;
    if (!typed.trim()) { hits = []; status.textContent = ""; show(); return; }
    try {
      const { results, read_as: readAs } = await ask(typed, { typing: true, most: MOST });
      if (typed !== input.value) return;
      hits = results;
      show();
      status.textContent = hits.length ? `${hits.length} suggestions${readAs ? ` for ${readAs}` : ""}` : "Nothing found; Enter looks in the findings";
    } catch {
      status.textContent = "Suggestions could not be loaded; Enter looks in the findings";
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const opens = await ask(input.value, { most: 1 }).then((answer) => answer.opens, () => null);
    if (opens) go(opens);
    else form.submit();
  });
  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { void suggest(); return; }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const size = hits.length + 1; // one more place for the input itself
      choose(((chosen + 1 + step + size) % size) - 1);
    } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(hits[chosen].page); }
  });
}

/** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[role=search]")).forEach(attach);

// On a phone the navigation is a strip: where the reader is, is in sight.
const strip = document.querySelector(".top nav");
const here = /** @type {HTMLElement | null | undefined} */ (strip?.querySelector("[aria-current]"));
if (strip && here) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2 + here.offsetWidth / 2;
