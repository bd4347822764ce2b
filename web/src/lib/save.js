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

/**
 * The same with tabs; no cell holds a tab or the end of a line.
 *
 * @param {string[][]} rows
 */
export const tsv = (rows) => rows.map((row) => `${row.map((cell) => cell.replace(/\s/g, " ")).join("\t")}\n`).join("");

/**
 * What a spreadsheet would take for a formula gets a quote in front.
 *
 * @param {string} value
 */
export const harmless = (value) => (/^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value);

const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const TURNED = new RegExp([
  `(?:${MONTH})[ ./-]?\\d{1,4}`, `\\d{1,4}[ ./-]?(?:${MONTH})(?:[ ./-]?\\d{2,4})?`, // SEPT2, MARCH1, 1-DEC
  "\\d{1,4}[/.-]\\d{1,2}(?:[/.-]\\d{1,4})?", "\\d{1,2}:\\d{2}(?::\\d{2})?", // 1-2, 3/4, 1:30
  "\\d+(?:\\.\\d+)?e[+-]?\\d+", "0\\d+", "\\d{12,}", "true|false", // 2E5, 007, long ids
].map((one) => `^(?:${one})$`).join("|"), "i");

/**
 * Rows as a CSV file, with the byte order mark without which spreadsheets read UTF-8 as another encoding. Files of a release
 * keep the same rule (csv_file in scripts/bevo/rdf/formats.py).
 *
 * @param {string[][]} rows
 * @param {(cell: string) => string} [guarded]
 */
export const csvFile = (rows, guarded = harmless) => `\ufeff${csv(rows.map((row) => row.map(guarded)))}`;

/**
 * What a spreadsheet would turn into a date, a time, a formula or another number gets a quote in front. A number with a
 * decimal point stays one.
 *
 * @param {string} value
 */
export const asText = (value) => (TURNED.test(value) && !/^\d+\.\d+$/.test(value) ? `'${value}` : harmless(value));
