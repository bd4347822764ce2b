// What the pictures share: controls, the legend, and the findings beside them.

/** @import { Finding } from "../data.js" */
/** @import { Child } from "../lib/dom.js" */
/** @import { Kind, Reading } from "./signs.js" */

import { append, h, root } from "../lib/dom.js";
import { KINDS, MARKS, READINGS, kindOf } from "./signs.js";

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
 * A box to tick for each kind, all ticked at first.
 *
 * @param {string} legend
 * @param {Record<Kind, string>} words
 * @param {(chosen: Set<Kind>) => void} changed
 */
export function ticks(legend, words, changed) {
  const chosen = new Set(KINDS);
  const boxes = KINDS.map((kind) => {
    const input = h("input", {
      type: "checkbox", checked: true,
      onchange: () => {
        if (input.checked) chosen.add(kind);
        else chosen.delete(kind);
        changed(chosen);
      },
    });
    return h("label", {}, input, " ", mark(kind), ` ${words[kind]}`);
  });
  return h("fieldset", { class: "control" }, h("legend", {}, legend), boxes);
}

/**
 * The mark of a kind; beside it stands what it means in words.
 *
 * @param {Kind} kind
 */
export const mark = (kind, sign = MARKS[kind]) => h("span", { class: `mark ${kind}`, "aria-hidden": "true" }, sign);

/**
 * A finding as a link to its page, with its number.
 *
 * @param {{ id: string, label: string }} finding
 */
export const findingLink = ({ id, label }) => [h("a", { href: `${root()}finding/${id}.html` }, label), " ", h("small", {}, id)];

/**
 * Findings as a list with links, the marks by their reading.
 *
 * @param {Finding[]} findings
 * @param {Reading} reading
 */
export function findingList(findings, reading) {
  const words = READINGS[reading];
  return h(
    "ul",
    { class: "findings" },
    findings.map((finding) => {
      const { plus, minus } = words.of(finding);
      const kind = kindOf(plus, minus);
      return h(
        "li",
        {},
        h("span", { class: `mark ${kind}`, title: words[kind] }, h("span", { "aria-hidden": "true" }, MARKS[kind]), h("span", { class: "unseen" }, words[kind])),
        h("span", {}, findingLink(finding)),
      );
    }),
  );
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

/**
 * The findings that ids mean; what is not there is left out.
 *
 * @param {Finding[]} findings
 * @returns {(ids: Iterable<string>) => Finding[]}
 */
export function lookUp(findings) {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return (ids) => [...ids].map((id) => byId.get(id)).filter((finding) => finding !== undefined);
}
