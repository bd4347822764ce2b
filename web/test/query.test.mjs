import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import init, { Store, literal as rdfLiteral } from "oxigraph/web.js";
import { compact, expand, page, prefixesOf } from "../src/sparql/names.js";
import { form, isIri, limited, lineOf, literal, refusal, sentence, undeclared, withValue } from "../src/sparql/query.js";
import { turtle } from "../src/sparql/turtle.js";

await init({ module_or_path: readFileSync(new URL("../node_modules/oxigraph/web_bg.wasm", import.meta.url)) });

const PREFIXES = { bevo: "https://w3id.org/bevo/", finding: "https://w3id.org/bevo/finding/", obo: "http://purl.obolibrary.org/obo/" };

/** @returns {any[]} */
const rows = (/** @type {Store} */ store, /** @type {string} */ text) => /** @type {any[]} */ (store.query(text));

test("SERVICE, FROM and updates are refused however they are written", () => {
  for (const text of [
    "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
    "select * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://a.example/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#' . SERVICE ?x {} }",
    "SELECT * FROM <http://a.example/> { ?s ?p ?o }",
    "PREFIX a: <b>\nINSERT DATA { a:a a:b a:c }",
    "LOAD <http://a.example/>",
    "WITH <http://a.example/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DROP ALL",
    "",
    "# only a comment",
  ]) {
    assert.match(refusal(text) ?? "", /\.$/, text);
  }
});

test("words that only look like refused ones are let through", () => {
  for (const text of [
    'SELECT ?from ?service { ?from ?p "SERVICE" ; ?q \'FROM\' }',
    "SELECT * { ?s <http://a.example/SERVICE> ?o } # SERVICE",
    "PREFIX service: <http://a.example/> SELECT * { ?s service:from ?o }",
    'SELECT * { ?s ?p """a " FROM b""" }',
    "PREFIX a: <http://a.example/#> SELECT * { ?s a:insert ?o }",
  ]) {
    assert.equal(refusal(text), null, text);
    assert.equal(form(text), "SELECT");
  }
});

test("a query without a limit gets one, and still means the same to the store", () => {
  const store = new Store();
  for (let i = 0; i < 50; i += 1) store.load(`<a:${i}> <b:b> <c:${i % 2}> .`, { format: "text/turtle" });
  const count = (/** @type {string} */ text) => rows(store, limited(text, 20)).length;
  assert.equal(count("SELECT * { ?s ?p ?o }"), 20);
  assert.equal(count("SELECT * { ?s ?p ?o } # at the end"), 20);
  assert.equal(count("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 30 } }"), 20);
  assert.equal(count("SELECT * { ?s ?p ?o } LIMIT 5"), 5);
  assert.equal(count("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 30 OFFSET 10"), 30);
  assert.equal(count("SELECT * { ?s ?p ?o } OFFSET 45"), 5);
  assert.equal(count("SELECT * { ?s ?p ?o } VALUES ?o { <c:0> }"), 20);
  assert.equal(count("SELECT * { ?s ?p ?o } LIMIT 7 VALUES ?o { <c:0> }"), 7);
  assert.equal(count("SELECT * { VALUES ?o { <c:0> } }"), 1);
  assert.equal(count("CONSTRUCT WHERE { ?s ?p ?o }"), 20);
  assert.equal(store.query(limited("ASK { ?s ?p ?o }", 20)), true);
  assert.ok(rows(store, limited("DESCRIBE <a:1>", 20)).length > 0);
});

test("a value goes into its line as a term, whatever it says", () => {
  const store = new Store();
  const text = 'SELECT ?word {\n  VALUES ?word { "x" }\n}';
  for (const value of ['a" } ?s ?p ?o {', "back\\slash", "$& $1 $'", "line\nbreak\ttab\r", "’ß→", "}"]) {
    const filled = withValue(text, "word", literal(value));
    assert.equal(rows(store, filled)[0].get("word").value, value);
  }
  assert.equal(lineOf(text, "word"), '"x"');
  assert.equal(lineOf(text, "other"), null);
  assert.ok(!isIri("http://a.example/> } ?s ?p ?o {"));
  assert.ok(!isIri("javascript:alert(1)"));
});

