// SPARQL in the page: the canned questions, an editor, and the release in a store of the page's own.

/** @import { Question } from "../data.js" */
/** @import { Values } from "./parameters.js" */
/** @import { Answer, Names } from "./results.js" */

import { h, json, messageOf, mount, root, styles } from "../lib/dom.js";
import { download } from "../lib/save.js";
import { openEditor } from "./editor.js";
import { asked, hash, menu } from "./menu.js";
import { filled, parameterForm } from "./parameters.js";
import { sentence } from "./query.js";
import { saveCsv, summary, table } from "./results.js";
import { openStore } from "./store.js";

const ROWS = 10_000;

/**
 * Shows words with the seconds that go by.
 *
 * @param {HTMLElement} place
 * @param {string} words
 * @returns a function that ends it, and gives the seconds
 */
function clock(place, words) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const tick = () => {
    place.textContent = `${words} ${seconds()} s`;
  };
  tick();
  const timer = setInterval(tick, 100);
  return () => {
    clearInterval(timer);
    return seconds();
  };
}

/**
 * @param {Answer} answer
 * @param {string} name of the files that the reader keeps
 * @param {Names} names
 */
function answerParts(answer, name, names) {
  const { turtle } = answer;
  const save = h("button", { type: "button", onclick: () => saveCsv(name, answer) }, "CSV");
  if (turtle === undefined) return [h("p", { class: "buttons" }, save), ...table(answer, names)];
  const saveTurtle = h("button", { type: "button", onclick: () => download(`${name}.ttl`, "text/turtle", turtle) }, "Turtle");
  const asTurtle = h("details", { class: "text" }, h("summary", {}, "As Turtle"), h("pre", { class: "turtle", tabindex: 0 }, turtle));
  return [h("p", { class: "buttons" }, save, saveTurtle), asTurtle, ...table(answer, names)];
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 */
async function draw(place, address) {
  const store = openStore(place.dataset.graph ?? `${root()}data/bevo-kg.ttl.gz`);
  /** @type {[Question[], unknown]} */
  const [questions] = await Promise.all([json(address), styles("sparql.css")]);
  /** @type {Question} */
  let current;
  /** @type {ReturnType<typeof parameterForm>} */
  let form;
  let made = ""; // the text as the question and its fields give it
  let running = false;

  const title = h("h2");
  const words = h("p", { class: "words" });
  const fields = h("form", { class: "parameters", onsubmit: (event) => {
    event.preventDefault();
    void run();
  } });
  const runButton = h("button", { type: "button", class: "primary", title: "Ctrl-Enter", onclick: () => run() }, "Run");
  const stopButton = h("button", { type: "button", hidden: true, onclick: () => store.stop() }, "Stop");
  const status = h("p", { class: "status", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const answerPlace = h("section", { class: "answer", "aria-label": "Answer" });
  const editorPlace = h("div", { class: "editor" });
  const whole = h("details", { class: "text", ontoggle: () => {
    if (whole.open) editor.show();
  } }, h("summary", {}, "The query in SPARQL"), editorPlace);
  const questionMenu = menu(questions, (question) => choose(question, {}));

  place.replaceChildren(
    questionMenu.element,
    h(
      "div",
      { class: "ask" },
      title, words, fields,
      whole,
      h("div", { class: "buttons" }, runButton, stopButton, h("button", { type: "button", onclick: () => share() }, "Copy link"), status),
      problem, answerPlace,
    ),
  );
  const editor = openEditor(editorPlace, () => run(), store.ask, store.ready().then(({ prefixes }) => prefixes));

  /**
   * @param {Question} question
   * @param {Values} values
   */
  function choose(question, values) {
    current = question;
    title.textContent = question.title;
    words.textContent = question.question;
    form = parameterForm(question, values, store.ask, () => fill().catch(tell));
    fields.replaceChildren(...form.fields, h("button", { type: "submit", class: "unseen", tabindex: "-1" }, "Run"));
    editor.text = made = question.text;
    whole.open ||= !question.group; // one's own query is there to be written
    problem.textContent = "";
    answerPlace.replaceChildren();
    questionMenu.mark(question);
  }

  /** Puts the values of the fields into the query. */
  async function fill() {
    problem.textContent = "";
    const [question, before, untouched] = [current, editor.text, editor.text === made];
    const text = await filled(question, before, form.values(), store.ask);
    if (question !== current || editor.text !== before) return; // the reader went on meanwhile
    if (untouched) made = text;
    editor.text = text;
  }

  /** @type {Record<string, string>} */
  let prefixes = {};
  store.ready().then(
    (names) => {
      prefixes = names.prefixes;
    },
    () => {}, // run() tells why the store does not start
  );

  const tell = (/** @type {unknown} */ error) => {
    status.textContent = "";
    problem.textContent = sentence(messageOf(error), editor.wrongLine(), editor.text, prefixes);
  };

  const link = () => hash(current, form.values(), editor.text, editor.text !== made);

  async function run() {
    if (running) return;
    running = runButton.disabled = true;
    let stopClock = clock(status, "Loading the release …");
    try {
      const names = await store.ready();
      await fill();
      stopClock();
      stopClock = clock(status, "Running …");
      stopButton.hidden = false;
      const answer = await store.ask("query", { text: editor.text, rows: ROWS });
      stopClock();
      status.textContent = summary(answer);
      answerPlace.replaceChildren(...answerParts(answer, current.name, names));
      history.replaceState(null, "", link());
    } catch (error) {
      stopClock();
      answerPlace.replaceChildren();
      tell(error);
    } finally {
      running = runButton.disabled = false;
      stopButton.hidden = true;
    }
  }

  async function share() {
    try {
      await fill();
    } catch (error) {
      return tell(error);
    }
    history.replaceState(null, "", link());
    status.textContent = await navigator.clipboard.writeText(location.href).then(
      () => "The link is copied.",
      () => "The link is in the address bar.",
    );
  }

  function follow() {
    const { question, values, run: atOnce } = asked(location.hash, questions);
    choose(question, values);
    if (atOnce) void run();
    return atOnce;
  }

  addEventListener("hashchange", follow);
  place.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !editorPlace.contains(/** @type {Node} */ (event.target))) void run();
  });
  if (follow()) return;
  const stopClock = clock(status, "Loading the release …");
  const told = store.ready().then(({ triples }) => `${triples.toLocaleString("en")} triples loaded in ${stopClock()} s. They stay in this page: no server is asked.`);
  const show = (/** @type {string} */ text) => {
    if (!running) status.textContent = text;
  };
  told.then(show, tell).finally(stopClock);
}

await mount("sparql", draw);
