// Two cells or two cargoes side by side: compare.html?a=..&b=.., by ids or by names as people write them.

/** @import { Comparable, Compared, Outcome } from "./data.js" */
/** @import { Lens } from "./pictures/signs.js" */

import { h, json, messageOf, root, styles } from "./lib/dom.js";
import { ask } from "./search/load.js";
import { suggest } from "./search/suggest.js";
import { agreement, column, joined } from "./compare/join.js";
import { counts, through, verdicts } from "./compare/through.js";
import { lensChoice } from "./pictures/picture.js";
import { LENSES } from "./pictures/signs.js";

const FEW = 12;
const FEW_FINDINGS = 3;
/** @type {Record<string, string>} */
const SAYS = { promotes: "promotes", inhibits: "inhibits", other: "no sign" };
/** @type {Record<string, string>} */
const PARTNERS = { sources: "Carried by vesicles from", cargo: "Cargo of its vesicles", recipients: "Received by" };
/** @type {Record<string, string>} */
const VERDICTS = Object.fromEntries(Object.values(LENSES).flatMap(({ gain, loss }) => [...gain.map((name) => [name, "gain"]), ...loss.map((name) => [name, "loss"])]));
const ON = "on";

/** @type {Promise<Comparable[]> | undefined} */
let loading;

/** What can be compared, read once. */
function choices() {
  loading ??= json(`${root()}data/compare.json`).then((all) => /** @type {Comparable[]} */ (all));
  return loading;
}

/**
 * The thing that a text means, and how it was read if it is not called so.
 *
 * @param {string} text
 * @returns {Promise<{ thing: Comparable | null, name: string }>}
 */
async function meant(text) {
  const all = await choices();
  const exact = all.find(({ id }) => id === text);
  if (exact) return { thing: exact, name: "" };
  const { results, read_as: readAs } = await ask(text);
  const known = new Map(all.map((one) => [one.id, one]));
  const hit = results.find(({ id, score }) => known.has(id) && score >= 40);
  return { thing: (hit && known.get(hit.id)) ?? null, name: hit && (readAs || (hit.label.toLowerCase() === text.toLowerCase() ? "" : text)) || "" };
}

/** @param {string} href @param {string} label */
const link = (href, label) => h("a", { href: root() + href }, label);

/**
 * Findings as links, those beyond the first few folded.
 *
 * @param {string[]} ids
 */
function findings(ids) {
  const links = ids.flatMap((id, at) => [at ? " " : "", h("a", { class: "id", href: `${root()}finding/${id}.html` }, id)]);
  if (ids.length <= FEW_FINDINGS) return h("span", {}, links);
  return h("details", {}, h("summary", {}, `${ids.length} findings`), links);
}

/**
 * What is told of one side, by verb, with the verdicts that follow.
 *
 * @param {Compared} thing
 * @param {Outcome | undefined} row
 * @param {boolean} judged whether verdicts are shown
 * @returns {HTMLElement[]}
 */
function told(thing, row, judged) {
  if (!row) return [h("td", { class: "none" }, "not told")];
  return [h("td", {}, Object.entries(row.told).map(([verb, ids]) => (
    h("p", { class: "told" }, h("span", { class: `says ${verb}` }, SAYS[verb] ?? verb), " ", findings(ids),
      judged ? verdicts(thing, ids).map((verdict) => [" ", h("span", { class: `verdict ${VERDICTS[verdict]}` }, verdict)]) : null)
  )))];
}

/**
 * A table of what both have, what they differ in, and what only one has; the first rows, then all.
 *
 * @template T
 * @param {string} title
 * @param {string} what the heading of its first column
 * @param {[Compared, Compared]} pair
 * @param {T[]} rows
 * @param {(one: T) => HTMLElement} row
 */
function table(title, what, [a, b], rows, row) {
  const id = `of-${what.toLowerCase().replaceAll(/\W+/g, "-")}`;
  const body = h("tbody", {}, rows.slice(0, FEW).map(row));
  /** @type {HTMLButtonElement} */
  const more = h("button", { type: "button", onclick: () => { body.append(...rows.slice(FEW).map(row)); more.remove(); } }, `Show ${rows.length - FEW} more`);
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title),
    rows.length
      ? [h("div", { class: "scroll", role: "region", "aria-label": `Table: ${title}`, tabindex: "0" }, h("table", { class: "compared" },
        h("thead", {}, h("tr", {}, [what, a.label, b.label].map((name) => h("th", { scope: "col" }, name)))), body)),
      rows.length > FEW ? more : null]
      : h("p", {}, "Nothing is told of either."));
}

