// Source by outcome: what the vesicles of each source do to each outcome, and where findings contradict each other.

/** @import { Matrix, Place, Said } from "../data.js" */
/** @import { Kind, Lens } from "./signs.js" */

import { h, json, mount, root, styles } from "../lib/dom.js";
import { matrixSvg } from "./matrix-svg.js";
import { controls, findingIds, findingLink, labelled, least, lensChoice, mark, panel, plural, tableOf, ticks } from "./picture.js";
import { runs } from "./ports.js";
import { saveButtons } from "./save-buttons.js";
import { KINDS, LENSES, LOOKS, STYLES, inLens, kindOf, printed, wordsOf } from "./signs.js";

/**
 * @typedef {{ row: string, column: string, promotes: Said[], inhibits: Said[], other: Said[], kind: Kind, count: number, text: string[], words: string, weight: "few" | "some" | "many" }} Cell
 * @typedef {{ rows: Place[], columns: Place[], cells: Map<string, Cell> }} Shown cells by "row>column"
 * @typedef {{ lens: Lens, source: string, outcome: string, least: number, kinds: Set<Kind> }} Chosen
 */

/** @type {["promotes" | "inhibits" | "other", Kind, string][]} */
const TOLD = [["promotes", "plus", "Promotes"], ["inhibits", "minus", "Inhibits"], ["other", "neutral", "Neither"]];

/** @type {Record<string, [row: number, column: number]>} */
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

const SIGN = STYLES.sign;

/**
 * What a cell of the matrix says of what a lens shows: its kind, its text and its number.
 *
 * @param {Matrix["cells"][0]} cell
 * @param {Matrix["findings"]} findings
 * @param {Lens} lens
 * @returns {Cell}
 */
function judged({ row, column, ...ids }, findings, lens) {
  const seen = (/** @type {string[]} */ some) => some.map((id) => findings[id]).filter((finding) => inLens(lens, finding));
  const told = { promotes: seen(ids.promotes), inhibits: seen(ids.inhibits), other: seen(ids.other) };
  const [plus, minus, other] = [told.promotes.length, told.inhibits.length, told.other.length];
  const text = [plus && `${LOOKS.promotes.mark}${plus}`, minus && `${LOOKS.inhibits.mark}${minus}`, !plus && !minus && `${LOOKS.neutral.mark}${other}`];
  const words = [plus && `${plus} promote`, minus && `${minus} inhibit`, other && `${other} neither`];
  const count = plus + minus + other;
  return {
    row, column, ...told, kind: kindOf(plus, minus), count, weight: count > 3 ? "many" : count > 1 ? "some" : "few",
    text: text.filter((part) => typeof part === "string"), words: words.filter(Boolean).join(", "),
  };
}

/**
 * The rows, columns and cells that pass, by lineage and by kind of outcome as they come.
 *
 * @param {Matrix} data
 * @param {Chosen} chosen
 * @returns {Shown}
 */
