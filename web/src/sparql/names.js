// The short names of things and their pages in the site.

const BASE = "https://w3id.org/bevo/";
const OBO = "http://purl.obolibrary.org/obo/";

/**
 * @typedef {Record<string, string>} Prefixes the IRIs that they stand for
 * @typedef {{ sections?: Record<string, string>, borrowed?: Set<string> }} Pages what page() wants to know of a release:
 *   the wholes of the sections, and the terms of other vocabularies, each of which has a page
 */

/**
 * The prefixes that a Turtle file declares.
 *
 * @param {string} turtle
 * @returns {Prefixes}
 */
export const prefixesOf = (turtle) =>
  Object.fromEntries([...turtle.slice(0, 5000).matchAll(/^@prefix ([\w.-]*): <([^<>]+)> \.$/gm)].map((found) => [found[1], found[2]]));

/**
 * The IRI of a CURIE, or null; GO:0001649 is read as obo:GO_0001649.
 *
 * @param {string} curie
 * @param {Prefixes} prefixes
 */
export function expand(curie, prefixes) {
  const found = /^([A-Za-z.]+):([\w./-]+)$/.exec(curie);
  if (!found) return null;
  if (Object.hasOwn(prefixes, found[1])) return prefixes[found[1]] + found[2];
  return /^[A-Za-z]{2,}$/.test(found[1]) && /^\d+$/.test(found[2]) ? `${OBO}${found[1]}_${found[2]}` : null;
}

/**
 * The CURIE of an IRI by the longest prefix that fits, or null where none gives a plain name.
 *
 * @param {string} iri
 * @param {Prefixes} prefixes
 */
export function compact(iri, prefixes) {
  /** @type {{ prefix: string, base: string } | null} */
  let best = null;
  for (const [prefix, base] of Object.entries(prefixes)) {
    if (iri.startsWith(base) && (!best || base.length > best.base.length)) best = { prefix, base };
  }
  if (!best) return null;
  const name = iri.slice(best.base.length);
  return /^[A-Za-z0-9_](?:[\w.-]*[\w-])?$/.test(name) ? `${best.prefix}:${name}` : null;
}

/**
 * The page of an IRI relative to the site's root, or null: participants, checks and sections are in the page of their
 * whole.
 *
 * @param {string} iri
 * @param {Pages} pages
 * @returns {string | null}
 */
export function page(iri, { sections = {}, borrowed = new Set() } = {}) {
  if (borrowed.has(iri)) return `term/${iri.split(/[/#]/).at(-1)}.html`;
  if (!iri.startsWith(BASE)) return null;
  const name = iri.slice(BASE.length);
  if (name.startsWith("ontology")) return "ontology.html";
  const part = /^(?:finding|check|prediction)\/((F\d+)-.+)$/.exec(name);
  if (part) return `finding/${part[2]}.html#${part[1]}`;
  if (Object.hasOwn(sections, iri)) return `${page(sections[iri])}#${name.split("/").at(-1)}`;
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return `property/${name}.html`;
  return name ? `${name}.html` : null;
}
