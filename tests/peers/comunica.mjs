// Comunica over a file in memory: a line of JSON with a query comes in, a line with SPARQL JSON results or an error goes out.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const store = new Store(new Parser().parse(await readFile(process.argv[2], "utf8")));
const engine = new QueryEngine();
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
say({ triples: store.size });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const found = await engine.query(JSON.parse(line), { sources: [store] });
    const media = found.resultType === "quads" ? "application/n-triples" : "application/sparql-results+json";
    const { data } = await engine.resultToString(found, media);
    say({ media, body: await text(data) });
  } catch (error) {
    say({ why: `${error.message}` });
  }
}
