// What the site's search answers, for tests in Python: node answers.mjs INDEX < TEXTS, a JSON list of texts, gives a list of answers.

import { readFileSync } from "node:fs";
import { identifier } from "../src/search/identifiers.js";
import { readIndex } from "../src/search/index.js";
import { search } from "../src/search/rank.js";
import { keys } from "../src/search/spelling.js";
import { written } from "../src/search/understand.js";
import { readMicrorna, wordsOf } from "../src/search/words.js";

const texts = /** @type {string[]} */ (JSON.parse(readFileSync(0, "utf8")));
const index = process.argv[2] ? readIndex(JSON.parse(readFileSync(process.argv[2], "utf8"))) : null;

const folded = (/** @type {string} */ text) => [keys(text), identifier(text), readMicrorna(text)?.name ?? null, wordsOf(text)];

/** @param {string} text */
function answered(text) {
  if (!index) return folded(text);
  const { understood, results, findings, readAs, didYouMean, opens } = search(text, index);
  return {
    read_as: readAs,
    did_you_mean: didYouMean,
    parts: understood.parts.map((part) => [part.text, part.role, [...part.things.keys()], written(part, index)]),
    words: understood.words,
    ignored: understood.ignored,
    opens: opens?.page ?? null,
    findings,
    results: results.map(({ thing, score, name }) => [thing.id, score, name]),
  };
}

console.log(JSON.stringify(texts.map(answered)));
