// Oxigraph in a worker of its own: the page never waits for it, and can end it.

/** @import { Quad, Term } from "oxigraph/web.js" */
/** @import { Prefixes } from "./names.js" */
/** @import { Answer, Cell } from "./results.js" */

import init, { Store } from "oxigraph/web.js";
import { messageOf } from "../lib/dom.js";
import { expand, prefixesOf } from "./names.js";
import { form, isIri, limited, literal, refusal } from "./query.js";
import { turtle } from "./turtle.js";

/** @typedef {typeof tasks} Tasks what the store can be asked for */

const NAMES = `
PREFIX bevo: <https://w3id.org/bevo/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;

/** @type {Store} */
let store;
/** @type {Prefixes} */
let prefixes = {};

/**
 * A file as a response of its true type; unpacked, unless the host has done that already.
 *
 * @param {string} address
 * @param {string} type
 */
async function unpacked(address, type) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be read (${response.status})`);
  const file = await response.blob();
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  return new Response(stream, { headers: { "Content-Type": type } });
}

/**
 * The answer to a SELECT or an ASK.
 *
 * @param {string} text
 */
const select = (text) => JSON.parse(/** @type {string} */ (store.query(text, { results_format: "application/sparql-results+json" })));

/**
 * The values of one variable in the rows of a SELECT.
 *
 * @param {string} text
 * @param {string} name
 * @returns {string[]}
 */
const column = (text, name) => select(text).results.bindings.map((/** @type {any} */ row) => row[name].value);

/**
 * A term of SPARQL's JSON as the page shows it.
 *
 * @param {any} term
 * @returns {Cell | null}
 */
const cell = (term) =>
  term ? { type: term.type, value: String(term.value?.subject ? JSON.stringify(term.value) : term.value), extra: term["xml:lang"] ?? term.datatype ?? "" } : null;

/**
 * @param {Term} term
 * @returns {Cell}
 */
function quadCell(term) {
  if (term.termType === "Literal") return { type: "literal", value: term.value, extra: term.language || term.datatype.value };
  if (term.termType === "NamedNode") return { type: "uri", value: term.value, extra: "" };
  if (term.termType === "BlankNode") return { type: "bnode", value: term.value, extra: "" };
  return { type: "literal", value: term.toString(), extra: "" };
}

/**
 * The first rows of an answer.
 *
 * @param {string} asked
 * @param {number} most
 * @returns {Answer}
 */
function answered(asked, most) {
  const start = performance.now();
  const shape = form(asked);
  if (shape === "CONSTRUCT" || shape === "DESCRIBE") {
    const found = /** @type {Quad[]} */ (store.query(asked));
    const quads = found.slice(0, most);
    return {
      columns: ["subject", "predicate", "object"],
      rows: quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(quadCell)),
      turtle: turtle(quads, prefixes),
      cut: found.length > most,
      milliseconds: performance.now() - start,
    };
  }
  const found = select(asked);
  const milliseconds = performance.now() - start;
  if ("boolean" in found) return { columns: ["answer"], rows: [[{ type: "literal", value: found.boolean ? "yes" : "no", extra: "" }]], cut: false, milliseconds };
  /** @type {string[]} */
  const columns = found.head.vars;
  const { bindings } = found.results;
  const rows = bindings.slice(0, most).map((/** @type {any} */ row) => columns.map((name) => cell(row[name])));
  return { columns, rows, cut: bindings.length > most, milliseconds };
}

const tasks = {
  /**
   * Loads the release.
   *
   * @param {{ data: string, wasm: string }} addresses
   */
  async load({ data, wasm }) {
    const [text] = await Promise.all([
      unpacked(data, "text/turtle").then((response) => response.text()),
      init({ module_or_path: unpacked(wasm, "application/wasm") }),
    ]);
    prefixes = prefixesOf(text);
    store = new Store();
    store.load(text, { format: "text/turtle", lenient: true });
    const parts = select(`${NAMES} SELECT ?part ?whole { ?part bevo:sectionOf ?whole }`).results.bindings;
    /** @type {Record<string, string>} */
    const sections = Object.fromEntries(parts.map((/** @type {any} */ row) => [row.part.value, row.whole.value]));
    const terms = `SELECT DISTINCT ?term { ?term ?p ?o FILTER (ISIRI(?term) && !STRSTARTS(STR(?term), "https://w3id.org/bevo/")) }`;
    return { triples: store.size, prefixes, borrowed: new Set(column(terms, "term")), sections };
  },

  /** What people may type for a term: names of classes, studies and reviews, without the participants and sentences. */
  names() {
    return column(`${NAMES} SELECT DISTINCT ?name {
      ?term rdfs:label|skos:altLabel ?name .
      FILTER (ISIRI(?term) && !STRSTARTS(STR(?term), "https://w3id.org/bevo/finding/") && !STRSTARTS(STR(?term), "https://w3id.org/bevo/discrepancy/"))
    } ORDER BY LCASE(?name)`, "name");
  },

  /**
   * The IRIs that a typed name means: the IRI or CURIE itself, else what bears it as its name, else as a synonym.
   *
   * @param {{ name: string }} typed
   * @returns {string[]}
   */
  terms({ name }) {
    const iri = isIri(name) ? name : expand(name, prefixes);
    if (iri && isIri(iri)) return store.query(`ASK { <${iri}> ?p ?o }`) ? [iri] : [];
    for (const property of ["rdfs:label", "skos:altLabel"]) {
      const found = column(`${NAMES} SELECT DISTINCT ?term {
        ?term ${property} ?name FILTER (ISIRI(?term) && LCASE(STR(?name)) = LCASE(${literal(name)}))
      } ORDER BY ?term`, "term");
      if (found.length) return found;
    }
    return [];
  },

  /** IRIs of the classes and the properties, for completion in the editor. */
  vocabulary() {
    const iris = (/** @type {string} */ pattern) => column(`SELECT DISTINCT ?x { ${pattern} FILTER ISIRI(?x) } ORDER BY ?x`, "x");
    return { classes: iris("?x a <http://www.w3.org/2002/07/owl#Class>"), properties: iris("?s ?x ?o") };
  },

  /**
   * The answer to a reader's query.
   *
   * @param {{ text: string, rows: number }} asked so many rows at most
   */
  query({ text, rows }) {
    const reason = refusal(text);
    if (reason) throw new Error(reason);
    try {
      return answered(limited(text, rows + 1), rows);
    } catch (error) {
      if (!/^error at \d/.test(messageOf(error))) throw error;
      return answered(text, rows); // says what is wrong in the reader's own text
    }
  },
};

addEventListener("message", async ({ data: { id, task, given } }) => {
  try {
    const run = /** @type {(...given: unknown[]) => unknown} */ (tasks[/** @type {keyof Tasks} */ (task)]);
    postMessage({ id, answer: await run(...given) });
  } catch (error) {
    // A trap (memory, stack) leaves the store in pieces; everything else is an answer like any other.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ id, error: messageOf(error), broken });
  }
});
