// Rows of a table as they leave the site: beside what is shown, the ids of all that they link to, and of each finding
// what it is about, its verdict, its evidence, its studies with DOI and PMID.

/** @import { Finding, Leaving } from "../data.js" */

import { json, root } from "./dom.js";

const LIST = "; ";

/** @param {Iterable<string>} values */
const list = (values) => [...new Set([...values].filter(Boolean))].join(LIST);

/** @param {string} text */
const line = (text) => text.replace(/\s+/g, " ").trim();

/** @param {HTMLTableElement} table */
export const headings = (table) => [.../** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells];
/** @param {HTMLTableElement} table */
export const bodyRows = (table) => [...table.tBodies[0].rows];

/**
 * The path of the page of a thing that a link leads to, without its ending; nothing for what lies outside the site.
 *
 * @param {HTMLAnchorElement} link
 */
function pageOf(link) {
  const base = new URL(root() || ".", location.href).href;
  const [address] = link.href.split("#");
  return address.startsWith(base) && address.endsWith(".html") ? decodeURIComponent(address.slice(base.length, -5)) : "";
}

/**
 * @param {string} path
 * @param {Leaving} known
 */
export function curieOf(path, known) {
  if (path in known.pages) return known.pages[path];
  const at = path.lastIndexOf("/");
  const [folder, name] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
  if (folder === "term") return name.replace("_", ":");
  return folder ? `${folder}:${name}` : `bevo:${name}`;
}

/**
 * @param {string} curie
 * @param {Leaving} known
 */
export function iriOf(curie, known) {
  const [prefix, ...name] = curie.split(":");
  return prefix in known.prefixes ? known.prefixes[prefix] + name.join(":") : curie;
}

/**
 * What a row tells of its findings.
 *
 * @param {Finding[]} findings
 * @param {Leaving} known
 * @returns {[string, string][]} pairs of a column and its value
 */
export function told(findings, known) {
  const studies = list(findings.flatMap((f) => f.studies)).split(LIST).flatMap((id) => known.studies[id] ?? []);
  const all = (/** @type {keyof Finding} */ name) => list(findings.flatMap((f) => /** @type {string[]} */ ([f[name]].flat())));
  return [
    ["Verdict", all("verdict")], ["Evidence", all("evidence")], ["Source", all("source")], ["Source id", all("sourceIds")],
    ["Cargo", all("cargo")], ["Cargo id", all("cargoIds")], ["Recipient", all("recipient")], ["Recipient id", all("recipientIds")],
    ["Sign", all("sign")], ["Outcome", all("outcome")], ["Outcome id", all("outcomeId")],
    ["Studies", list(studies.map((s) => s.name))], ["DOI", list(studies.map((s) => s.doi))], ["PMID", list(studies.map((s) => s.pmid))],
    ["Review", all("review")], ["Review DOI", list(findings.flatMap((f) => f.review.map((id) => known.reviews[id]?.doi ?? "")))],
  ];
}

/**
 * The rows that are shown, as records, without the columns that are not.
 *
 * @param {HTMLTableElement} table
 * @returns {Promise<{columns: string[], rows: Record<string, string>[]}>} columns that hold nothing are left out, but for those of the table
 */
export async function leaving(table) {
  /** @type {Leaving} */
  const known = await json(`${root()}data/leaving.json`);
  const heads = headings(table);
  const shown = heads.flatMap((head, at) => (head.hidden ? [] : [{ at, name: line(head.textContent) }]));
  const unwanted = new Set(heads.filter((head) => head.hidden).map((head) => line(head.textContent)));
  const rows = bodyRows(table).filter((row) => !row.hidden);
  const linked = rows.map((row) => shown.map(({ at }) => [.../** @type {NodeListOf<HTMLAnchorElement>} */ (row.cells[at].querySelectorAll("a[href]"))].map(pageOf).filter(Boolean)));
  const about = linked.map((cells) => [...new Set(cells.flat().filter((path) => path.startsWith("finding/")).map((path) => path.slice(8)))]);
  /** @type {Map<string, Finding>} */
  const findings = new Map(about.some((ids) => ids.length) ? (await json(`${root()}data/findings.json`)).map((/** @type {Finding} */ f) => [f.id, f]) : []);
  const records = rows.map((row, number) => {
    /** @type {Record<string, string>} */
    const record = {};
    shown.forEach(({ at, name }, place) => {
      const cell = row.cells[at];
      const id = cell.querySelector(".id")?.textContent ?? "";
      if (id && !place) record.Id = id;
      record[name] = line(id ? cell.textContent.replace(id, "") : cell.textContent);
    });
    shown.forEach(({ name }, place) => {
      const curies = linked[number][place].map((path) => curieOf(path, known));
      record[`${name} id`] = list(curies);
      record[`${name} IRI`] = list(curies.map((curie) => iriOf(curie, known)));
    });
    const mine = about[number].flatMap((id) => findings.get(id) ?? []);
    const studies = linked[number].flat().filter((path) => path.startsWith("study/")).flatMap((path) => known.studies[path.slice(6)] ?? []);
    const more = mine.length ? told(mine, known) : [["DOI", list(studies.map((s) => s.doi))], ["PMID", list(studies.map((s) => s.pmid))]];
    for (const [name, value] of more) if (!record[name] && !unwanted.has(name)) record[name] = value;
    return record;
  });
  const own = new Set(shown.map(({ name }) => name));
  const columns = [...new Set(records.flatMap(Object.keys))].filter((name) => own.has(name) || records.some((record) => record[name]));
  return { columns, rows: records.map((record) => Object.fromEntries(columns.map((name) => [name, record[name] ?? ""]))) };
}
