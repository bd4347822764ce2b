// An answer as a table.

/** @import { Pages, Prefixes } from "./names.js" */

import { h, root } from "../lib/dom.js";
import { csvFile, download } from "../lib/save.js";
import { compact, page } from "./names.js";

/**
 * @typedef {{ type: string, value: string, extra: string }} Cell uri, bnode or literal; extra is its language or datatype
 * @typedef {(Cell | null)[]} Row
 * @typedef {{ columns: string[], rows: Row[], cut: boolean, milliseconds: number, turtle?: string }} Answer
 *   the first rows of an answer, and whether there would be more; a graph as Turtle too
 * @typedef {Pages & { prefixes: Prefixes }} Names
 */

const STEP = 250;
const NUMBERS = /(integer|decimal|double|float|int|long)$/;

const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * @param {Cell | null} term
 * @param {Names} names
 */
function shown(term, { prefixes, ...pages }) {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "uri") return term.value;
  const name = compact(term.value, prefixes)?.replace(/^obo:([A-Za-z]+)_/, "$1:") ?? term.value;
  const inside = page(term.value, pages);
  if (inside) return h("a", { href: root() + inside, title: term.value }, name);
  return /^https?:/.test(term.value) ? h("a", { href: term.value, rel: "external noreferrer" }, name) : name;
}

/** @param {Cell | null} term */
const isNumber = (term) => term?.type === "literal" && NUMBERS.test(term.extra);

/**
 * @param {Cell | null} a
 * @param {Cell | null} b
 */
function compare(a, b) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  if (isNumber(a) && isNumber(b)) return Number(a.value) - Number(b.value);
  return order.compare(a.value, b.value);
}

/**
 * The words over a table: how many rows, in what time, and whether there would be more.
 *
 * @param {Answer} answer
 */
export function summary({ rows, cut, milliseconds }) {
  const count = rows.length.toLocaleString("en");
  const time = `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  if (cut) return `Cut at ${count} rows in ${time}: ask for less, or go on with LIMIT and OFFSET.`;
  return `${count} ${rows.length === 1 ? "row" : "rows"} in ${time}.`;
}

/**
 * A table that sorts by its headings and grows on demand.
 *
 * @param {Answer} answer
 * @param {Names} names
 */
export function table(answer, names) {
  let rows = answer.rows;
  /** @type {{ column: number, down: boolean } | null} */
  let sorted = null;
  let count = STEP;
  const numeric = answer.columns.map((_, i) => rows.some((row) => isNumber(row[i])) && rows.every((row) => !row[i] || isNumber(row[i])));
  const body = h("tbody");
  const showMore = () => {
    count += STEP;
    draw();
  };
  const more = h("button", { type: "button", onclick: showMore });

  function draw() {
    body.replaceChildren(
      ...rows.slice(0, count).map((row) => h("tr", {}, row.map((term, i) => h("td", { class: numeric[i] ? "number" : null }, shown(term, names))))),
    );
    more.hidden = count >= rows.length;
    more.textContent = `Show more (${Math.min(count, rows.length)} of ${rows.length.toLocaleString("en")} shown)`;
  }

  /**
   * @param {number} column
   * @param {HTMLElement} heading
   */
  function sort(column, heading) {
    const down = sorted?.column === column && !sorted.down;
    sorted = { column, down };
    rows = answer.rows.toSorted((a, b) => (down ? -1 : 1) * compare(a[column], b[column]));
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    draw();
  }

  const headings = answer.columns.map((name, i) => {
    const heading = h("th", { scope: "col", class: numeric[i] ? "number" : null });
    heading.append(h("button", { type: "button", onclick: () => sort(i, heading) }, name));
    return heading;
  });
  draw();
  const whole = h("table", {}, h("caption", { class: "unseen" }, "Answer"), h("thead", {}, h("tr", {}, headings)), body);
  return [h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows of the answer" }, whole), more];
}

/**
 * Offers all the rows of an answer as CSV, IRIs in full.
 *
 * @param {string} name
 * @param {Answer} answer
 */
export const saveCsv = (name, { columns, rows }) =>
  download(`${name}.csv`, "text/csv;charset=utf-8", csvFile([columns, ...rows.map((row) => row.map((term) => term?.value ?? ""))]));
