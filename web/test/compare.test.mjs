import assert from "node:assert/strict";
import test from "node:test";
import { agreement, column, joined } from "../src/compare/join.js";

/** @param {string} id @param {Record<string, string[]>} told */
const row = (id, told) => ({ id, label: id, page: `${id}.html`, told });

test("two sides agree, oppose each other, or differ among themselves", () => {
  const up = row("x", { promotes: ["F1"] });
  const down = row("x", { inhibits: ["F2"], other: ["F3"] });
  const both = row("x", { inhibits: ["F2"], promotes: ["F4"] });
  assert.equal(agreement(up, up)?.class, "same");
  assert.equal(agreement(up, down)?.class, "against");
  assert.equal(agreement(both, up)?.class, "mixed");
  assert.equal(agreement(up, undefined), null);
  assert.equal(agreement(up, row("x", { other: ["F5"] })), null, "no sign agrees with nothing");
});

test("opposite rows come first, then what both have, then the most told", () => {
  const a = [row("one", { promotes: ["F1", "F2", "F3"] }), row("same", { promotes: ["F4"] }), row("against", { promotes: ["F5"] })];
  const b = [row("same", { promotes: ["F6"] }), row("against", { inhibits: ["F7"] }), row("two", { inhibits: ["F8"] })];
  const rows = joined(a, b);
  assert.deepEqual(rows.map(({ id }) => id), ["against", "same", "one", "two"]);
  assert.equal(rows[0].a, a[2]);
  assert.equal(rows[0].b, b[1]);
  assert.equal(rows[3].a, undefined);
});

test("partners of one kind are rows without a verb", () => {
  const partners = [{ id: "p", label: "p", page: "p.html", as: "cargo", findings: ["F1"] }, { id: "q", label: "q", page: "q.html", as: "recipients", findings: [] }];
  const thing = /** @type {any} */ ({ partners });
  assert.deepEqual(column(thing, "cargo"), [row("p", { "": ["F1"] })]);
});
