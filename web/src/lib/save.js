// Files that the reader keeps.

import { h } from "./dom.js";

/**
 * Offers a file for download.
 *
 * @param {string} name
 * @param {string} type its media type
 * @param {string | Blob} content
 */
export function download(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** @param {string} value */
const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * Rows of a table, its headings among them, as CSV (RFC 4180).
 *
 * @param {string[][]} rows
 */
export const csv = (rows) => rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
