// Tables that sort, filter and download as CSV: every table.sortable.

import { h } from "./lib/dom.js";
import { csv, download } from "./lib/save.js";

const ROWS_WORTH_A_FILTER = 15;
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** @param {HTMLElement} cell */
const text = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
/** @param {HTMLTableElement} table */
const headings = (table) => [.../** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells];
/** @param {HTMLTableElement} table */
const bodyRows = (table) => [...table.tBodies[0].rows];

/**
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {1 | -1} direction
 */
function sort(table, column, direction) {
  const keyed = bodyRows(table).map((row, place) => ({ row, place, key: row.cells[column].textContent.trim() }));
  const numbers = keyed.every(({ key }) => key === "" || !Number.isNaN(Number(key)));
  /** @type {(a: string, b: string) => number} */
  const compare = numbers ? (a, b) => Number(a) - Number(b) : words.compare;
  keyed.sort((a, b) => {
    if (!a.key || !b.key) return Number(!a.key) - Number(!b.key) || a.place - b.place; // the empty ones last, both ways
    return direction * compare(a.key, b.key) || a.place - b.place;
  });
  table.tBodies[0].append(...keyed.map(({ row }) => row));
}

/** @param {HTMLTableElement} table */
function sortable(table) {
  const heads = headings(table);
  heads.forEach((head, column) => {
    const order = () => {
      const numeric = table.tBodies[0].rows[0]?.cells[column]?.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const next = before ? (before === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", next);
      sort(table, column, next === "ascending" ? 1 : -1);
    };
    head.replaceChildren(h("button", { type: "button", onclick: order }, head.textContent));
  });
}

/**
 * What a spreadsheet would take for a formula gets a quote in front.
 *
 * @param {string} value
 */
const harmless = (value) => (/^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value);

/**
 * The rows of a table that are shown, under their headings. The id of a finding, set apart in its cell, gets a column.
 *
 * @param {HTMLTableElement} table
 */
function shownRows(table) {
  const heads = headings(table).map(text);
  const rows = bodyRows(table).filter((row) => !row.hidden);
  const withId = rows.some((row) => row.cells[0].querySelector(".id"));
  /** @param {HTMLTableRowElement} row */
  const values = (row) => [...row.cells].flatMap((cell, i) => {
    if (i || !withId) return [[...cell.textContent.matchAll(/\S+/g)].join(" ")];
    const id = cell.querySelector(".id")?.textContent ?? "";
    return [id, cell.textContent.replace(id, "").replace(/\s+/g, " ").trim()];
  });
  return [withId ? ["Id", ...heads] : heads, ...rows.map(values)];
}

/** @param {HTMLTableElement} table */
function save(table) {
  const content = csv(shownRows(table).map((row) => row.map(harmless)));
  download(`${table.dataset.name || "table"}.csv`, "text/csv;charset=utf-8", `\ufeff${content}`);
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLElement} status
 */
function filter(table, status) {
  const input = h("input", { type: "search", placeholder: "Filter these rows", "aria-label": "Filter these rows" });
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = bodyRows(table);
    for (const row of rows) {
      const has = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => has.includes(word));
    }
    status.textContent = wanted.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows` : "";
  });
  return input;
}

for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table.sortable"))) {
  sortable(table);
  const status = h("span", { role: "status" });
  const filtered = !table.closest(".faceted") && table.tBodies[0].rows.length >= ROWS_WORTH_A_FILTER;
  const tools = h("div", { class: "tools" }, filtered && filter(table, status), h("button", { type: "button", onclick: () => save(table) }, "Download as CSV"), status);
  table.closest(".scroll")?.before(tools);
}
