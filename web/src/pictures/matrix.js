// Source by process: what the vesicles of each source do to each process, and where findings contradict each other.

/** @import { Finding, Linked, Matrix, MatrixCell } from "../data.js" */
/** @import { Kind } from "./signs.js" */

import { h, json, mount, root, styles } from "../lib/dom.js";
import { matrixSvg } from "./matrix-svg.js";
import { controls, findingLink, labelled, least, lookUp, mark, panel, plural, ticks } from "./picture.js";
import { saveButtons } from "./save-buttons.js";
import { KINDS, MARKS, SIGNS, kindOf, palette } from "./signs.js";

/**
 * @typedef {MatrixCell & { kind: Kind, count: number, text: string, words: string, weight: "few" | "some" | "many" }} Cell
 * @typedef {{ rows: Linked[], columns: Linked[], cells: Map<string, Cell> }} Shown cells by "row>column"
 */

/** @type {Record<Kind, string>} */
const WORDS = { ...SIGNS, mixed: "findings contradict", neutral: "affects, no effect, or no sign told" };

/** @type {["promotes" | "inhibits" | "other", Kind, string][]} */
const TOLD = [["promotes", "plus", "Promotes"], ["inhibits", "minus", "Inhibits"], ["other", "neutral", "Something else"]];

/** @type {Record<string, [row: number, column: number]>} */
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/**
 * What a cell of the matrix says: its kind, its text and its number.
 *
 * @param {MatrixCell} cell
 * @returns {Cell}
 */
function judged(cell) {
  const [plus, minus, other] = [cell.promotes.length, cell.inhibits.length, cell.other.length];
  const marks = [plus && `${MARKS.plus}${plus}`, minus && `${MARKS.minus}${minus}`, !plus && !minus && `${MARKS.neutral}${other}`];
  const words = [plus && `${plus} promote`, minus && `${minus} inhibit`, other && `${other} else`];
  const count = plus + minus + other;
  const weight = count > 3 ? "many" : count > 1 ? "some" : "few";
  return { ...cell, kind: kindOf(plus, minus), count, text: marks.filter(Boolean).join(" "), words: words.filter(Boolean).join(", "), weight };
}

/**
 * The rows, columns and cells that pass, the fullest first.
 *
 * @param {{ rows: Linked[], columns: Linked[], cells: Cell[] }} whole
 * @param {{ source: string, process: string, least: number, kinds: Set<Kind> }} chosen
 * @returns {Shown}
 */
function passing({ rows, columns, cells }, chosen) {
  const named = (/** @type {Linked[]} */ axis, /** @type {string} */ word) =>
    new Set(axis.filter(({ label }) => label.toLowerCase().includes(word.trim().toLowerCase())).map(({ id }) => id));
  const [rowIds, columnIds] = [named(rows, chosen.source), named(columns, chosen.process)];
  const left = cells.filter((cell) => rowIds.has(cell.row) && columnIds.has(cell.column) && chosen.kinds.has(cell.kind));
  const sums = (/** @type {"row" | "column"} */ key) => {
    const found = new Map();
    for (const cell of left) found.set(cell[key], (found.get(cell[key]) ?? 0) + cell.count);
    return (/** @type {string} */ id) => found.get(id);
  };
  const [perRow, perColumn] = [sums("row"), sums("column")];
  const shown = left.filter((cell) => perRow(cell.row) >= chosen.least && perColumn(cell.column) >= chosen.least);
  const axis = (/** @type {Linked[]} */ all, /** @type {"row" | "column"} */ key, /** @type {(id: string) => number} */ weight) => {
    const used = new Set(shown.map((cell) => cell[key]));
    return all.filter(({ id }) => used.has(id)).sort((a, b) => weight(b.id) - weight(a.id) || a.label.localeCompare(b.label));
  };
  return { rows: axis(rows, "row", perRow), columns: axis(columns, "column", perColumn), cells: new Map(shown.map((cell) => [`${cell.row}>${cell.column}`, cell])) };
}

/**
 * Arrow keys go from cell to cell that has findings; only one of them is in the page's tab order.
 *
 * @param {HTMLTableElement} table
 */
