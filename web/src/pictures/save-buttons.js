// A picture as a file that the reader keeps.

import { h } from "../lib/dom.js";
import { download } from "../lib/save.js";

/** @param {SVGElement} svg */
const text = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

/**
 * Draws an SVG element (with width and height) at twice its size.
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
    const canvas = h("canvas", { width: 2 * image.width, height: 2 * image.height });
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
 * @param {() => SVGElement} draw gives the picture as it is now
 */
export const saveButtons = (name, draw) => [
  h("button", { type: "button", onclick: () => download(`${name}.svg`, "image/svg+xml", text(draw())) }, "SVG"),
  h("button", { type: "button", onclick: async () => download(`${name}.png`, "image/png", await png(draw())) }, "PNG"),
];
