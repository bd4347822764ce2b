// Triples as Turtle.

/** @import { Quad, Term } from "oxigraph/web.js" */
/** @import { Prefixes } from "./names.js" */

import { compact } from "./names.js";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/**
 * Writes triples as Turtle, grouped by subject and predicate, in the order in which they come.
 *
 * @param {Iterable<Quad>} quads
 * @param {Prefixes} prefixes only those used are declared
 */
export function turtle(quads, prefixes) {
  const used = new Set();
  const write = (/** @type {Term} */ term) => {
    if (term.termType !== "NamedNode") return term.toString();
    const curie = compact(term.value, prefixes);
    if (curie) used.add(curie.slice(0, curie.indexOf(":")));
    return curie ?? term.toString();
  };
  /** @type {Map<string, Map<string, string[]>>} */
  const subjects = new Map();
  for (const { subject, predicate, object } of quads) {
    const predicates = subjects.get(write(subject)) ?? new Map();
    subjects.set(write(subject), predicates);
    const name = predicate.value === TYPE ? "a" : write(predicate);
    predicates.set(name, [...(predicates.get(name) ?? []), write(object)]);
  }
  const blocks = [...subjects].map(
    ([subject, predicates]) =>
      `${subject}${[...predicates].map(([predicate, objects]) => `\n    ${predicate} ${objects.join(" , ")}`).join(" ;")} .\n`,
  );
  const header = [...used].sort().map((prefix) => `@prefix ${prefix}: <${prefixes[prefix]}> .\n`);
  return [header.join(""), ...blocks].join("\n");
}