function arrowKeys(table) {
  table.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const from = button?.closest("td");
    if (!step || !button || !from) return;
    event.preventDefault();
    const rows = [...table.tBodies[0].rows];
    let [row, column] = [rows.findIndex((one) => one.contains(from)), from.cellIndex];
    for (;;) {
      [row, column] = [row + step[0], column + step[1]];
      const cell = rows[row]?.cells[column];
      if (!cell || column < 1) return;
      const next = cell.querySelector("button");
      if (!next) continue;
      button.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      return;
    }
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  /** @type {[Matrix, Finding[], unknown]} */
  const [data, all] = await Promise.all([json(address), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findingsOf = lookUp(all);
  const whole = { ...data, cells: data.cells.map(judged) };
  const chosen = { source: "", process: "", least: 4, kinds: new Set(KINDS) };
  let shown = passing(whole, chosen);

  const side = panel("Choose a cell of the table to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const table = h("table", {}, h("caption", { class: "unseen" }, "Sources of vesicles by process. A cell says how many findings promote and how many inhibit."));
  arrowKeys(table);

  const link = (/** @type {Linked} */ { page, label }) => h("a", { href: root() + page }, label);

  /**
   * @param {Cell} cell
   * @param {HTMLButtonElement} button
   * @param {Linked} row
   * @param {Linked} column
   */
  function choose(cell, button, row, column) {
    for (const other of table.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    const parts = TOLD.map(([key, kind, words]) => {
      const items = findingsOf(cell[key]).map((finding) => h("li", {}, mark(kind), h("span", {}, findingLink(finding))));
      return items.length ? [h("h4", {}, words), h("ul", { class: "findings" }, items)] : [];
    });
    side.show(h("span", {}, link(row), " → ", link(column)), parts);
  }

  /**
   * @param {Linked} row
   * @param {Linked} column
   * @param {Cell | undefined} first the cell that Tab goes to
   */
  function tableCell(row, column, first) {
    const cell = shown.cells.get(`${row.id}>${column.id}`);
    if (!cell) return h("td");
    const button = h(
      "button",
      {
        type: "button", class: `${cell.kind} ${cell.weight}`, "aria-pressed": "false", tabindex: cell === first ? 0 : -1,
        onclick: () => { choose(cell, button, row, column); },
      },
      h("span", { "aria-hidden": "true" }, cell.text),
      h("span", { class: "unseen" }, `${row.label}, ${column.label}: ${cell.words}${cell.kind === "mixed" ? ", they contradict" : ""}`),
    );
    return h("td", {}, button);
  }

  function update() {
    shown = passing(whole, chosen);
    const { rows, columns, cells } = shown;
    const first = rows.flatMap((row) => columns.map((column) => cells.get(`${row.id}>${column.id}`))).find(Boolean);
    table.querySelectorAll("thead, tbody").forEach((part) => part.remove());
    table.append(
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "Source")), columns.map((column) => h("th", { scope: "col" }, link(column))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, link(row)), columns.map((column) => tableCell(row, column, first))))),
    );
    side.clear();
    const conflicts = [...cells.values()].filter((cell) => cell.kind === "mixed").length;
    status.textContent = cells.size ? `${plural(rows.length, "source")}, ${columns.length} processes, ${plural(conflicts, "cell")} where findings contradict.` : "Nothing passes these filters.";
  }

  /** @param {Partial<typeof chosen>} changes */
  const change = (changes) => {
    Object.assign(chosen, changes);
    update();
  };
  const word = (/** @type {string} */ label, /** @type {"source" | "process"} */ key) => {
    const input = h("input", { type: "search", oninput: () => { change({ [key]: input.value }); } });
    return labelled(label, input);
  };

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      word("Source contains", "source"),
      word("Process contains", "process"),
      least("Findings at least", chosen.least, (value) => change({ least: value })),
      ticks("Cells that say", WORDS, (kinds) => change({ kinds })),
    ),
    h("div", { class: "stage" }, h("div", { class: "scroll matrix" }, table), side.place),
    h("div", { class: "buttons" }, saveButtons("bevo-matrix", () => matrixSvg("What vesicles of each source do", shown, WORDS, palette())), status),
  );
  update();
}

await mount("matrix", draw);
