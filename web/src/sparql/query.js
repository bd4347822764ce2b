// The text of a query: what it may not say, how values are put into it, and where its rows are cut.

const BLANKED = /"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/g;

/**
 * The text with strings, IRIs and comments blanked, at the same length.
 *
 * @param {string} text
 */
const masked = (text) => text.replace(BLANKED, (found) => " ".repeat(found.length));

// Not a variable, not a name with a prefix, not a prefix.
const keyword = (/** @type {string} */ words) => new RegExp(String.raw`(?<![\w:?$.\-])(${words})(?![\w:\-])`, "i");

const FORM = keyword("SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH");

/**
 * The form of a query in capitals, or an empty text.
 *
 * @param {string} text
 */
export const form = (text) => FORM.exec(masked(text))?.[1].toUpperCase() ?? "";

/**
 * The text with what is written as \u0053 written out.
 *
 * @param {string} text
 */
const spelled = (text) =>
  text.replace(/\\u([0-9a-f]{4})|\\U(00[0-9a-f]{6})/gi, (all, short, long) => {
    const code = Number.parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/**
 * Why a query is refused, as a sentence; null where it is not.
 *
 * @param {string} text
 */
export function refusal(text) {
  const plain = spelled(text);
  if (!masked(plain).trim()) return "There is no query yet: choose a question or write one.";
  if (keyword("SERVICE").test(masked(plain))) return "SERVICE is refused: no request leaves this page. Ask this query in a store of your own.";
  if (keyword("FROM").test(masked(plain))) return "FROM is refused: the page holds one graph, the release.";
  if (form(plain) && !["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"].includes(form(plain))) {
    return "Updates are refused: this page answers questions and leaves the release as it is.";
  }
  return null;
}

/**
 * The query with a limit of its own where it states none, so that a slip does not fill the memory.
 *
 * @param {string} text
 * @param {number} rows
 */
export function limited(text, rows) {
  const plain = masked(text);
  const values = /\bVALUES\s*(?:[?$]\w+|\([^()]*\))\s*\{[^{}]*\}\s*$/i.exec(plain);
  const end = values ? values.index : text.length;
  const tail = plain.slice(plain.lastIndexOf("}", end - 1) + 1, end);
  return /\bLIMIT\s+\d/i.test(tail) ? text : `${text.slice(0, end)}\nLIMIT ${rows}\n${text.slice(end)}`;
}

const valuesLine = (/** @type {string} */ name) => new RegExp(String.raw`VALUES \?${name} \{ (.+?) \}`, "g");

/**
 * What stands in the VALUES line of a parameter, or null where the query has no such line.
 *
 * @param {string} text
 * @param {string} name
 */
export const lineOf = (text, name) => valuesLine(name).exec(text)?.[1] ?? null;

/**
 * Puts a serialised term into the VALUES line of a parameter.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} term
 */
export const withValue = (text, name, term) => text.replace(valuesLine(name), () => `VALUES ?${name} { ${term} }`);

/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text as a SPARQL literal.
 *
 * @param {string} value
 */
export const literal = (value) => `"${value.replace(/[\\"\n\r\t]/g, (letter) => ESCAPES[letter])}"`;

/** @param {string} value */
export const isIri = (value) => /^https?:\/\/[^\s<>"{}|\\^`\p{Cc}]+$/u.test(value);

/** @param {string} value */
export const isNumber = (value) => /^-?\d+(\.\d+)?$/.test(value);

/**
 * The first prefix that a query uses and does not declare, or null.
 *
 * @param {string} text
 */
export function undeclared(text) {
  const plain = masked(spelled(text));
  if (/["']/.test(plain)) return null; // of a string without an end, whose words are no names
  const declared = new Set([...plain.matchAll(/\bPREFIX\s+([^\s:]*):/gi)].map((found) => found[1]));
  const rest = plain.replace(/\bPREFIX\s+[^\s:]*:/gi, " ");
  const used = rest.matchAll(/(?<![\p{L}\p{N}_.\-?$:@])(\p{L}(?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?|):(?:[\p{L}\p{N}_.:%-]|\\.)*/gu);
  for (const [, prefix] of used) if (!declared.has(prefix)) return prefix;
  return null;
}

/**
 * What went wrong as a sentence.
 *
 * @param {string} message the store's words
 * @param {number | null} [line] where the editor's grammar stops, if it does
 * @param {string} [text] the query
 * @param {Record<string, string>} [prefixes] of the release
 */
export function sentence(message, line, text = "", prefixes = {}) {
  const found = /^error at (\d+):\d+: (.*)$/s.exec(message.trim());
  if (!found) return /[.?!]$/.test(message) ? message : `${message}.`;
  const prefix = undeclared(text);
  if (prefix !== null) {
    const add = Object.hasOwn(prefixes, prefix) ? `: add 'PREFIX ${prefix}: <${prefixes[prefix]}>'` : "";
    return `The prefix ${prefix}: is not declared${add}.`;
  }
  if (found[2].includes("Prefix not found")) return "The query uses a prefix that it does not declare.";
  if (found[2].includes("variable that is unbound")) return "SELECT names a variable that is neither grouped nor counted: GROUP BY it.";
  return `This is not SPARQL: look at line ${line ?? found[1]}.`;
}
