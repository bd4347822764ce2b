// What the site's search answers, for tests in Python: node answers.mjs INDEX < TEXTS, a JSON list of texts, gives a list of answers.

import { readFileSync } from "node:fs";
import { identifier } from "./src/search/identifiers.js";
import { readIndex } from "./src/search/index.js";
import { asData, search } from "./src/search/rank.js";
import { keys } from "./src/search/spelling.js";
import { readMicrorna, wordsOf } from "./src/search/words.js";

const texts = /** @type {string[]} */ (JSON.parse(readFileSync(0, "utf8")));
const index = process.argv[2] ? readIndex(JSON.parse(readFileSync(process.argv[2], "utf8"))) : null;

const folded = (/** @type {string} */ text) => [keys(text), identifier(text), readMicrorna(text)?.name ?? null, wordsOf(text)];

console.log(JSON.stringify(texts.map((text) => (index ? asData(search(text, index), index, Infinity) : folded(text)))));
