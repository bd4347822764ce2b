// The blanks of a canned question as a form.

import { h } from "../lib/dom.js";
import { isNumber, lineOf, literal, withValue } from "./query.js";

const SHOWN = 30;

/** Names that begin with what was typed, then names that contain it. */
export function matching(names, typed) {
  const word = typed.trim().toLowerCase();
  if (!word) return [];
  const begins = names.filter((name) => name.toLowerCase().startsWith(word));
  const contains = names.filter((name) => !name.toLowerCase().startsWith(word) && name.toLowerCase().includes(word));
  return [...begins, ...contains].slice(0, SHOWN);
}

/**
 * The term that a typed value stands for, as SPARQL.
 *
 * @param ask the store's ask
 * @throws an Error whose message says to the reader what is wrong
 */
export async function serialised(parameter, typed, ask) {
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
  const near = matching(await ask("names"), value).slice(0, 3);
  throw new Error(`Nothing here is called “${typed}”${near.length ? `; did you mean ${near.map((name) => `“${name}”`).join(" or ")}?` : "."}`);
}

/**
 * The text of a query with these values in its lines.
 *
 * @param text the query as it stands; lines that its writer took out stay out
 * @throws an Error whose message says to the reader what is wrong
 */
export async function filled(question, text, values, ask) {
  let result = text;
  for (const parameter of question.parameters) {
    const typed = values[parameter.name];
    if (lineOf(result, parameter.name) === null) continue;
    // The default is written as its author wrote it.
    const term = typed === parameter.default ? lineOf(question.text, parameter.name) : await serialised(parameter, typed, ask);
    result = withValue(result, parameter.name, term);
  }
  return result;
}

/**
 * The fields of a question.
 *
 * @param question a canned question
 * @param given values by name for parameters that are not to have their default
 * @param ask the store's ask
 * @param changed called when a value was changed
 * @returns the elements, and values(), which reads them by name
 */
export function parameterForm(question, given, ask, changed) {
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
        const names = await ask("names").catch(() => []);
        list.replaceChildren(...matching(names, input.value).map((name) => h("option", { value: name })));
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
  return { fields, values: () => Object.fromEntries([...inputs].map(([name, input]) => [name, input.value])) };
}
