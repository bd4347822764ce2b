// Files that the reader keeps.

import { h } from "./dom.js";

/** Offers a file for download. */
export function download(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const text = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;

/** Draws an SVG element (with width and height) at twice its size. */
async function png(svg) {
  const address = URL.createObjectURL(new Blob([text(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = h("canvas", { width: 2 * image.width, height: 2 * image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The two buttons under a picture; `draw` gives the SVG element as it is now. */
export const saveButtons = (name, draw) => [
  h("button", { type: "button", onclick: () => download(`${name}.svg`, "image/svg+xml", text(draw())) }, "SVG"),
  h("button", { type: "button", onclick: async () => download(`${name}.png`, "image/png", await png(draw())) }, "PNG"),
];

/** A table as CSV (RFC 4180). */
export function csv(columns, rows) {
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [columns, ...rows].map((row) => row.map((value) => cell(String(value ?? ""))).join(",")).join("\r\n") + "\r\n";
}
