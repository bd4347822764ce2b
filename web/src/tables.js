// Tables that sort, filter, show the columns that are wanted, and leave as files: every table.sortable. What was chosen
// stands in the address.

import { toAddress } from "./lib/address.js";
import { h, messageOf } from "./lib/dom.js";
import { bodyRows, headings, leaving } from "./lib/leaving.js";
import { asText, csvFile, download, tsv } from "./lib/save.js";

const ROWS_WORTH_A_FILTER = 15;
const FIRST_ROWS = 100; // as the stylesheet has it until this script runs
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const tables = /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table.sortable"));

/** @typedef {(name: "filter" | "sort" | "hide", values: string[]) => void} Keep */

/** The file formats: what the button says, the ending, the media type, and what makes it of headings and records. */
const FORMATS = /** @type {const} */ ([
  ["CSV", "csv", "text/csv;charset=utf-8", (/** @type {string[][]} */ rows) => csvFile(rows)],
  ["TSV", "tsv", "text/tab-separated-values;charset=utf-8", tsv],
  ["CSV for Excel", "excel.csv", "text/csv;charset=utf-8", (/** @type {string[][]} */ rows) => csvFile(rows, asText)],
]);

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

/**
 * @param {HTMLTableElement} table
 * @param {string | null} given the column to begin with, with a - in front for downwards
 * @param {Keep} keep
 */
function sortable(table, given, keep) {
  const heads = headings(table);
  heads.forEach((head, column) => {
    const name = head.textContent;
    const order = (/** @type {"ascending" | "descending"} */ next) => {
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", next);
      sort(table, column, next === "ascending" ? 1 : -1);
    };
    const turn = () => {
      const numeric = table.tBodies[0].rows[0]?.cells[column]?.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const next = before ? (before === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
      order(next);
      keep("sort", [next === "ascending" ? name : `-${name}`]);
    };
    head.replaceChildren(h("button", { type: "button", onclick: turn }, name));
    if (given === name || given === `-${name}`) order(given === name ? "ascending" : "descending");
  });
}

/**
 * The formats as buttons: CSV, and the others behind a word.
 *
 * @param {HTMLTableElement} table
 * @param {HTMLElement} status
 */
function saving(table, status) {
  const name = table.dataset.name || "table";
  /** @param {(left: Awaited<ReturnType<typeof leaving>>) => void} made */
  const save = async (made) => {
    status.textContent = "";
    try {
      made(await leaving(table));
    } catch (error) {
      status.textContent = `The file could not be made: ${messageOf(error)}.`;
    }
  };
  const buttons = FORMATS.map(([label, ending, type, make]) => h("button", {
    type: "button",
    onclick: () => save(({ columns, rows }) => download(`${name}.${ending}`, type, make([columns, ...rows.map((row) => columns.map((one) => row[one]))]))),
  }, `Download as ${label}`));
  const asJson = h("button", {
    type: "button", onclick: () => save(({ rows }) => download(`${name}.json`, "application/json", `${JSON.stringify(rows, null, 1)}\n`)),
  }, "Download as JSON");
  return [buttons[0], h("details", { class: "menu", name: "menu" }, h("summary", {}, "Other formats"), h("div", {}, buttons.slice(1), asJson))];
}

/**
 * @param {HTMLTableElement} table
 * @param {string[]} hidden the columns that are not shown to begin with
 * @param {Keep} keep
 */
function chooser(table, hidden, keep) {
  const heads = headings(table);
  const names = heads.map((head) => head.textContent);
  const show = (/** @type {number} */ at, /** @type {boolean} */ shown) => {
    for (const row of [/** @type {HTMLTableRowElement} */ (heads[0].parentElement), ...bodyRows(table)]) row.cells[at].hidden = !shown;
  };
  const boxes = names.map((name, at) => {
    const box = h("input", {
      type: "checkbox", checked: !hidden.includes(name),
      onchange: () => {
        show(at, box.checked);
        keep("hide", names.filter((_, other) => heads[other].hidden));
      },
    });
    if (at && !box.checked) show(at, false);
    return at ? h("label", {}, box, name) : "";
  });
  return h("details", { class: "menu", name: "menu" }, h("summary", {}, "Columns"), h("div", {}, boxes));
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLElement} status
 * @param {string} given
 * @param {Keep} keep
 */
function filter(table, status, given, keep) {
  const input = h("input", { type: "search", placeholder: "Filter these rows", "aria-label": "Filter these rows", value: given });
  const look = () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = bodyRows(table);
    for (const row of rows) {
      const has = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => has.includes(word));
    }
    status.textContent = wanted.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows` : "";
  };
  input.addEventListener("input", () => { look(); keep("filter", input.value.trim() ? [input.value] : []); });
  if (given) look();
  return input;
}

/**
 * A long table shows the first of the rows that fit, until all are asked for.
 *
 * @param {HTMLTableElement} table
 */
function rest(table) {
  const button = h("button", { type: "button" });
  const place = h("p", { class: "rest" }, `The first ${FIRST_ROWS} rows are shown. `, button);
  const look = () => {
    let fitting = 0;
    for (const row of bodyRows(table)) {
      if (!row.hidden) fitting += 1;
      row.classList.toggle("later", fitting > FIRST_ROWS);
    }
    button.textContent = `Show all ${fitting}`;
    place.hidden = fitting <= FIRST_ROWS;
  };
  look();
  table.classList.add("counted");
  const changes = new MutationObserver(look);
  changes.observe(table.tBodies[0], { childList: true, subtree: true, attributeFilter: ["hidden"] });
  button.addEventListener("click", () => {
    changes.disconnect();
    table.classList.remove("long");
    place.remove();
  });
  return place;
}

for (const table of tables) {
  const of = (/** @type {string} */ name) => (tables.length > 1 ? `${table.dataset.name}.${name}` : name);
  const given = new URLSearchParams(location.search);
  /** @type {Keep} */
  const keep = (name, values) => toAddress({ [of(name)]: values });
  const chosen = chooser(table, given.getAll(of("hide")), keep); // before the headings become buttons
  sortable(table, given.get(of("sort")), keep);
  const status = h("span", { role: "status" });
  const filtered = !table.closest(".faceted") && table.tBodies[0].rows.length >= ROWS_WORTH_A_FILTER;
  const tools = h("div", { class: "tools" }, filtered && filter(table, status, given.get(of("filter")) ?? "", keep), saving(table, status), headings(table).length > 2 && chosen, status);
  table.closest(".scroll")?.before(tools);
  if (table.classList.contains("long")) table.closest(".scroll")?.after(rest(table));
}
