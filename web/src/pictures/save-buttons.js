// A picture as a file that the reader keeps.

import { h } from "../lib/dom.js";
import { download } from "../lib/save.js";

/** @param {SVGElement} svg */
const text = (svg) => {
  const whole = /** @type {SVGElement} */ (svg.cloneNode(true));
  // What is there for the pointer is of no use in a file.
  for (const part of whole.querySelectorAll(".reach")) part.remove();
  for (const part of whole.querySelectorAll("[class], [data-id]")) {
    for (const { name } of [...part.attributes]) if (name === "class" || name.startsWith("data-")) part.removeAttribute(name);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}\n`;
};

/**
 * Draws an SVG element (with width and height) at three times its size: 300 dots an inch for a figure of two columns.
 *
 * @param {SVGElement} svg
 * @returns {Promise<Blob>}
 */
async function png(svg) {
  const address = URL.createObjectURL(new Blob([text(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = h("canvas", { width: 3 * image.width, height: 3 * image.height });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => {
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the picture is too large"))));
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * The two buttons under a picture.
 *
 * @param {string} name of the file, without its ending
 * @param {() => SVGElement | null} draw gives the picture as it is now; nothing where there is none
 */
export function saveButtons(name, draw) {
  const save = async (/** @type {(svg: SVGElement) => unknown} */ keep) => {
    const svg = draw();
    if (svg) await keep(svg);
  };
  return [
    h("button", { type: "button", onclick: () => save((svg) => download(`${name}.svg`, "image/svg+xml", text(svg))) }, "SVG"),
    h("button", { type: "button", onclick: () => save(async (svg) => download(`${name}.png`, "image/png", await png(svg))) }, "PNG"),
  ];
}
