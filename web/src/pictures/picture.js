// What the pictures share: controls, the legend, and the findings beside them.

/** @import { Said } from "../data.js" */
/** @import { Child } from "../lib/dom.js" */
/** @import { Kind, Lens, Style, View } from "./signs.js" */

import { append, h, root } from "../lib/dom.js";
import { sample } from "./lines.js";
import { KINDS, LENSES, LOOKS, STYLES, kindOf, palette, said, wordsOf } from "./signs.js";

/**
 * @param {number} count
 * @param {string} noun
 */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * The controls of a picture, folded away where they would push it out of sight.
 *
 * @param {...Child} children
 */
export const controls = (...children) =>
  h("details", { open: matchMedia("(min-width: 40rem)").matches }, h("summary", {}, "Choose what is shown"), h("div", { class: "controls" }, children));

/**
 * A control with its label.
 *
 * @param {string} label
 * @param {HTMLElement} control
 */
export const labelled = (label, control) => h("label", { class: "control" }, h("span", {}, label), control);

/**
 * A labelled choice.
 *
 * @template {string} V
 * @param {string} label
 * @param {[value: V, words: string][]} options
 * @param {V} value the one that is chosen at first
 * @param {(value: V) => void} changed
 */
export function choice(label, options, value, changed) {
  const select = h(
    "select",
    { onchange: () => { changed(/** @type {V} */ (select.value)); } },
    options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)),
  );
  return labelled(label, select);
}

/**
 * A labelled number from 1 upwards.
 *
 * @param {string} label
 * @param {number} value
 * @param {(value: number) => void} changed
 */
export function least(label, value, changed) {
  const input = h("input", {
    type: "number", min: 1, max: 99, value,
    oninput: () => {
      if (input.checkValidity() && input.value) changed(Number(input.value));
    },
  });
  return labelled(label, input);
}

/**
 * A box to tick.
 *
 * @param {string} label
 * @param {boolean} checked
 * @param {(value: boolean) => void} changed
 */
export function tick(label, checked, changed) {
  const input = h("input", { type: "checkbox", checked, onchange: () => { changed(input.checked); } });
  return h("label", { class: "control tick" }, input, ` ${label}`);
}

/**
 * What the findings are to be about.
 *
 * @param {Lens} value
 * @param {(lens: Lens) => void} changed
 */
export const lensChoice = (value, changed) =>
  choice("Findings on", /** @type {[Lens, string][]} */ (Object.entries(LENSES).map(([lens, { name }]) => [lens, name])), value, changed);

/**
 * A box to tick for each kind, all ticked at first.
 *
 * @param {string} legend
 * @param {View} view
 * @param {(chosen: Set<Kind>) => void} changed
 * @param {Kind[]} [kinds]
 */
export function ticks(legend, view, changed, kinds = KINDS) {
  const chosen = new Set(kinds);
  const words = wordsOf(view);
  const boxes = kinds.map((kind) => {
    const input = h("input", {
      type: "checkbox", checked: true,
      onchange: () => {
        if (input.checked) chosen.add(kind);
        else chosen.delete(kind);
        changed(chosen);
      },
    });
    return h("label", {}, input, " ", mark(STYLES[view.reading][kind]), ` ${words[kind]}`);
  });
  return h("fieldset", { class: "control" }, h("legend", {}, legend), boxes);
}

/** The lines of a picture with what they mean. @param {View} view */
export function legendOf(view) {
  const words = wordsOf(view);
  const colours = palette();
  return KINDS.map((kind) => h("span", {}, sample(STYLES[view.reading][kind], colours), ` ${words[kind]}`));
}

/** The mark of a meaning; beside it stands in words what it is. @param {Style} style */
export const mark = (style, sign = LOOKS[style].mark) => h("span", { class: `mark ${style}`, "aria-hidden": "true" }, sign);

/**
 * A finding as a link to its page, with its number.
 *
 * @param {{ id: string, label: string }} finding
 */
export const findingLink = ({ id, label }) => [h("a", { href: `${root()}finding/${id}.html` }, label), " ", h("small", {}, id)];

/** Findings by their numbers, each a link. @param {string[]} ids */
export const findingIds = (ids) => ids.map((id, i) => [i ? "; " : "", h("a", { href: `${root()}finding/${id}.html` }, id)]);

/**
 * Findings as a list with links, the marks by how they are read.
 *
 * @template {Said} F
 * @param {F[]} findings
 * @param {View} view
 * @param {(finding: F) => Child} [more] what else to say of each
 */
export function findingList(findings, view, more = () => null) {
  const words = wordsOf(view);
  return h(
    "ul",
    { class: "findings" },
    findings.map((finding) => {
      const { plus, minus } = said(finding, view);
      const kind = kindOf(plus, minus);
      const style = STYLES[view.reading][kind];
      return h(
        "li",
        {},
        h("span", { class: `mark ${style}`, title: words[kind] }, h("span", { "aria-hidden": "true" }, LOOKS[style].mark), h("span", { class: "unseen" }, words[kind])),
        h("span", {}, findingLink(finding), more(finding)),
      );
    }),
  );
}

/**
 * The table that the page has below a picture: its rows become those of what the picture shows.
 *
 * @param {string} name
 */
export function tableOf(name) {
  const table = /** @type {HTMLTableElement | null} */ (document.querySelector(`table[data-name="${name}"]`));
  /**
   * @param {string[]} heads
   * @param {Child[][]} rows numbers are set as numbers
   * @param {string[]} ids of the rows
   */
  const fill = (heads, rows, ids) => {
    if (!table?.tHead) return;
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      head.removeAttribute("aria-sort");
      (head.querySelector("button") ?? head).textContent = heads[i];
    });
    const cell = (/** @type {Child} */ value, /** @type {number} */ i) => {
      const number = typeof value === "number" || (value instanceof Element && value.classList.contains("counted"));
      return i ? h("td", { class: number ? "number" : null }, value) : h("th", { scope: "row" }, value);
    };
    const made = rows.map((row, i) => h("tr", { "data-id": ids[i] }, row.map(cell)));
    // The columns that were hidden and the words that were looked for stay as they were chosen.
    for (const row of made) [...row.cells].forEach((one, i) => { one.hidden = table.tHead?.rows[0].cells[i].hidden ?? false; });
    table.tBodies[0].replaceChildren(...made);
    table.closest(".scroll")?.parentElement?.querySelector(".tools input[type=search]")?.dispatchEvent(new Event("input"));
  };
  /** A number in the look of what it counts. @param {number} value @param {Style} style */
  const count = (value, style) => h("span", { class: `counted ${value ? style : ""}` }, value);
  return { fill, count };
}

/**
 * The place beside a picture where findings are listed.
 *
 * @param {string} hint what it says while nothing is chosen
 */
export function panel(hint) {
  const place = h("section", { class: "panel", "aria-live": "polite", tabindex: -1 });
  const clear = () => place.replaceChildren(h("p", { class: "hint" }, hint));
  clear();
  const show = (/** @type {Child} */ title, /** @type {Child[]} */ ...children) => {
    place.replaceChildren(h("h3", {}, title));
    append(place, children);
    place.scrollTop = 0;
    // On a phone the panel is under the picture, out of sight.
    if (place.getBoundingClientRect().top > innerHeight - 60) place.scrollIntoView({ block: "nearest" });
  };
  return { place, clear, show };
}