test("a prefix that is not declared is named, with the line to add", () => {
  const message = "error at 1:29: expected one of Prefix not found, ['%'], ['-' | '0' ..= '9']";
  const known = { bevo: "https://w3id.org/bevo/" };
  const told = (/** @type {string} */ text) => sentence(message, null, text, known);
  assert.equal(told("SELECT * { ?s a bevo:Finding }"), "The prefix bevo: is not declared: add 'PREFIX bevo: <https://w3id.org/bevo/>'.");
  assert.equal(told("SELECT * { ?s a foo:Finding }"), "The prefix foo: is not declared.");
  const right = `PREFIX a: <x:y> prefix b-c: <http://x/#> # d:e
    SELECT ?x { ?x a a:b:c , b-c:d , <f:g> , "h:i" , '''j:k''' , "l"@en ; !(a:m|a:n) _:o . $p a:q ?r }`;
  assert.equal(undeclared(right), null);
  assert.equal(undeclared('ASK { ?s ?p "a x:b }'), null);
  assert.equal(undeclared("ASK { x:a|y:b ?c }"), "x");
});

test("the store's words become sentences", () => {
  assert.equal(sentence("error at 3:1: expected one of LATERAL, [_]", 2), "This is not SPARQL: look at line 2.");
  assert.equal(sentence("error at 3:1: expected one of LATERAL, [_]", null), "This is not SPARQL: look at line 3.");
  assert.match(sentence("error at 1:20: expected one of OPTIONAL, Prefix not found, ['%']", null), /prefix/);
  assert.equal(sentence("The custom function <a:a> is not supported"), "The custom function <a:a> is not supported.");
});

test("names are read and written with the release's prefixes", () => {
  assert.deepEqual(prefixesOf("@prefix bevo: <https://w3id.org/bevo/> .\n@prefix : <a:> .\n"), { bevo: "https://w3id.org/bevo/", "": "a:" });
  assert.equal(expand("finding:F0026", PREFIXES), "https://w3id.org/bevo/finding/F0026");
  assert.equal(expand("GO:0001649", PREFIXES), "http://purl.obolibrary.org/obo/GO_0001649");
  assert.equal(expand("nothing:here", PREFIXES), null);
  assert.equal(expand("constructor:x", PREFIXES), null);
  assert.equal(compact("https://w3id.org/bevo/finding/F0026", PREFIXES), "finding:F0026");
  assert.equal(compact("https://w3id.org/bevo/a/b", PREFIXES), null);
  assert.equal(compact("https://elsewhere.example/", PREFIXES), null);
});

test("an IRI leads to its page, a participant and a section to their whole", () => {
  const section = "https://w3id.org/bevo/review/yang-2021-table-2";
  const sections = { [section]: "https://w3id.org/bevo/review/yang-2021" };
  const borrowed = new Set(["http://purl.obolibrary.org/obo/CL_0000092", "https://www.cellosaurus.org/CVCL_0409"]);
  assert.equal(page("https://w3id.org/bevo/finding/F0026"), "finding/F0026.html");
  assert.equal(page("https://w3id.org/bevo/finding/F0026-vesicle"), "finding/F0026.html#F0026-vesicle");
  assert.equal(page("https://w3id.org/bevo/check/F0026-li-2016"), "finding/F0026.html#F0026-li-2016");
  assert.equal(page("https://w3id.org/bevo/prediction/F0392-1"), "finding/F0392.html#F0392-1");
  assert.equal(page("https://w3id.org/bevo/BoneGainFinding"), "BoneGainFinding.html");
  assert.equal(page("https://w3id.org/bevo/contrast"), "property/contrast.html");
  assert.equal(page("https://w3id.org/bevo/Contrast"), "Contrast.html");
  assert.equal(page("https://w3id.org/bevo/ontology"), "ontology.html");
  assert.equal(page("http://purl.obolibrary.org/obo/CL_0000092", { borrowed }), "term/CL_0000092.html");
  assert.equal(page("https://www.cellosaurus.org/CVCL_0409", { borrowed }), "term/CVCL_0409.html");
  assert.equal(page("http://purl.obolibrary.org/obo/CL_0000093", { borrowed }), null);
  assert.equal(page(section, { sections }), "review/yang-2021.html#yang-2021-table-2");
  assert.equal(page("https://doi.org/10.1/x"), null);
});

test("triples come back from their Turtle", () => {
  const store = new Store();
  store.load(
    '<https://w3id.org/bevo/finding/F1> a <https://w3id.org/bevo/Finding> ; <https://w3id.org/bevo/note> "a \\"b\\"\\n"@en , "1"^^<http://www.w3.org/2001/XMLSchema#integer> .' +
      "<http://a.example/x.> <https://w3id.org/bevo/sees> [ <https://w3id.org/bevo/sees> <https://w3id.org/bevo/a/b> ] .",
    { format: "text/turtle" },
  );
  const again = new Store();
  const text = turtle(store.match(), PREFIXES);
  again.load(text, { format: "text/turtle" });
  assert.equal(again.size, store.size);
  assert.ok(text.includes("finding:F1\n"));
  assert.ok(again.match(null, null, rdfLiteral('a "b"\n', "en")).length === 1);
});
