import assert from "node:assert/strict";
import test from "node:test";
import { agreement, column, joined } from "../src/compare/join.js";
import { counts, through, verdicts } from "../src/compare/through.js";

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

const THING = /** @type {import("../src/data.js").Compared} */ ({
  id: "x", label: "x", page: "x.html", kind: "cell", role: "source", with: [],
  findings: {
    F1: { verdict: ["bone gain"], studies: ["a", "b"] },
    F2: { verdict: ["joint harm"], studies: ["b"] },
    F3: { verdict: ["vessel growth", "bone gain"], studies: [] },
    F4: { verdict: [], studies: ["c"] },
    F5: { verdict: ["bone loss"], studies: ["c"] },
  },
  outcomes: [row("o", { promotes: ["F1", "F2"], inhibits: ["F5"] }), row("p", { other: ["F4"] })],
  targets: [row("t", { binds: ["F2"] })],
  partners: [{ id: "q", label: "q", page: "q.html", as: "cargo", findings: ["F2", "F3"] }],
  conflicts: [{ key: "x", about: "o", promotes: ["F1", "F2"], inhibits: ["F5"] }],
});

test("a lens leaves what has a verdict there, in every list", () => {
  const bone = through("bone", THING);
  assert.deepEqual(Object.keys(bone.findings), ["F1", "F3", "F5"]);
  assert.deepEqual(bone.outcomes, [row("o", { promotes: ["F1"], inhibits: ["F5"] })]);
  assert.deepEqual(bone.targets, []);
  assert.deepEqual(bone.partners.map(({ findings }) => findings), [["F3"]]);
  assert.deepEqual(bone.conflicts, [{ key: "x", about: "o", promotes: ["F1"], inhibits: ["F5"] }]);
  assert.deepEqual(through("cartilage", THING).conflicts, [], "one side alone is no conflict");
  assert.deepEqual(through("all", THING), THING);
});

test("each lens counts by its own words, bone always, the rest where there is something", () => {
  const count = (/** @type {"all" | "bone" | "cartilage" | "vessels"} */ lens) => (
    Object.fromEntries(counts(lens, [through(lens, THING)]).map((one) => [one.words, one.counts[0]]))
  );
  assert.deepEqual(count("all"), {
    Findings: 5, Studies: 3, "Towards bone gain": 2, "Towards bone loss": 1,
    "Towards cartilage loss or joint harm": 1, "Towards vessel growth": 1, "Without a verdict": 1,
  });
  assert.deepEqual(count("vessels"), { Findings: 1, Studies: 0, "Towards vessel growth": 1 });
  assert.deepEqual(count("cartilage"), { Findings: 1, Studies: 1, "Towards cartilage gain or joint relief": 0, "Towards cartilage loss or joint harm": 1 });
});

test("verdicts of several findings stand once each", () => {
  assert.deepEqual(verdicts(THING, ["F3", "F1"]), ["vessel growth", "bone gain"]);
});
