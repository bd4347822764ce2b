import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, csv, csvFile, harmless, tsv } from "../src/lib/save.js";
import { curieOf, iriOf, told } from "../src/lib/leaving.js";

const KNOWN = /** @type {import("../src/data.js").Leaving} */ ({
  prefixes: { CL: "http://purl.obolibrary.org/obo/CL_", study: "https://w3id.org/bevo/study/", bevo: "https://w3id.org/bevo/" },
  pages: { "term/CVCL_0409": "cellosaurus:CVCL_0409", "finding/kiel_F0001": "https://kiel.example/finding/kiel_F0001" },
  studies: { "li-2016": { name: "Li D 2016", title: "", year: "2016", doi: "10.1038/ncomms10872", pmid: "26947250" } },
  reviews: { "yang-2021": { title: "", year: "2021", doi: "10.3389/fendo.2021.679914" } },
});

test("CSV and TSV are read back as they were", () => {
  assert.equal(csv([["a", 'b "c"'], ["d,e", "f\ng"]]), 'a,"b ""c"""\r\n"d,e","f\ng"\r\n');
  assert.equal(tsv([["a\tb", "c\nd"]]), "a b\tc d\n");
});

test("a CSV file begins with the byte order mark and holds no formula", () => {
  assert.equal(csvFile([["TGF-β1"], ["=1+1"], ["@x"], ["+x"], ["-x"], ["-3.2"], ["'x"], ["1-2"]]), "\ufeffTGF-β1\r\n'=1+1\r\n'@x\r\n'+x\r\n'-x\r\n-3.2\r\n'x\r\n1-2\r\n");
  assert.equal(csvFile([["SEPT2"]], asText), "\ufeff'SEPT2\r\n");
});

test("no gene, time or id becomes a date or a number in Excel, and no text a formula", () => {
  for (const text of ["SEPT2", "MARCH1", "DEC1", "Sep-2", "oct4", "1-DEC", "2/3", "1-2", "10.12.2020", "1:30", "2E5", "2310009E13", "007", "123456789012", "=1+1", "@x", "+x", "-x", "TRUE"]) {
    assert.equal(asText(text), `'${text}`, text);
  }
  for (const text of ["miR-21", "12", "0.5", "-3.2", "March of the cells", "SEPTIN2", "RUNX2", "10.1038/ncomms10872", "26947250", "", "F0026", "in vitro", "MC3T3-E1"]) {
    assert.equal(asText(text), text, text);
  }
  assert.equal(harmless("SEPT2"), "SEPT2");
});

test("the page of a thing tells its id", () => {
  for (const [path, curie, iri] of [
    ["term/CL_0000092", "CL:0000092", "http://purl.obolibrary.org/obo/CL_0000092"],
    ["study/li-2016", "study:li-2016", "https://w3id.org/bevo/study/li-2016"],
    ["BoneGain", "bevo:BoneGain", "https://w3id.org/bevo/BoneGain"],
    ["finding/kiel_F0001", "https://kiel.example/finding/kiel_F0001", "https://kiel.example/finding/kiel_F0001"],
  ]) {
    assert.equal(curieOf(path, KNOWN), curie);
    assert.equal(iriOf(curie, KNOWN), iri);
  }
  assert.equal(curieOf("term/CVCL_0409", KNOWN), "cellosaurus:CVCL_0409");
});

test("a row takes along what its findings rest on", () => {
  const finding = /** @type {any} */ ({
    studies: ["li-2016"], verdict: ["bone loss"], evidence: ["in vitro", "animal"], review: ["yang-2021"], source: ["osteoclast"],
    sourceIds: ["CL:0000092"], cargo: [], cargoIds: [], recipient: [], recipientIds: [], sign: "inhibits", outcome: "x", outcomeId: "GO:1",
  });
  const row = Object.fromEntries(told([finding, finding], KNOWN));
  assert.equal(row.DOI, "10.1038/ncomms10872");
  assert.equal(row.PMID, "26947250");
  assert.equal(row.Evidence, "in vitro; animal");
  assert.equal(row["Review DOI"], "10.3389/fendo.2021.679914");
});
