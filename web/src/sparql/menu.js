// The canned questions as a menu, and as what the address of the page asks for.

/** @import { Question } from "../data.js" */
/** @import { Values } from "./parameters.js" */

import { h } from "../lib/dom.js";

const OWN = "PREFIX bevo: <https://w3id.org/bevo/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\nSELECT ?finding ?label\nWHERE {\n  ?finding a bevo:BoneLossFinding , bevo:ReportedResult ; rdfs:label ?label .\n}\nORDER BY ?label\n";

/**
 * A query of one's own, in the form of a canned question.
 *
 * @returns {Question}
 */
const own = (text = OWN) => ({ name: "query", title: "A query of your own", question: "Any SPARQL 1.1 query about the release.", group: "", parameters: [], text });

const wide = () => matchMedia("(min-width: 56rem)").matches;

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The menu.
 *
 * @param {Question[]} questions
 * @param {(question: Question) => void} choose
 * @returns the element, and mark(question), which shows what is chosen now
 */
export function menu(questions, choose) {
  const link = (/** @type {Question} */ question) => {
    const follow = (/** @type {Event} */ event) => {
      event.preventDefault();
      choose(question);
    };
    return h("li", {}, h("a", { href: `#q=${question.name}`, "data-name": question.name, title: question.question, onclick: follow }, question.title));
  };
  const groups = [...Map.groupBy(questions, ({ group }) => group), /** @type {const} */ (["or", [own()]])];
  const details = h("details", { open: wide() }, h("summary", {}, "Choose a question"), groups.map(([group, members]) => [h("h2", {}, capital(group)), h("ul", {}, members.map(link))]));
  const element = h("nav", { class: "questions", "aria-label": "Questions" }, details);
  const mark = (/** @type {Question} */ { name }) => {
    for (const one of element.querySelectorAll("a")) one.toggleAttribute("aria-current", one.dataset.name === name);
    if (!wide()) details.open = false;
  };
  return { element, mark };
}

/**
 * What a hash asks for: a question, values for its parameters, and whether to run it at once.
 *
 * @param {string} given
 * @param {Question[]} questions
 * @returns {{ question: Question, values: Values, run: boolean }}
 */
export function asked(given, questions) {
  const { q, query, ...values } = Object.fromEntries(new URLSearchParams(given.slice(1)));
  const question = questions.find(({ name }) => name === q) ?? (query ? own(query) : null);
  return question ? { question, values, run: true } : { question: questions[0] ?? own(), values: {}, run: false };
}

/**
 * The hash for a question with values that are not its defaults, or for a text where the question's own was changed.
 *
 * @param {Question} question
 * @param {Values} values
 * @param {string} text
 * @param {boolean} changed
 */
export function hash(question, values, text, changed) {
  if (changed || !question.group) return `#${new URLSearchParams({ query: text })}`;
  const other = question.parameters.filter(({ name, default: usual }) => values[name] !== usual).map(({ name }) => [name, values[name]]);
  return `#${new URLSearchParams([["q", question.name], ...other])}`;
}