export function passing({ rows, columns, cells, findings }, chosen) {
  const named = (/** @type {Place[]} */ axis, /** @type {string} */ word) => {
    const wanted = word.trim().toLowerCase();
    return new Set(axis.filter(({ label, short }) => `${label} ${short}`.toLowerCase().includes(wanted)).map(({ id }) => id));
  };
  const [rowIds, columnIds] = [named(rows, chosen.source), named(columns, chosen.outcome)];
  const left = cells.map((cell) => judged(cell, findings, chosen.lens)).filter((cell) => cell.count && rowIds.has(cell.row) && columnIds.has(cell.column) && chosen.kinds.has(cell.kind));
  const sums = (/** @type {"row" | "column"} */ key) => {
    const found = new Map();
    for (const cell of left) found.set(cell[key], (found.get(cell[key]) ?? 0) + cell.count);
    return (/** @type {string} */ id) => found.get(id);
  };
  const [perRow, perColumn] = [sums("row"), sums("column")];
  const shown = left.filter((cell) => perRow(cell.row) >= chosen.least && perColumn(cell.column) >= chosen.least);
  const axis = (/** @type {Place[]} */ all, /** @type {"row" | "column"} */ key) => {
    const used = new Set(shown.map((cell) => cell[key]));
    return all.filter(({ id }) => used.has(id));
  };
  return { rows: axis(rows, "row"), columns: axis(columns, "column"), cells: new Map(shown.map((cell) => [`${cell.row}>${cell.column}`, cell])) };
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
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains("group"));
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
  /** @type {[Matrix, unknown]} */
  const [data] = await Promise.all([json(address), styles("pictures.css")]);
  /** @type {Chosen} */
  const chosen = { lens: "all", source: "", outcome: "", least: 4, kinds: new Set(KINDS) };
  const view = () => /** @type {const} */ ({ reading: "sign", lens: chosen.lens });
  let shown = passing(data, chosen);

  const side = panel("Choose a cell of the table to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const table = h("table", {}, h("caption", { class: "unseen" }, "Sources of vesicles by outcome. A cell says how many findings promote and how many inhibit."));
  const below = tableOf("matrix");
  arrowKeys(table);

  const link = (/** @type {Place} */ { page, label }, text = label) => h("a", { href: root() + page, title: text === label ? null : label }, text);

  /**
   * @param {Cell} cell
   * @param {HTMLButtonElement} button
   * @param {Place} row
   * @param {Place} column
   */
  function choose(cell, button, row, column) {
    for (const other of table.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    const parts = TOLD.map(([key, kind, words]) => {
      const items = cell[key].map((finding) => h("li", {}, mark(SIGN[kind]), h("span", {}, findingLink(finding))));
      return items.length ? [h("h4", {}, words), h("ul", { class: "findings" }, items)] : [];
    });
    side.show(h("span", {}, link(row), " → ", link(column)), parts);
  }

  /**
   * @param {Place} row
   * @param {Place} column
   * @param {Cell | undefined} first the cell that Tab goes to
   */
  function tableCell(row, column, first) {
    const cell = shown.cells.get(`${row.id}>${column.id}`);
    if (!cell) return h("td");
    const button = h(
      "button",
      {
        type: "button", class: `${SIGN[cell.kind]} ${cell.weight}`, "aria-pressed": "false", tabindex: cell === first ? 0 : -1, "data-id": `${row.id}>${column.id}`,
        title: `${row.label} → ${column.label}: ${cell.words}`,
        onclick: () => { choose(cell, button, row, column); },
      },
      h("span", { "aria-hidden": "true" }, cell.text.map((part) => h("span", { class: "said" }, part))),
      h("span", { class: "unseen" }, `${row.label}, ${column.label}: ${cell.words}${cell.kind === "mixed" ? ", they contradict" : ""}`),
    );
    return h("td", {}, button);
  }

  function update() {
    shown = passing(data, chosen);
    const { rows, columns, cells } = shown;
    const first = rows.flatMap((row) => columns.map((column) => cells.get(`${row.id}>${column.id}`))).find(Boolean);
    table.querySelectorAll("thead, tbody").forEach((part) => part.remove());
    table.append(
      h(
        "thead",
        {},
        h("tr", { class: "groups" }, h("td"), runs(columns).map(({ group, places }) => h("th", { scope: "colgroup", colspan: places.length }, h("span", {}, group)))),
        h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "Source")), columns.map((column) => h("th", { scope: "col" }, link(column)))),
      ),
      ...runs(rows).map(({ group, places }) => h(
        "tbody",
        {},
        h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns.length + 1 }, h("span", {}, group))),
        places.map((row) => h("tr", {}, h("th", { scope: "row" }, link(row, row.short)), columns.map((column) => tableCell(row, column, first)))),
      )),
    );
    side.clear();
    const conflicts = [...cells.values()].filter((cell) => cell.kind === "mixed").length;
    status.textContent = cells.size ? `${plural(rows.length, "source")}, ${plural(columns.length, "outcome")}, ${plural(conflicts, "cell")} where findings contradict.` : "Nothing passes these filters.";
    const told = rows.flatMap((row) => columns.flatMap((column) => {
      const cell = cells.get(`${row.id}>${column.id}`);
      return cell ? [{ id: `${row.id}>${column.id}`, row: [link(row), link(column), ...TOLD.map(([key]) => findingIds(cell[key].map(({ id }) => id)))] }] : [];
    }));
    below.fill(["Source", "Outcome", ...TOLD.map(([, , words]) => words)], told.map(({ row }) => row), told.map(({ id }) => id));
  }

  /** @param {Partial<Chosen>} changes */
  const change = (changes) => {
    Object.assign(chosen, changes);
    update();
  };
  const word = (/** @type {string} */ label, /** @type {"source" | "outcome"} */ key) => {
    const input = h("input", { type: "search", oninput: () => { change({ [key]: input.value }); } });
    return labelled(label, input);
  };

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      lensChoice(chosen.lens, (lens) => change({ lens })),
      word("Source contains", "source"),
      word("Outcome contains", "outcome"),
      least("Findings at least", chosen.least, (value) => change({ least: value })),
      ticks("Cells that say", view(), (kinds) => change({ kinds })),
    ),
    h("div", { class: "stage under" }, h("div", { class: "scroll matrix" }, table), side.place),
    h("div", { class: "buttons" }, saveButtons("bevo-matrix", file), status),
  );
  update();

  function file() {
    const about = chosen.lens === "all" ? "" : `, findings on ${LENSES[chosen.lens].about}`;
    return shown.cells.size ? matrixSvg(`What vesicles of each source do${about}`, shown, wordsOf(view()), printed()) : null;
  }
}

if (typeof document !== "undefined") await mount("matrix", draw);
