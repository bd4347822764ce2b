import assert from "node:assert/strict";
import { test } from "node:test";
import { finder } from "../src/pictures/cargoes.js";
import { chains } from "../src/pictures/chains.js";
import { column } from "../src/pictures/column.js";
import { layered } from "../src/pictures/layers.js";
import { passing as cellsOf } from "../src/pictures/matrix.js";
import { passing, together } from "../src/pictures/network.js";
import { KINDS, LENSES, LOOKS, STYLES, inLens, said, tally, wordsOf } from "../src/pictures/signs.js";
import { RIM, apart, wheel } from "../src/pictures/wheel.js";

/** @import { Told } from "../src/data.js" */
/** @import { Lens } from "../src/pictures/signs.js" */

/** @param {string} id @param {string[]} verdict */
const finding = (id, verdict, side = "promotes", outcome = "ossification") => ({ id, label: id, sign: side, side, outcome, verdict });

const FINDINGS = {
  F1: finding("F1", ["bone gain"]),
  F2: finding("F2", ["bone loss"], "inhibits"),
  F3: finding("F3", ["cartilage gain"]),
  F4: finding("F4", []),
  F5: finding("F5", ["joint harm"], "inhibits"),
};
const ALL = new Set(KINDS);
const PLACES = ["a", "b", "c", "d", "e", "f", "g", "h"].map((id, i) => ({ id, label: `cell ${id}`, short: id, page: `${id}.html`, group: ["Bone marrow", "Bone surface", "Vessel", "Fluid"][Math.floor(i / 2)] }));

test("a verdict and a sign never look alike, whatever the colour", () => {
  const verdict = [STYLES.verdict.plus, STYLES.verdict.minus];
  const sign = [STYLES.sign.plus, STYLES.sign.minus];
  const looks = [...verdict, ...sign].map((style) => LOOKS[style]);
  assert.equal(new Set(looks.map(({ mark }) => mark)).size, 4);
  for (const pair of [verdict, sign]) {
    const [one, other] = pair.map((style) => LOOKS[style]);
    assert.ok(one.dash !== other.dash || one.tip !== other.tip, "in print the two of a pair differ");
  }
  assert.equal(new Set(looks.map(({ tip, dash }) => `${tip} ${dash}`)).size, 4);
  const words = [wordsOf({ reading: "verdict", lens: "all" }), wordsOf({ reading: "sign", lens: "all" })].flatMap(({ plus, minus }) => [plus, minus]);
  assert.equal(new Set(words).size, 4);
});

test("a lens on a subject shows what has a verdict there, and counts no other", () => {
  const shown = (/** @type {Lens} */ lens) => Object.values(FINDINGS).filter((one) => inLens(lens, one)).map(({ id }) => id);
  assert.deepEqual(shown("all"), ["F1", "F2", "F3", "F4", "F5"]);
  assert.deepEqual(shown("bone"), ["F1", "F2"]);
  assert.deepEqual(shown("cartilage"), ["F3", "F5"]);
  assert.deepEqual(shown("vessels"), []);
  for (const lens of /** @type {Lens[]} */ (Object.keys(LENSES))) {
    const { plus, minus, neither, count } = tally(Object.values(FINDINGS).filter((one) => inLens(lens, one)), { reading: "verdict", lens });
    assert.equal(plus + minus + neither, count);
  }
  assert.deepEqual(said(FINDINGS.F3, { reading: "verdict", lens: "bone" }), { plus: false, minus: false });
});

test("an edge has the number and the kind of its findings in the lens", () => {
  const data = { nodes: PLACES, findings: FINDINGS, edges: [{ source: "a", target: "b", findings: ["F1", "F2", "F3", "F4"] }, { source: "b", target: "a", findings: ["F3", "F5"] }] };
  const chosen = /** @type {const} */ ({ reading: "verdict", outcome: "", least: 1, kinds: ALL, strays: true });
  const of = (/** @type {Lens} */ lens) => passing(data, { ...chosen, lens }).map(({ id, count, kind }) => [id, count, kind]);
  assert.deepEqual(of("all"), [["a>b", 4, "mixed"], ["b>a", 2, "mixed"]]);
  assert.deepEqual(of("bone"), [["a>b", 2, "mixed"]]);
  assert.deepEqual(of("cartilage"), [["b>a", 2, "mixed"], ["a>b", 1, "plus"]]);
  assert.deepEqual(passing(data, { ...chosen, lens: "all", least: 3 }).map(({ id }) => id), ["a>b"]);
});

test("pairs that meet nobody else are left out", () => {
  const edges = [["a", "b"], ["b", "c"], ["c", "d"], ["g", "h"]].map(([source, target]) => ({ source, target }));
  assert.deepEqual(together(edges), edges.slice(0, 3));
  assert.deepEqual(together([]), []);
});

