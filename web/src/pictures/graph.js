// Cytoscape as the pictures use it: one look, selection by pointer and keyboard, zoom that leaves the page its wheel.

import cytoscape from "cytoscape";
import { h, onTheme } from "../lib/dom.js";

const PADDING = 20;
const [SMALLEST, LARGEST] = [0.8, 1.2];

/** A label in lines of about this many letters, broken at spaces. */
export function lines(label, letters) {
  const all = [""];
  for (const word of label.split(" ")) {
    const line = all.at(-1);
    if (line && line.length + word.length >= letters) all.push(word);
    else all[all.length - 1] = line ? `${line} ${word}` : word;
  }
  return all.join("\n");
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A graph in a place of the page.
 *
 * @param label what the picture shows, for those who do not see it
 * @param look gives the style for the colours of now
 * @param layout gives the layout for what is visible
 * @param select called with an element, or null, when the selection changes
 * @param company gives the elements that stay in sight with a selected one
 * @param centre gives the node to look at where the whole would be too small to read
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
    if (visible.length) visible.layout({ fit: false, animate: false, ...layout() }).run();
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
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
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
  new ResizeObserver(() => (cy.resize(), frame())).observe(canvas);

  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const fit = () => (still() ? cy.fit(cy.elements(":visible"), PADDING) : cy.animate({ fit: { eles: cy.elements(":visible"), padding: PADDING }, duration: 250 }));
  const buttons = [
    h("button", { type: "button", "aria-label": "Closer", onclick: () => zoom(1.25) }, "+"),
    h("button", { type: "button", "aria-label": "Farther", onclick: () => zoom(0.8) }, "−"),
    h("button", { type: "button", onclick: fit }, "Fit"),
  ];
  return { cy, canvas, arrange, frame, choose, buttons };
}
