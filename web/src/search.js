// The header: search as you type in every form[role=search]. Enter without a choice opens the one thing that the whole
// text names, else the findings; without this script the form goes to findings.html?q=.

import { root } from "./lib/dom.js";
import { ask } from "./search/load.js";
import { suggest } from "./search/suggest.js";

/** @param {string} page */
const go = (page) => { location.href = root() + page; };

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[role=search]"))) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
  suggest(form, { choose: ({ page }) => go(page), otherwise: "; Enter looks in the findings" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const opens = await ask(input.value, { most: 1 }).then((answer) => answer.opens, () => null);
    if (opens) go(opens);
    else form.submit();
  });
}

// On a phone the navigation is a strip: where the reader is, is in sight.
const strip = document.querySelector(".top nav");
const here = /** @type {HTMLElement | null | undefined} */ (strip?.querySelector("[aria-current]"));
if (strip && here) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2 + here.offsetWidth / 2;
