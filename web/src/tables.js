// Tables that sort, filter and download as CSV: every table.sortable.

const ROWS_WORTH_A_FILTER = 15;
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const text = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
const bodyRows = (table) => [...table.tBodies[0].rows];

const sort = (table, column, direction) => {
  const keyed = bodyRows(table).map((row, place) => ({ row, place, key: row.cells[column].textContent.trim() }));
  const numbers = keyed.every(({ key }) => key === "" || !Number.isNaN(Number(key)));
  const compare = numbers ? (a, b) => Number(a) - Number(b) : words.compare;
  keyed.sort((a, b) => {
    if (!a.key || !b.key) return Number(!a.key) - Number(!b.key) || a.place - b.place; // the empty ones last, both ways
    return direction * compare(a.key, b.key) || a.place - b.place;
  });
  table.tBodies[0].append(...keyed.map(({ row }) => row));
};

const sortable = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const numeric = table.tBodies[0].rows[0]?.cells[column]?.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const next = before ? (before === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", next);
      sort(table, column, next === "ascending" ? 1 : -1);
    });
  });
};

/** A value as RFC 4180 wants it; what a spreadsheet would take for a formula gets a quote in front. */
const quoted = (value) => {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The rows of a table that are shown, as CSV. The id of a finding, set apart in its cell, gets a column. */
export const csv = (table) => {
  const heads = [...table.tHead.rows[0].cells].map(text);
  const rows = bodyRows(table).filter((row) => !row.hidden);
  const withId = rows.some((row) => row.cells[0].querySelector(".id"));
  const values = (row) => [...row.cells].flatMap((cell, i) => {
    if (i || !withId) return [[...cell.textContent.matchAll(/\S+/g)].join(" ")];
    const id = cell.querySelector(".id")?.textContent ?? "";
    return [id, cell.textContent.replace(id, "").replace(/\s+/g, " ").trim()];
  });
  const lines = [withId ? ["Id", ...heads] : heads, ...rows.map(values)];
  return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
};

const download = (name, content) => {
  const address = URL.createObjectURL(new Blob(["\ufeff", content], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: `${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};

const filter = (table, status) => {
  const input = Object.assign(document.createElement("input"), { type: "search", placeholder: "Filter these rows" });
  input.setAttribute("aria-label", "Filter these rows");
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    bodyRows(table).forEach((row) => {
      const has = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => has.includes(word));
      shown += Number(!row.hidden);
    });
    status.textContent = wanted.length ? `${shown} of ${bodyRows(table).length} rows` : "";
  });
  return input;
};

document.querySelectorAll("table.sortable").forEach((table) => {
  sortable(table);
  const tools = Object.assign(document.createElement("div"), { className: "tools" });
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Download as CSV" });
  button.addEventListener("click", () => download(table.dataset.name || "table", csv(table)));
  const faceted = table.closest(".faceted");
  if (!faceted && table.tBodies[0].rows.length >= ROWS_WORTH_A_FILTER) tools.append(filter(table, status));
  tools.append(button, status);
  table.closest(".scroll").before(tools);
});
