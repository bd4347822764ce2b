// Oxigraph in a worker of its own: the page never waits for it, and can end it.

import init, { Store } from "oxigraph/web.js";
import { expand, prefixesOf } from "./names.js";
import { form, isIri, limited, literal, refusal } from "./query.js";
import { turtle } from "./turtle.js";

const NAMES = `
PREFIX bevo: <https://w3id.org/bevo/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;

let store;
let prefixes = {};

/** A file as a response of its true type; unpacked, unless the host has done that already. */
async function unpacked(address, type) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be read (${response.status})`);
  const file = await response.blob();
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  return new Response(stream, { headers: { "Content-Type": type } });
}

const select = (text) => JSON.parse(store.query(text, { results_format: "application/sparql-results+json" }));

/** A term as the page shows it: its kind, its value, and the language or datatype of a literal. */
const cell = (term) =>
  term ? { type: term.type, value: String(term.value?.subject ? JSON.stringify(term.value) : term.value), extra: term["xml:lang"] ?? term.datatype ?? "" } : null;

const KINDS = { NamedNode: "uri", BlankNode: "bnode", Literal: "literal" };
const quadCell = (term) =>
  KINDS[term.termType]
    ? { type: KINDS[term.termType], value: term.value, extra: term.language || term.datatype?.value || "" }
    : { type: "literal", value: term.toString(), extra: "" };

function answered(asked, rows, start) {
  const shape = form(asked);
  if (shape === "CONSTRUCT" || shape === "DESCRIBE") {
    const found = store.query(asked);
    const quads = found.slice(0, rows);
    const answer = {
      columns: ["subject", "predicate", "object"],
      rows: quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(quadCell)),
      turtle: turtle(quads, prefixes),
      cut: found.length > rows,
    };
    return { ...answer, milliseconds: performance.now() - start };
  }
  const found = select(asked);
  const milliseconds = performance.now() - start;
  if ("boolean" in found) return { columns: ["answer"], rows: [[{ type: "literal", value: found.boolean ? "yes" : "no", extra: "" }]], cut: false, milliseconds };
  const columns = found.head.vars;
  const bindings = found.results.bindings;
  return { columns, rows: bindings.slice(0, rows).map((row) => columns.map((name) => cell(row[name]))), cut: bindings.length > rows, milliseconds };
}

const tasks = {
  async load({ data, wasm }) {
    const [text] = await Promise.all([
      unpacked(data, "text/turtle").then((response) => response.text()),
      init({ module_or_path: unpacked(wasm, "application/wasm") }),
    ]);
    prefixes = prefixesOf(text);
    store = new Store();
    store.load(text, { format: "text/turtle", lenient: true });
    const parts = select(`${NAMES} SELECT ?part ?whole { ?part bevo:sectionOf ?whole }`).results.bindings;
    const terms = select(`SELECT DISTINCT ?term { ?term ?p ?o FILTER (ISIRI(?term) && !STRSTARTS(STR(?term), "https://w3id.org/bevo/")) }`).results.bindings;
    const borrowed = new Set(terms.map((row) => row.term.value));
    return { triples: store.size, prefixes, borrowed, sections: Object.fromEntries(parts.map((row) => [row.part.value, row.whole.value])) };
  },

  /** What people may type for a term: names of classes, studies and reviews, without the participants and sentences. */
  names() {
    const rows = select(`${NAMES} SELECT DISTINCT ?name {
      ?term rdfs:label|skos:altLabel ?name .
      FILTER (ISIRI(?term) && !STRSTARTS(STR(?term), "https://w3id.org/bevo/finding/") && !STRSTARTS(STR(?term), "https://w3id.org/bevo/discrepancy/"))
    } ORDER BY LCASE(?name)`);
    return rows.results.bindings.map((row) => row.name.value);
  },

  /** The IRIs that a typed name means: the IRI or CURIE itself, else what bears it as its name, else as a synonym. */
  terms({ name }) {
    const iri = isIri(name) ? name : expand(name, prefixes);
    if (iri && isIri(iri)) return store.query(`ASK { <${iri}> ?p ?o }`) ? [iri] : [];
    for (const property of ["rdfs:label", "skos:altLabel"]) {
      const rows = select(`${NAMES} SELECT DISTINCT ?term {
        ?term ${property} ?name FILTER (ISIRI(?term) && LCASE(STR(?name)) = LCASE(${literal(name)}))
      } ORDER BY ?term`);
      const found = rows.results.bindings.map((row) => row.term.value);
      if (found.length) return found;
    }
    return [];
  },

  /** IRIs of the classes and the properties, for completion in the editor. */
  vocabulary() {
    const iris = (pattern) => select(`SELECT DISTINCT ?x { ${pattern} FILTER ISIRI(?x) } ORDER BY ?x`).results.bindings.map((row) => row.x.value);
    return { classes: iris("?x a <http://www.w3.org/2002/07/owl#Class>"), properties: iris("?s ?x ?o") };
  },

  query({ text, rows }) {
    const reason = refusal(text);
    if (reason) throw new Error(reason);
    const start = performance.now();
    try {
      return answered(limited(text, rows + 1), rows, start);
    } catch (error) {
      if (!/^error at \d/.test(error?.message)) throw error;
      return answered(text, rows, start); // says what is wrong in the reader's own text
    }
  },
};

addEventListener("message", async ({ data: { id, task, given } }) => {
  try {
    postMessage({ id, answer: await tasks[task](given ?? {}) });
  } catch (error) {
    // A trap (memory, stack) leaves the store in pieces; everything else is an answer like any other.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ id, error: String(error?.message ?? error), broken });
  }
});
