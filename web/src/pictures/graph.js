// Cytoscape as the pictures use it: one look, selection by pointer and keyboard, zoom that leaves the page its wheel.

/** @import { Collection, Core, EdgeSingular, LayoutOptions, NodeSingular, StylesheetJson } from "cytoscape" */

import cytoscape from "cytoscape";
import { h, onTheme } from "../lib/dom.js";

/** @typedef {NodeSingular | EdgeSingular} Element */

const PADDING = 20;
const [SMALLEST, LARGEST] = [0.8, 1.2];

/** @type {Record<string, 1 | -1>} */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * A label in lines of about this many letters, broken at spaces.
 *
 * @param {string} label
 * @param {number} letters
 */
export function lines(label, letters) {
  const all = [""];
  for (const word of label.split(" ")) {
    const line = all[all.length - 1];
    if (line && line.length + word.length >= letters) all.push(word);
    else all[all.length - 1] = line ? `${line} ${word}` : word;
  }
  return all;
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A graph in a place of the page.
 *
 * @param {object} options
 * @param {string} options.label what the picture shows, for those who do not see it
 * @param {() => StylesheetJson} options.look gives the style for the colours of now
 * @param {() => LayoutOptions} options.layout gives the layout for what is visible
 * @param {(element: Element | null) => void} options.select called when the selection changes
 * @param {(element: Element) => Collection} options.company gives the elements that stay in sight with a selected one
 * @param {(cy: Core) => NodeSingular} options.centre gives the node to look at where the whole would be too small to read
 */
export function openGraph({ label, look, layout, select, company, centre }) {
  const canvas = h("div", {
    class: "canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "network",
    "aria-label": `${label}. Arrow keys go from one thing to the next, Enter goes to its findings, Escape lets go. What is under it says the same in words.`,
  });
  const cy = cytoscape({ container: canvas, style: look(), layout: { name: "null" }, minZoom: 0.2, maxZoom: 4, userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: true });

  /** @param {Element | null} element */
  function choose(element) {
    cy.elements().removeClass("chosen faded");
    if (element) {
      cy.elements().not(company(element)).addClass("faded");
      element.addClass("chosen");
    }
    select(element);
  }

  const arrange = () => {
    const visible = cy.elements(":visible");
    const options = { fit: false, animate: false, ...layout() };
    if (visible.length) visible.layout(options).run();
  };

  /** Shows all, neither blown up nor too small to read. */
  function frame() {
    const visible = cy.elements(":visible");
    if (!visible.length) return;
    cy.fit(visible, PADDING);
    const zoom = Math.min(LARGEST, Math.max(SMALLEST, cy.zoom()));
    if (zoom === cy.zoom()) return;
    cy.zoom(zoom);
    cy.center(zoom === SMALLEST ? centre(cy) : visible);
  }

  cy.on("tap", ({ target }) => choose(target === cy ? null : target));
  canvas.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    const visible = cy.elements(":visible").toArray();
    if (step && visible.length) {
      const at = visible.findIndex((element) => element.hasClass("chosen"));
      choose(visible[(at < 0 ? (step > 0 ? 0 : -1) : at + step + visible.length) % visible.length] ?? visible.at(-1));
    } else if (event.key === "Escape") choose(null);
    else if (event.key === "Enter") canvas.dispatchEvent(new CustomEvent("open"));
    else return;
    event.preventDefault();
  });
  // The wheel scrolls the page until the picture is in use.
  canvas.addEventListener("focusin", () => cy.userZoomingEnabled(true));
  canvas.addEventListener("focusout", () => cy.userZoomingEnabled(false));
  canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
  onTheme(() => cy.style(look()));
  new ResizeObserver(() => {
    cy.resize();
    frame();
  }).observe(canvas);

  const zoom = (/** @type {number} */ factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const fit = () => (still() ? cy.fit(cy.elements(":visible"), PADDING) : cy.animate({ fit: { eles: cy.elements(":visible"), padding: PADDING }, duration: 250 }));
  const buttons = [
    h("button", { type: "button", "aria-label": "Closer", onclick: () => zoom(1.25) }, "+"),
    h("button", { type: "button", "aria-label": "Farther", onclick: () => zoom(0.8) }, "−"),
    h("button", { type: "button", onclick: fit }, "Fit"),
  ];
  return { cy, canvas, arrange, frame, choose, buttons };
}