/**
 * @param {string} title
 * @param {string} what
 * @param {[Compared, Compared]} pair
 * @param {[Outcome[], Outcome[]]} lists
 */
function joinedTable(title, what, pair, lists) {
  const judged = what === "Outcome";
  return table(title, what, pair, joined(...lists), ({ id, page, label, a, b }) => {
    const how = agreement(a, b);
    return h("tr", { "data-id": id }, h("th", { scope: "row" }, link(page, label), how && h("span", { class: `how ${how.class}` }, how.words)), told(pair[0], a, judged), told(pair[1], b, judged));
  });
}

/** @param {Lens} lens @param {[Compared, Compared]} pair */
function numbers(lens, pair) {
  return h("div", { class: "scroll", role: "region", "aria-label": "In numbers", tabindex: "0" }, h("table", { class: "compared" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "Thing")), pair.map((one) => h("th", { scope: "col" }, link(one.page, one.label), h("span", { class: "small" }, ` ${one.kind}`))))),
    h("tbody", {}, counts(lens, pair).map(({ words, style, counts: each }) => h("tr", {},
      h("th", { scope: "row" }, words),
      each.map((value) => h("td", {}, style && value ? h("span", { class: style }, value) : value)))))));
}

/** @param {[Compared, Compared]} pair */
function conflicts(pair) {
  return h("section", { "aria-labelledby": "of-conflicts" }, h("h2", { id: "of-conflicts" }, "Where findings on each disagree among themselves"),
    pair.map((one) => h("div", {}, h("h3", {}, one.label), one.conflicts.length
      ? one.conflicts.map(({ key, about, promotes, inhibits }) => h("div", { class: "conflict" },
        h("p", {}, h("strong", {}, about), key === one.label ? null : ` (${key})`),
        h("p", {}, h("span", { class: "says promotes" }, "promotes"), " ", findings(promotes)),
        h("p", {}, h("span", { class: "says inhibits" }, "inhibits"), " ", findings(inhibits))))
      : h("p", {}, "No conflict between the findings that are shown."))));
}

/** @param {[Compared, Compared]} pair */
function summary([a, b]) {
  const rows = joined(a.outcomes, b.outcomes);
  const [against, mixed, same] = ["against", "mixed", "same"].map((how) => rows.filter((row) => agreement(row.a, row.b)?.class === how));
  /** @param {typeof rows} list */
  const names = (list) => `${list.slice(0, 4).map(({ label }) => label).join(", ")}${list.length > 4 ? ` and ${list.length - 4} more` : ""}`;
  return h("ul", { class: "summary" },
    h("li", {}, same.length ? `Both work in the same direction on ${names(same)}.` : "On no outcome are both told to work in the same direction."),
    h("li", {}, against.length ? `They work in opposite directions on ${names(against)}.` : "On no outcome are they told to work in opposite directions."),
    mixed.length ? h("li", {}, `On ${names(mixed)} findings on the same side differ.`) : null,
    [a, b].filter((one) => one.with.length).map((one) => h("li", { class: "small" }, `${one.label} counts with its kinds: ${one.with.join(", ")}.`)));
}

/**
 * @param {HTMLElement} place
 * @param {[Compared, Compared]} pair
 */
function draw(place, pair) {
  const [a, b] = pair;
  const given = new URLSearchParams(location.search).get(ON) ?? "";
  const body = h("div", {});
  const look = (/** @type {Lens} */ lens) => {
    body.replaceChildren(...tables(lens, [through(lens, a), through(lens, b)]));
    const address = new URL(location.href);
    if (lens === "all") address.searchParams.delete(ON);
    else address.searchParams.set(ON, lens);
    history.replaceState(null, "", readable(address));
  };
  const lens = Object.hasOwn(LENSES, given) ? /** @type {Lens} */ (given) : "all";
  place.replaceChildren(
    h("h2", {}, `${a.label} and ${b.label}`),
    a.id === b.id ? h("p", { class: "notice" }, "Both are the same. Choose another for one of them.") : "",
    a.role === b.role ? "" : h("p", { class: "notice" }, "One is a source of vesicles, the other a cargo. Their outcomes can be compared; a finding may stand on both sides."),
    lensChoice(lens, look),
    body,
    pairs ?? "",
  );
  look(lens);
}

