// What the pictures share: controls, the legend, and the findings beside them.

import { h, root } from "../lib/dom.js";
import { MARKS, READINGS, kindOf } from "./signs.js";

export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The controls of a picture, folded away where they would push it out of sight. */
export const controls = (...children) =>
  h("details", { open: matchMedia("(min-width: 40rem)").matches }, h("summary", {}, "Choose what is shown"), h("div", { class: "controls" }, children));

/** A labelled choice; options are [value, words] pairs. */
export function choice(label, options, value, changed) {
  const select = h("select", { onchange: () => changed(select.value) }, options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
  return h("label", { class: "control" }, h("span", {}, label), select);
}

/** A labelled number from 1 upwards. */
export function least(label, value, changed) {
  const input = h("input", { type: "number", min: "1", max: "99", value, oninput: () => input.checkValidity() && input.value && changed(Number(input.value)) });
  return h("label", { class: "control" }, h("span", {}, label), input);
}

/** A set of boxes to tick; options are [value, words] pairs, all ticked at first. */
export function ticks(legend, options, changed) {
  const chosen = new Set(options.map(([key]) => key));
  const boxes = options.map(([key, words, mark]) => {
    const toggle = ({ target }) => {
      if (target.checked) chosen.add(key);
      else chosen.delete(key);
      changed(chosen);
    };
    return h("label", {}, h("input", { type: "checkbox", checked: true, onchange: toggle }), " ", mark ? h("span", { class: `mark ${key}`, "aria-hidden": "true" }, mark) : null, ` ${words}`);
  });
  return h("fieldset", { class: "control" }, h("legend", {}, legend), boxes);
}

/** The four kinds with their marks and words, for ticks and legends. */
export const kinds = (reading) => Object.entries(MARKS).map(([kind, mark]) => [kind, READINGS[reading][kind], mark]);

/** Findings as a list with links, the marks by their reading. */
export function findingList(findings, reading) {
  return h(
    "ul",
    { class: "findings" },
    findings.map((finding) => {
      const kind = kindOf(finding, reading);
      return h(
        "li",
        {},
        h("span", { class: `mark ${kind}`, title: READINGS[reading][kind] }, h("span", { "aria-hidden": "true" }, MARKS[kind]), h("span", { class: "unseen" }, READINGS[reading][kind])),
        h("span", {}, h("a", { href: `${root()}finding/${finding.id}.html` }, finding.label), " ", h("small", {}, finding.id)),
      );
    }),
  );
}

/** The place beside a picture where findings are listed. */
export function panel(hint) {
  const place = h("section", { class: "panel", "aria-live": "polite", tabindex: "-1" });
  const clear = () => place.replaceChildren(h("p", { class: "hint" }, hint));
  clear();
  const show = (title, ...children) => {
    place.replaceChildren(h("h3", {}, title), ...children);
    place.scrollTop = 0;
    // On a phone the panel is under the picture, out of sight.
    if (place.getBoundingClientRect().top > innerHeight - 60) place.scrollIntoView({ block: "nearest" });
  };
  return { place, clear, show };
}

/** Findings by their id. */
export const byId = (findings) => new Map(findings.map((finding) => [finding.id, finding]));
