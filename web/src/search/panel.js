// Above the findings: what a search understood, each piece to be corrected or taken away, and the pages that answer.

/** @import { SearchAnswer } from "../data.js" */

import { h, root } from "../lib/dom.js";

const ROLES = ["anywhere", "source", "cargo", "recipient", "outcome", "vesicle", "mechanism", "study", "review"];
const PAGES = 6;
const NAMED = 60;

/**
 * A name in a role as the search reads it.
 *
 * @param {string} role
 * @param {string} name
 */
const write = (role, name) => `${role}:"${name.replaceAll('"', "")}"`;

/**
 * @param {SearchAnswer} answer
 * @param {(text: string) => void} again called with another text to search for
 * @returns {HTMLElement[]}
 */
export function understood(answer, again) {
  const { understood: parts, words, read_as: readAs, did_you_mean: meant, ignored, query } = answer;
  const all = [...parts.map(({ write: text }) => text), ...words];
  /** @param {number} place @param {string} [instead] */
  const but = (place, instead) => all.flatMap((text, at) => (at === place ? instead ?? [] : text)).join(" ");

  const chips = parts.map((part, place) => {
    const named = `${part.role}: ${part.text}`;
    /** @type {HTMLSelectElement} */
    const role = h(
      "select",
      { "aria-label": `Role of ${part.text}`, onchange: () => again(but(place, write(role.value, part.means.length === 1 ? part.means[0].label : part.text))) },
      [...new Set([...ROLES, part.role])].map((name) => h("option", { selected: name === part.role }, name)),
    );
    /** @type {HTMLSelectElement | null} */
    const which = part.means.length > 1 ? h(
      "select",
      { "aria-label": `Which ${part.text}`, onchange: () => again(but(place, which?.value)) },
      h("option", { value: "" }, `any of ${part.means.length}`),
      part.means.map(({ id, label }) => h("option", { value: write(part.role, id) }, label)),
    ) : null;
    const same = part.means.length !== 1 || part.means[0].label.toLowerCase() === part.text.toLowerCase();
    return h("span", { class: "piece", role: "group", "aria-label": named }, role, h("b", {}, part.text),
      same ? null : h("span", { class: "small" }, part.means[0].label), which,
      h("button", { type: "button", "aria-label": `Remove ${named}`, onclick: () => again(but(place)) }, "×"));
  });
  words.forEach((word, at) => chips.push(h("span", { class: "piece", role: "group", "aria-label": `word: ${word}` }, "word ", h("b", {}, word),
    h("button", { type: "button", "aria-label": `Remove word: ${word}`, onclick: () => again(but(parts.length + at)) }, "×"))));

  const notes = [];
  if (readAs) notes.push(h("p", { class: "notice" }, `Nothing here is called “${query}”. Did you mean “${readAs}”? The answers below are for it.`));
  else if (meant.length) {
    notes.push(h("p", { class: "notice" }, "Did you mean ", meant.flatMap((text, at) => (
      [at ? " or " : "", h("button", { type: "button", onclick: () => again(text) }, text)]
    )), "?"));
  }
  if (ignored.length) notes.push(h("p", { class: "small" }, `Left out: ${ignored.join(", ")}.`));
  if (!answer.findings && parts.length + words.length > 1) notes.push(h("p", { class: "notice" }, "No finding has all of these. Remove one, or change its role."));

  const pages = answer.results.filter(({ kind }) => kind !== "finding");
  const shown = pages.filter(({ score }, at) => score > NAMED || at < PAGES / 2).slice(0, PAGES);
  const list = shown.length ? h("nav", { class: "pages", "aria-label": "Pages that answer" }, h("ul", {}, shown.map((hit) => h("li", {},
    h("a", { href: root() + hit.page }, hit.label), h("span", { class: "small" }, ` ${hit.kind}${hit.findings ? ` · ${hit.findings} findings` : ""}`))))) : null;
  return [...(chips.length ? [h("div", { class: "chips pieces", role: "group", "aria-label": "What was understood" }, chips)] : []), ...notes, ...(list ? [list] : [])];
}