test("a cell of the matrix counts what its row below it lists", () => {
  const data = { rows: PLACES.slice(0, 1), columns: PLACES.slice(2, 3), findings: FINDINGS, cells: [{ row: "a", column: "c", promotes: ["F1", "F3"], inhibits: ["F2"], other: ["F4"] }] };
  const chosen = /** @type {const} */ ({ source: "", outcome: "", least: 1, kinds: ALL });
  const cell = cellsOf(data, { ...chosen, lens: "all" }).cells.get("a>c");
  assert.deepEqual([cell?.text, cell?.kind, cell?.count], [["→2", "⊣1"], "mixed", 4]);
  const bone = cellsOf(data, { ...chosen, lens: "bone" }).cells.get("a>c");
  assert.deepEqual([bone?.text, bone?.count], [["→1", "⊣1"], 2]);
  assert.equal(cellsOf(data, { ...chosen, lens: "vessels" }).cells.size, 0);
});

/** @param {string} d */
const pointsOf = (d) => [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

const LINES = PLACES.flatMap(({ id: source }, i) => PLACES.filter((_, j) => (i * 3 + j * 5) % 4 === 0).map(({ id: target }) => ({ id: `${source}>${target}`, source, target, count: 1 + i })));

test("no line of the wheel leaves it, and no name or number is inside", () => {
  const layout = wheel(PLACES, LINES, () => 5);
  const numbers = layout.lines.map(({ number }) => Math.hypot(number.x, number.y));
  const radius = Math.min(...numbers) - RIM / 2;
  for (const { d } of layout.lines) {
    const all = pointsOf(d);
    // A Bézier curve stays within its handles.
    for (let i = 0; i < all.length; i += 2) assert.ok(Math.hypot(all[i], all[i + 1]) <= radius + 0.2, d);
  }
  for (const number of numbers) assert.ok(number > radius);
  for (const { name } of layout.cells) {
    const middle = name.x + (name.anchor === "start" ? 1 : -1);
    assert.ok(Math.hypot(middle, name.y) > radius + RIM, name.rows.join(" "));
  }
  const far = layout.lines.map(({ number }, i) => layout.lines.slice(i + 1).map((other) => Math.hypot(other.number.x - number.x, other.number.y - number.y)));
  assert.ok(Math.min(...far.flat()) > 12, "numbers do not overlap");
});

test("names of the wheel and of the column stand apart", () => {
  const layout = wheel(PLACES, LINES, () => 5);
  for (const side of ["start", "end"]) {
    const ys = [...layout.cells.filter(({ name }) => name.anchor === side).map(({ name }) => name.y), ...layout.headings.filter(({ anchor }) => anchor === side).map(({ y }) => y)].sort((a, b) => a - b);
    ys.slice(1).forEach((y, i) => assert.ok(y - ys[i] > 12));
  }
  assert.deepEqual(apart([{ want: -1, high: 10 }, { want: 0, high: 10 }, { want: 1, high: 10 }]), [-10, 0, 10]);
  const narrow = column(PLACES, LINES, () => 5, 340);
  for (const { d } of narrow.lines) {
    const [x, , , , , , , y] = pointsOf(d);
    assert.ok(x >= 112 + RIM && y > 0);
  }
  for (const { name } of narrow.cells) assert.ok(name.x < 112);
});

test("the same network gives the same drawing, in whatever order its lines come", () => {
  const reversed = LINES.toReversed();
  const byId = (/** @type {{ line: { id: string }, d: string }[]} */ lines) => Object.fromEntries(lines.map(({ line, d }) => [line.id, d]));
  assert.deepEqual(byId(wheel(PLACES, LINES, () => 5).lines), byId(wheel(PLACES, reversed, () => 5).lines));
  assert.deepEqual(wheel(PLACES, LINES, () => 5), wheel(PLACES, LINES, () => 5));
});

test("boxes of a diagram do not overlap, lines go to the right, and what leads back goes below", () => {
  const boxes = ["s", "c", "m1", "m2", "m3", "o1", "o2", "x"].map((id) => ({ id, width: 60, height: 30, role: id.startsWith("o") ? "outcome" : id === "s" ? "source" : "molecule" }));
  const links = ["s c", "c m1", "c m2", "m1 m3", "m3 o1", "c o1", "m2 o2", "m3 m1", "x x"].map((pair) => ({ id: pair, source: pair.split(" ")[0], target: pair.split(" ")[1], short: 4 }));
  const { boxes: at, ways, height } = layered(boxes, links, 40);
  const all = boxes.map(({ id }) => /** @type {{ x: number, y: number }} */ (at.get(id)));
  all.forEach((a, i) => all.slice(i + 1).forEach((b) => assert.ok(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 30)));
  assert.ok(all.every(({ y }) => y >= 15 && y <= height));
  for (const link of links) assert.ok(ways.has(link.id), link.id);
  assert.equal(at.get("o1")?.x, at.get("o2")?.x);
  assert.equal(ways.get("m3 m1")?.angle, -90);
  assert.deepEqual(layered([], [], 40), { width: 0, height: 0, boxes: new Map(), ways: new Map() });
});

/** @type {Told} */
const TOLD = {
  id: "F1", label: "", steps: [{ subject: "miR-214", verb: "inhibits", object: "ATF4" }, { subject: "miR-214", verb: "binds", object: "ATF4" }], background: [],
  cargo: [{ name: "miR-214", amount: "" }], source: ["osteoclast"], recipient: ["osteoblast"], outcome: "ossification", sign: "inhibits", side: "inhibits", verdict: ["bone loss"], studies: ["S1"],
};
const MIR = { label: "miR-214", names: new Set(["miR-214", "miR-214-3p"]) };
const edgesOf = (/** @type {ReturnType<typeof chains>} */ { edges }) => edges.map(({ source, verb, target }) => [source, verb, target]);

test("each step is drawn with its sign, and a line without a sign goes to an outcome that no step reaches", () => {
  assert.deepEqual(edgesOf(chains(MIR, [TOLD])), [
    ["source:osteoclast", "releases", "cargo"],
    ["cargo", "inhibits", "thing:ATF4"],
    ["cargo", "binds", "thing:ATF4"],
    ["thing:ATF4", "… so it is told …", "thing:ossification"],
  ]);
  const whole = chains(MIR, [{ ...TOLD, steps: [...TOLD.steps, { subject: "ATF4", verb: "promotes", object: "ossification" }] }]);
  assert.deepEqual(whole.edges.map(({ verb }) => verb), ["releases", "inhibits", "binds", "promotes"]);
  const known = { subject: "ATF4", sign: "promotes", says: "ATF4 promotes bone formation (GO, IMP)", source: "GO, IMP" };
  const closed = chains(MIR, [{ ...TOLD, background: [known] }]).edges.at(-1);
  assert.deepEqual([closed?.source, closed?.verb, closed?.target, closed?.background, closed?.from], ["thing:ATF4", "promotes", "thing:ossification", known.says, "GO, IMP"]);
  const bare = chains(MIR, [{ ...TOLD, steps: [] }, { ...TOLD, id: "F2", steps: [] }]);
  assert.deepEqual([...(bare.edges.at(-1)?.ids ?? [])], ["F1", "F2"]);
  assert.deepEqual([...(bare.nodes.find(({ role }) => role === "outcome")?.sides ?? [])], ["inhibits"]);
});

test("arms of a microRNA are one box or stand side by side; what has one name is one box", () => {
  const arm = { ...TOLD, id: "F2", cargo: [{ name: "miR-214-3p", amount: "more" }], steps: [{ subject: "miR-214-3p", verb: "inhibits", object: "ATF4" }], recipient: ["BMSC"] };
  const one = chains(MIR, [TOLD, arm]);
  assert.deepEqual(one.nodes.filter(({ role }) => role === "cargo").map(({ label }) => label), ["miR-214"]);
  assert.deepEqual([...(one.edges.find(({ verb }) => verb === "inhibits")?.ids ?? [])], ["F1", "F2"]);
  assert.ok(edgesOf(one).some(([, verb]) => verb === "releases more"));
  const [outcome] = one.nodes.filter(({ role }) => role === "outcome");
  assert.deepEqual([outcome.label, [...outcome.where]], ["ossification", ["osteoblast", "BMSC"]]);
  const two = chains(MIR, [TOLD, arm], true);
  assert.deepEqual(two.nodes.filter(({ role }) => role === "cargo").map(({ label }) => label), ["miR-214", "miR-214-3p"]);
});

test("a microRNA that acts but is not told to be in a vesicle has no sender", () => {
  const bare = chains(MIR, [{ ...TOLD, cargo: [] }]);
  assert.ok(!bare.nodes.some(({ role }) => role === "source"));
  assert.deepEqual(edgesOf(bare).at(-1), ["thing:ATF4", "… so it is told …", "thing:ossification"]);
});

test("a cargo is found in any spelling, by a synonym, or by an arm of its family", () => {
  const cargo = (/** @type {string} */ label, /** @type {string[]} */ names = []) => ({ id: `molecule:${label}`, label, names, family: label, findings: [] });
  const find = finder([cargo("miR-214", ["miRNA-214"]), cargo("miR-214-3p"), cargo("TNFSF11", ["RANKL"]), cargo("let-7")]);
  for (const text of ["mir 214", "miR-214", "MIR214", "mirna-214", "hsa-miR-214", " mir214 "]) assert.deepEqual([text, find(text)?.cargo.label, find(text)?.instead], [text, "miR-214", false]);
  assert.equal(find("mmu-mir-214-3p")?.cargo.label, "miR-214-3p");
  assert.deepEqual([find("miR-214-5p")?.cargo.label, find("miR-214-5p")?.instead], ["miR-214", true]);
  assert.equal(find("rankl")?.cargo.label, "TNFSF11");
  for (const text of ["", "  ", "mir", "miR-2140", "<b>"]) assert.equal(find(text), null, text);
});
