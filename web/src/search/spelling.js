// One spelling of a name, as scripts/bevo/vocabulary/spelling.py has it; tests/search compares the two on every name.

const HYPHENS = /[\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
const LATIN = "aeopcyxijshdqwABEKMHOPCTYXIJSABEZHIKMNOPTYXo";
/** @type {Record<string, string>} */
const LOOKALIKES = Object.fromEntries([..."аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"].map((letter, at) => [letter, LATIN[at]]));
const NAMES = "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega";
/** @type {Record<string, string>} */
const GREEK = Object.fromEntries([..."αβγδεζηθικλμνξοπρστυφχψω"].map((letter, at) => [letter, NAMES.split(" ")[at]]));
/** @type {Record<string, string>} */
const AS_LATIN = { α: "a", β: "b", γ: "g", δ: "d", κ: "k" };
const END = "(?![\\p{L}\\p{N}_])";
/** @type {[RegExp, string][]} */
const AMERICAN = [
  [new RegExp(`is(ation|ations|ed|ing|e|es)${END}`, "gu"), "iz$1"],
  [/tumour/g, "tumor"],
  [/haem/g, "hem"],
  [/oestr/g, "estr"],
  [/oedem/g, "edem"],
  [/ageing/g, "aging"],
  [/signalling/g, "signaling"],
  [/fibre/g, "fiber"],
];
const THE = new RegExp(`(?<![\\p{L}\\p{N}_])the${END}`, "gu");

/** @param {string} text */
// eslint-disable-next-line no-control-regex
const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);
/** @param {string} text */
const spaced = (text) => text.split(/\s+/).filter(Boolean).join(" ");
/** @param {string} text */
export const lower = (text) => text.toLowerCase().replaceAll("ς", "σ");

/**
 * A word whose letters all are, or look, Latin, in Latin letters; a word of Greek or Cyrillic as it stands.
 *
 * @param {string} word
 */
function latin(word) {
  const letters = [...word];
  if (letters.length === 1 || !letters.some((char) => char in LOOKALIKES)) return word;
  if (!letters.every((char) => isAscii(char) || char in LOOKALIKES || char in GREEK)) return word;
  return letters.map((char) => LOOKALIKES[char] ?? char).join("");
}

/**
 * A name in the characters that are meant.
 *
 * @param {string} name
 */
export function plain(name) {
  if (isAscii(name)) return spaced(name);
  const text = name.replace(HYPHENS, "-").replace(INVISIBLE, "").normalize("NFKC").replaceAll("ß", "β").replaceAll("ϕ", "φ");
  return spaced(text.replace(/[\p{L}\p{N}]+/gu, latin));
}

/** @type {Map<string, string>} */
const known = new Map();

/**
 * What all spellings of a name have in common.
 *
 * @param {string} name
 */
export function key(name) {
  const before = known.get(name);
  if (before !== undefined) return before;
  let text = lower(plain(name));
  if (!isAscii(text)) text = [...text].map((char) => GREEK[char] ?? char).join("").normalize("NFKD").replace(/\p{M}/gu, "");
  for (const [british, american] of AMERICAN) text = text.replace(british, american);
  text = text.replace(THE, " ").replace(/(?<=\p{Nd})[\s\-_,'’]+(?=\p{Nd})/gu, "-");
  text = text.replace(/(?<!\p{Nd})[\s\-_,'’]+|[\s\-_,'’]+(?!\p{Nd})/gu, "");
  known.set(name, text);
  return text;
}

/**
 * The keys under which to keep a name: its own, and the one with Latin letters for Greek.
 *
 * @param {string} name
 */
export function keys(name) {
  const text = plain(name);
  if (isAscii(text)) return [key(text)];
  return [...new Set([key(text), key([...text].map((char) => AS_LATIN[char] ?? char).join(""))])];
}
