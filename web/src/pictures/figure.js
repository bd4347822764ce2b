// A drawing in the page: chosen by pointer and keyboard, made larger and smaller, drawn anew when the page turns dark.

import { h, onTheme } from "../lib/dom.js";

/** @type {Record<string, 1 | -1>} */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const [SMALLEST, LARGEST] = [0.4, 4];

/** @typedef {{ element: SVGElement, width: number, height: number }} Drawing parts that can be chosen are <g data-id> */

/**
 * The place of a drawing.
 *
 * @param {object} options
 * @param {string} options.label what the picture shows, for those who do not see it
 * @param {() => Drawing | null} options.draw makes it in the colours of now, for the width of now; nothing if there is nothing to draw
 * @param {(id: string | null) => void} options.select called when the choice changes
 * @param {(id: string) => Set<string>} options.company gives the ids of the parts that stay in sight with a chosen one
 */
export function openFigure({ label, draw, select, company }) {
  const canvas = h("div", {
    class: "canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "picture",
    "aria-label": `${label}. Arrow keys go from one thing to the next, Enter goes to its findings, Escape lets go. The table below says the same in words.`,
  });
  /** @type {Drawing | null} */
  let drawing = null;
  let [scale, chosen] = [1, /** @type {string | null} */ (null)];

  const parts = () => /** @type {SVGGElement[]} */ ([...canvas.querySelectorAll("g[data-id]")]);

  function mark() {
    const near = chosen === null ? null : company(chosen);
    for (const part of parts()) {
      const id = part.dataset.id ?? "";
      part.classList.toggle("chosen", id === chosen);
      part.classList.toggle("faded", near !== null && !near.has(id));
    }
  }

  /** @param {string | null} id */
  function choose(id) {
    chosen = id;
    mark();
    select(id);
  }

  function size() {
    if (!drawing) return;
    const fits = Math.min(1.15, (canvas.clientWidth - 4) / drawing.width);
    drawing.element.setAttribute("width", String(Math.floor(drawing.width * Math.max(0.62, fits) * scale)));
    drawing.element.removeAttribute("height");
  }

  /** Draws what there is to draw now; what was chosen is let go unless it is to be kept. */
  function show(keep = false) {
    if (!keep) [chosen, scale] = [null, 1];
    drawing = draw();
    canvas.replaceChildren(...(drawing ? [drawing.element] : []));
    size();
    mark();
    if (!keep) select(null);
  }

  canvas.addEventListener("click", ({ target }) => {
    const part = target instanceof Element ? target.closest("g[data-id]") : null;
    choose(part instanceof SVGElement ? (part.dataset.id ?? null) : null);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    const ids = parts().map((part) => part.dataset.id ?? "");
    if (step && ids.length) {
      const at = chosen === null ? -1 : ids.indexOf(chosen);
      choose(ids[at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length]);
    } else if (event.key === "Escape") choose(null);
    else if (event.key === "Enter") canvas.dispatchEvent(new CustomEvent("open"));
    else return;
    event.preventDefault();
  });
  onTheme(() => show(true));
  let before = 0;
  new ResizeObserver(() => {
    if (before && Math.abs(before - canvas.clientWidth) > 1) show(true);
    before = canvas.clientWidth;
  }).observe(canvas);

  const zoom = (/** @type {number} */ factor) => {
    scale = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
    size();
  };
  const fit = () => {
    scale = 1;
    size();
  };
  const buttons = [
    h("button", { type: "button", "aria-label": "Closer", onclick: () => zoom(1.25) }, "+"),
    h("button", { type: "button", "aria-label": "Farther", onclick: () => zoom(0.8) }, "−"),
    h("button", { type: "button", onclick: fit }, "Fit"),
  ];
  return { canvas, show, choose, buttons };
}
