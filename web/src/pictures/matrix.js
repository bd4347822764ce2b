// Source by process: what the vesicles of each source do to each process, and where findings contradict each other.

import { h, json, mount, root, styles } from "../lib/dom.js";
import { matrixSvg } from "./matrix-svg.js";
import { byId, controls, least, panel, plural, ticks } from "./picture.js";
import { saveButtons } from "../lib/save.js";
import { MARKS, SIGNS, palette } from "./signs.js";

const WORDS = { ...SIGNS, mixed: "findings contradict", neutral: "affects, no effect, or no sign told" };
const TOLD = { promotes: ["plus", "Promotes"], inhibits: ["minus", "Inhibits"], other: ["neutral", "Something else"] };

/** What a cell of the matrix says: its kind, its text and its number. */
function judged(cell) {
  const [plus, minus, other] = [cell.promotes.length, cell.inhibits.length, cell.other.length];
  const kind = plus && minus ? "mixed" : plus ? "plus" : minus ? "minus" : "neutral";
  const marks = [plus && `${MARKS.plus}${plus}`, minus && `${MARKS.minus}${minus}`, !plus && !minus && `${MARKS.neutral}${other}`];
  const words = [plus && `${plus} promote`, minus && `${minus} inhibit`, other && `${other} else`];
  const count = plus + minus + other;
  return { ...cell, kind, count, text: marks.filter(Boolean).join(" "), words: words.filter(Boolean).join(", "), weight: count > 3 ? "many" : count > 1 ? "some" : "few" };
}

const contains = (label, word) => label.toLowerCase().includes(word.trim().toLowerCase());

/** The rows, columns and cells that pass, the fullest first. */
function passing({ rows, columns, cells }, { source, process, leastFindings, kinds }) {
  const named = (axis, word) => new Set(axis.filter((one) => contains(one.label, word)).map((one) => one.id));
  const [rowIds, columnIds] = [named(rows, source), named(columns, process)];
  const left = cells.filter((cell) => rowIds.has(cell.row) && columnIds.has(cell.column) && kinds.has(cell.kind));
  const sum = (key) => left.reduce((sums, cell) => sums.set(cell[key], (sums.get(cell[key]) ?? 0) + cell.count), new Map());
  const [perRow, perColumn] = [sum("row"), sum("column")];
  const shownCells = left.filter((cell) => perRow.get(cell.row) >= leastFindings && perColumn.get(cell.column) >= leastFindings);
  const axis = (all, key, weight) => {
    const used = new Set(shownCells.map((cell) => cell[key]));
    return all.filter((one) => used.has(one.id)).sort((a, b) => weight.get(b.id) - weight.get(a.id) || a.label.localeCompare(b.label));
  };
  return { rows: axis(rows, "row", perRow), columns: axis(columns, "column", perColumn), cells: new Map(shownCells.map((cell) => [`${cell.row}>${cell.column}`, cell])) };
}

/** Arrow keys go from cell to cell that has findings; only one of them is in the page's tab order. */
function arrowKeys(table) {
  table.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    const from = event.target.closest("td");
    if (!step || !from) return;
    event.preventDefault();
    const rows = [...table.tBodies[0].rows];
    let [row, column] = [rows.indexOf(from.parentNode), from.cellIndex];
    for (;;) {
      [row, column] = [row + step[0], column + step[1]];
      const cell = rows[row]?.cells[column];
      if (!cell || column < 1) return;
      const button = cell.querySelector("button");
      if (!button) continue;
      event.target.tabIndex = -1;
      button.tabIndex = 0;
      return button.focus();
    }
  });
}

async function draw(place) {
  const [data, all] = await Promise.all([json(place.dataset.src), json(`${root()}data/findings.json`), styles("pictures.css")]);
  const findings = byId(all);
  const whole = { ...data, cells: data.cells.map(judged) };
  const chosen = { source: "", process: "", leastFindings: 4, kinds: new Set(Object.keys(MARKS)) };
  let shown;

  const side = panel("Choose a cell of the table to see its findings.");
  const status = h("p", { class: "hint", role: "status" });
  const table = h("table", {}, h("caption", { class: "unseen" }, "Sources of vesicles by process. A cell says how many findings promote and how many inhibit."));
  arrowKeys(table);

  const link = ({ page, label }) => h("a", { href: root() + page }, label);

  function choose(cell, button, row, column) {
    for (const other of table.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    const parts = Object.entries(TOLD).map(([key, [kind, words]]) => {
      const told = cell[key].map((id) => findings.get(id)).filter(Boolean);
      if (!told.length) return [];
      const items = told.map(({ id, label }) => h("li", {}, h("span", { class: `mark ${kind}`, "aria-hidden": "true" }, MARKS[kind]), h("span", {}, h("a", { href: `${root()}finding/${id}.html` }, label), " ", h("small", {}, id))));
      return [h("h4", {}, words), h("ul", { class: "findings" }, items)];
    });
    side.show(h("span", {}, link(row), " → ", link(column)), ...parts.flat());
  }

  function tableCell(row, column, first) {
    const cell = shown.cells.get(`${row.id}>${column.id}`);
    if (!cell) return h("td");
    const button = h(
      "button",
      {
        type: "button", class: `${cell.kind} ${cell.weight}`, "aria-pressed": "false", tabindex: cell === first ? "0" : "-1",
        onclick: () => choose(cell, button, row, column),
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

  const change = (key) => (value) => ((chosen[key] = value), update());
  const word = (label, key) => h("label", { class: "control" }, h("span", {}, label), h("input", { type: "search", oninput: ({ target }) => change(key)(target.value) }));

  place.classList.add("picture");
  place.replaceChildren(
    controls(
      word("Source contains", "source"),
      word("Process contains", "process"),
      least("Findings at least", chosen.leastFindings, change("leastFindings")),
      ticks("Cells that say", Object.entries(MARKS).map(([kind, mark]) => [kind, WORDS[kind], mark]), change("kinds")),
    ),
    h("div", { class: "stage" }, h("div", { class: "scroll matrix" }, table), side.place),
    h("div", { class: "buttons" }, saveButtons("bevo-matrix", () => matrixSvg("What vesicles of each source do", shown, WORDS, palette())), status),
  );
  update();
}

await mount("matrix", draw);
