// The blanks of a canned question as a form.

/** @import { Parameter, Question } from "../data.js" */
/** @import { Ask } from "./store.js" */

import { h } from "../lib/dom.js";
import { ask as search } from "../search/load.js";
import { isNumber, lineOf, literal, withValue } from "./query.js";

/** @typedef {Record<string, string>} Values what was typed, by the name of the parameter */

const NO_TERMS = ["finding", "question", "discrepancy"];
const NAMED = 90;
const SHOWN = 30;

/** What the site's search suggests for a term, without what is none; nothing if it cannot be loaded. @param {string} typed */
async function suggested(typed) {
  const { results } = await search(typed, { typing: true }).catch(() => ({ results: [] }));
  return results.filter(({ kind }) => !NO_TERMS.includes(kind)).slice(0, SHOWN);
}

/**
 * What the site's search understands by a name: the terms that it means, or else what may have been meant.
 *
 * @param {string} name
 */
async function meant(name) {
  const { results, understood, words, ignored, read_as: readAs, did_you_mean: meanings } = await search(name);
  const terms = results.filter(({ kind }) => !NO_TERMS.includes(kind));
  const whole = !readAs && understood.length === 1 && !words.length && !ignored.length;
  const named = whole ? terms.filter(({ score }) => score >= NAMED) : [];
  const near = readAs ? [readAs] : [...meanings, ...terms.map(({ label }) => label)];
  return { named, near: near.slice(0, 3) };
}

/**
 * The term that a typed value stands for, as SPARQL.
 *
 * @param {Parameter} parameter
 * @param {string} typed
 * @param {Ask} ask
 * @returns {Promise<string>}
 * @throws {Error} whose message says to the reader what is wrong
 */
async function serialised(parameter, typed, ask) {
  const value = typed.trim();
  if (parameter.type === "text") return literal(typed);
  if (parameter.type === "number") {
    if (!isNumber(value)) throw new Error(`“${parameter.name}” takes a number, not “${typed}”.`);
    return value;
  }
  if (value === "any") return "UNDEF";
  const found = await ask("terms", { name: value });
  if (found.length === 1) return `<${found[0]}>`;
  if (found.length > 1) throw new Error(`“${typed}” is the name of several things: ${found.join(", ")}. Give one of these.`);
  const { named, near } = await meant(value);
  const [iri] = named.length === 1 ? await ask("terms", { name: named[0].id }) : [];
  if (iri) return `<${iri}>`;
  if (named.length > 1) throw new Error(`“${typed}” may be ${named.map(({ id, label }) => `${label} (${id})`).join(" or ")}. Give one of these.`);
  throw new Error(`Nothing here is called “${typed}”${near.length ? `; did you mean ${near.map((name) => `“${name}”`).join(" or ")}?` : "."}`);
}

/**
 * The text of a query with these values in its lines.
 *
 * @param {Question} question
 * @param {string} text the query as it stands; lines that its writer took out stay out
 * @param {Values} values
 * @param {Ask} ask
 * @throws {Error} whose message says to the reader what is wrong
 */
export async function filled(question, text, values, ask) {
  let result = text;
  for (const parameter of question.parameters) {
    const typed = values[parameter.name];
    if (lineOf(result, parameter.name) === null) continue;
    // The default is written as its author wrote it.
    const usual = typed === parameter.default ? lineOf(question.text, parameter.name) : null;
    result = withValue(result, parameter.name, usual ?? (await serialised(parameter, typed, ask)));
  }
  return result;
}

/**
 * The fields of a question.
 *
 * @param {Question} question
 * @param {Values} given for parameters that are not to have their default
 * @param {Ask} ask
 * @param {() => void} changed called when a value was changed
 * @returns the elements, and values(), which reads them
 */
export function parameterForm(question, given, ask, changed) {
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  const fields = question.parameters.map((parameter) => {
    const id = `parameter-${parameter.name}`;
    const list = h("datalist", { id: `${id}-names` });
    const input = h("input", {
      id,
      name: parameter.name,
      value: given[parameter.name] ?? parameter.default,
      autocomplete: "off",
      spellcheck: "false",
      inputmode: parameter.type === "number" ? "decimal" : "text",
      list: parameter.type === "term" ? list.id : null,
      "aria-describedby": `${id}-about`,
      onchange: changed,
    });
    if (parameter.type === "term") {
      input.addEventListener("input", async () => {
        list.replaceChildren(...(await suggested(input.value)).map(({ label, kind, name }) => h("option", { value: label }, name ? `${name}, ${kind}` : kind)));
      });
    }
    inputs.set(parameter.name, input);
    return h(
      "p",
      { class: "field" },
      h("label", { for: id }, parameter.name),
      input,
      list,
      h("small", { id: `${id}-about` }, parameter.type === "term" ? `${parameter.about} (a name, a CURIE or an IRI)` : parameter.about),
    );
  });
  /** @returns {Values} */
  const values = () => Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
  return { fields, values };
}