/** An address without the escapes that nothing needs. @param {URL} address */
const readable = ({ search }) => search.replaceAll("%3A", ":").replaceAll("%2F", "/");

/**
 * @param {Lens} lens
 * @param {[Compared, Compared]} pair as the lens shows it
 * @returns {HTMLElement[]}
 */
function tables(lens, pair) {
  const [a, b] = pair;
  const partners = [...new Set([...a.partners, ...b.partners].map((partner) => partner.as))].sort();
  return [
    summary(pair),
    numbers(lens, pair),
    joinedTable("What they do", "Outcome", pair, [a.outcomes, b.outcomes]),
    joinedTable("Through which targets", "Target", pair, [a.targets, b.targets]),
    conflicts(pair),
    ...partners.map((name) => joinedTable(PARTNERS[name] ?? name, PARTNERS[name] ?? name, pair, [column(a, name), column(b, name)])),
    h("p", { class: "small" }, `Counted are results${lens === "all" ? "" : ` with a verdict on ${LENSES[lens].about}`}, without summaries and hedged findings. The signs are those inferred for the vesicles: a knock-out tells about what it removes.`),
  ];
}

/** @param {HTMLElement} place */
async function show(place) {
  const given = new URLSearchParams(location.search);
  const texts = /** @type {[string, string]} */ (["a", "b"].map((name) => (given.get(name) ?? "").trim()));
  texts.forEach((text, at) => { if (text) fields()[at].value = text; });
  if (!texts[0] || !texts[1]) {
    place.replaceChildren(texts[0] || texts[1] ? h("p", { class: "notice", role: "status" }, "Name a second one to compare with.") : "", pairs ?? "");
    return;
  }
  place.replaceChildren(h("p", { class: "status", role: "status" }, "Comparing …"));
  try {
    const read = await Promise.all(texts.map(meant));
    const missing = texts.filter((_, at) => !read[at].thing);
    if (missing.length) {
      place.replaceChildren(h("p", { class: "notice", role: "alert" },
        `There are no results on ${missing.map((text) => `“${text}”`).join(" and ")} as a source of vesicles or as a cargo. Try another name, or look in the list of `,
        link("cells.html", "cells"), " or ", link("molecules.html", "molecules"), "."), pairs ?? "");
      return;
    }
    const things = read.map(({ thing }) => /** @type {Comparable} */ (thing));
    const pair = /** @type {[Compared, Compared]} */ (await Promise.all(things.map(({ slice }) => json(`${root()}data/compare/${slice}.json`))));
    things.forEach(({ label }, at) => { fields()[at].value = label; });
    const address = new URL(location.href);
    things.forEach(({ id }, at) => { address.searchParams.set("ab"[at], id); });
    history.replaceState(null, "", readable(address));
    document.title = `${pair[0].label} and ${pair[1].label} compared · BEVO`;
    draw(place, pair);
    const notes = read.flatMap(({ name, thing }) => (name && thing ? [`“${name}” was read as ${thing.label}.`] : []));
    if (notes.length) place.firstElementChild?.after(h("p", { class: "small" }, notes.join(" ")));
  } catch (error) {
    place.replaceChildren(h("p", { class: "notice", role: "alert" }, `This could not be compared: ${messageOf(error)}.`));
  }
}

const form = /** @type {HTMLFormElement} */ (document.querySelector(".compare-form"));
const place = document.getElementById("compare");
const pairs = place?.querySelector(".pairs");
const fields = () => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=search]")]);

/** @type {Set<string>} */
const known = new Set();
form.querySelectorAll(".search").forEach((box, at) => suggest(/** @type {HTMLElement} */ (box), {
  fits: ({ id }) => known.has(id),
  ready: async () => (await choices()).forEach(({ id }) => known.add(id)),
  choose: ({ label }) => {
    fields()[at].value = label;
    const empty = fields().find(({ value }) => !value);
    if (empty) empty.focus();
    else form.requestSubmit();
  },
}));
if (place) {
  const ready = styles("compare.css");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [a, b] = fields().map(({ value }) => encodeURIComponent(value));
    const on = new URLSearchParams(location.search).get(ON);
    history.pushState(null, "", `?a=${a}&b=${b}${on ? `&${ON}=${encodeURIComponent(on)}` : ""}`);
    void show(place);
  });
  addEventListener("popstate", () => void show(place));
  void ready.then(() => show(place));
}
