// What is told of one thing as a lens shows it: all of it, or what has a verdict on bone, on cartilage or on vessels.

/** @import { Compared, Outcome } from "../data.js" */
/** @import { Lens } from "../pictures/signs.js" */

import { LENSES, inLens, tally } from "../pictures/signs.js";

/** @typedef {{ words: string, style: "gain" | "loss" | "", counts: number[] }} Count a row of counts, one for each thing */

/**
 * A thing with those of its findings that a lens shows; what is left without any is left out.
 *
 * @param {Lens} lens
 * @param {Compared} thing
 * @returns {Compared}
 */
export function through(lens, thing) {
  const findings = Object.fromEntries(Object.entries(thing.findings).filter(([, finding]) => inLens(lens, finding)));
  const seen = (/** @type {string[]} */ ids) => ids.filter((id) => Object.hasOwn(findings, id));
  const rows = (/** @type {Outcome[]} */ all) => all.flatMap((row) => {
    const told = Object.entries(row.told).map(([verb, ids]) => /** @type {[string, string[]]} */ ([verb, seen(ids)])).filter(([, ids]) => ids.length);
    return told.length ? [{ ...row, told: Object.fromEntries(told) }] : [];
  });
  return {
    ...thing,
    findings,
    outcomes: rows(thing.outcomes),
    targets: rows(thing.targets),
    partners: thing.partners.map((one) => ({ ...one, findings: seen(one.findings) })).filter((one) => one.findings.length),
    conflicts: thing.conflicts
      .map((one) => ({ ...one, promotes: seen(one.promotes), inhibits: seen(one.inhibits) }))
      .filter((one) => one.promotes.length && one.inhibits.length),
  };
}

/**
 * How many findings and studies there are of each thing, and how many findings say what; a row that counts nothing is
 * left out, but those of the lens itself, and of bone where all is shown.
 *
 * @param {Lens} lens
 * @param {Compared[]} things as the lens shows them
 * @returns {Count[]}
 */
export function counts(lens, things) {
  const all = things.map(({ findings }) => Object.values(findings));
  const tallies = (/** @type {Lens} */ one) => all.map((findings) => tally(findings.map((finding) => ({ ...finding, side: "" })), { reading: "verdict", lens: one }));
  /** @type {Lens[]} */
  const lenses = lens === "all" ? ["bone", "cartilage", "vessels"] : [lens];
  const sides = lenses.flatMap((one) => {
    const { plus, minus, loss } = LENSES[one];
    const told = tallies(one);
    const rows = [
      { words: `Towards ${plus}`, style: /** @type {const} */ ("gain"), counts: told.map((each) => each.plus) },
      { words: `Towards ${minus}`, style: /** @type {const} */ ("loss"), counts: told.map((each) => each.minus) },
    ];
    return (loss.length ? rows : rows.slice(0, 1)).filter((row) => one === lens || one === "bone" || row.counts.some(Boolean));
  });
  const without = all.map((findings) => findings.filter(({ verdict }) => !verdict.length).length);
  return [
    { words: "Findings", style: "", counts: all.map((findings) => findings.length) },
    { words: "Studies", style: "", counts: all.map((findings) => new Set(findings.flatMap(({ studies }) => studies)).size) },
    ...sides,
    ...(without.some(Boolean) ? [{ words: "Without a verdict", style: /** @type {const} */ (""), counts: without }] : []),
  ];
}

/**
 * The verdicts of findings, each once, in the order in which they come.
 *
 * @param {Compared} thing
 * @param {string[]} ids
 */
export const verdicts = (thing, ids) => [...new Set(ids.flatMap((id) => thing.findings[id]?.verdict ?? []))];
