// SPARQL in the page: the canned questions, an editor, and the release in a store of the page's own.

import { h, json, mount, root, styles } from "./lib/dom.js";
import { openEditor } from "./lib/editor.js";
import { parameterForm, serialised } from "./lib/parameters.js";
import { takes, withValue } from "./lib/query.js";
import { saveCsv, summary, table } from "./lib/results.js";
import { download } from "./lib/save.js";
import { openStore } from "./lib/store.js";

const ROWS = 10_000;
const FREE = { name: "query", title: "A query of your own", question: "Write any SPARQL 1.1 query about the release.", parameters: [] };
const EMPTY = "PREFIX bevo: <https://w3id.org/bevo/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\nSELECT ?finding ?label\nWHERE {\n  ?finding a bevo:BoneLossFinding , bevo:ReportedResult ; rdfs:label ?label .\n}\n";

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** What the address asks for: a canned question with its values, a query, or nothing. */
function fromAddress(questions) {
  const given = new URLSearchParams(location.hash.slice(1));
  const { q, query, ...values } = Object.fromEntries(given);
  const question = questions.find((one) => one.name === q);
  if (question) return { question, values, text: question.text, run: true };
  if (query) return { question: { ...FREE, text: query }, values: {}, text: query, run: true };
  const first = questions[0] ?? { ...FREE, text: EMPTY };
  return { question: first, values: {}, text: first.text, run: false };
}

function menu(questions, choose) {
  const groups = Map.groupBy(questions, (one) => one.group);
  const link = (question) =>
    h("li", {}, h("a", { href: `#q=${question.name}`, "data-name": question.name, title: question.question, onclick: (event) => (event.preventDefault(), choose(question)) }, question.title));
  const free = { ...FREE, text: EMPTY };
  return h(
    "nav",
    { class: "questions", "aria-label": "Questions" },
    h(
      "details",
      { open: matchMedia("(min-width: 56rem)").matches },
      h("summary", {}, "Choose a question"),
      [...groups].map(([group, members]) => [h("h3", {}, capital(group)), h("ul", {}, members.map(link))]),
      h("h3", {}, "Or"),
      h("ul", {}, h("li", {}, h("a", { href: "#", "data-name": FREE.name, onclick: (event) => (event.preventDefault(), choose(free)) }, FREE.title))),
    ),
  );
}

async function draw(place) {
  const [questions] = await Promise.all([json(place.dataset.src), styles("sparql.css")]);
  const store = openStore(place.dataset.store ?? `${root()}data/bevo-kg.ttl.gz`);
  let names = { prefixes: {}, sections: {} };
  let current;
  let form;
  let built; // the text that the form made: as long as it stands, the link names the question
  let running = 0;

  const title = h("h2");
  const words = h("p", { class: "words" });
  const fields = h("form", { class: "parameters", onsubmit: (event) => (event.preventDefault(), run()) });
  const runButton = h("button", { type: "button", class: "primary", title: "Ctrl-Enter", onclick: () => run() }, "Run");
  const stopButton = h("button", { type: "button", hidden: true, onclick: () => store.stop() }, "Stop");
  const linkButton = h("button", { type: "button", onclick: share }, "Copy link");
  const status = h("p", { class: "status", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const answerPlace = h("section", { class: "answer", "aria-label": "Answer" });
  const editorPlace = h("div", { class: "editor" });

  const navigation = menu(questions, (question) => choose({ question, values: {}, text: question.text }));
  place.replaceChildren(
    navigation,
    h(
      "div",
      { class: "ask" },
      title, words, fields,
      h("details", { open: true, class: "text" }, h("summary", {}, "The query in SPARQL"), editorPlace),
      h("div", { class: "buttons" }, runButton, stopButton, linkButton, status),
      problem, answerPlace,
    ),
  );
  const prefixes = store.ready.then((loaded) => loaded.prefixes);
  const editor = openEditor(editorPlace, () => run(), store.ask, prefixes);

  const timed = (before) => {
    const start = performance.now();
    const tick = () => (status.textContent = `${before} ${((performance.now() - start) / 1000).toFixed(1)} s`);
    tick();
    const timer = setInterval(tick, 100);
    return () => clearInterval(timer);
  };

  async function load() {
    const stopClock = timed("Loading the release …");
    const start = performance.now();
    try {
      const loaded = await store.ready;
      names = loaded;
      status.textContent = `${loaded.triples.toLocaleString("en")} triples loaded in ${((performance.now() - start) / 1000).toFixed(1)} s; all is asked in this page, of no server.`;
    } catch (error) {
      status.textContent = "";
      problem.textContent = error.message;
    } finally {
      stopClock();
    }
  }

  function choose({ question, values, text }) {
    current = question;
    title.textContent = question.title;
    words.textContent = question.question;
    form = parameterForm(question, values, store.ask, () => void fill());
    fields.replaceChildren(...form.fields, h("button", { type: "submit", class: "unseen", tabindex: "-1" }, "Run"));
    built = text;
    editor.setValue(text);
    editor.collapsePrefixes(true);
    problem.textContent = "";
    answerPlace.replaceChildren();
    for (const link of navigation.querySelectorAll("a")) {
      if (link.dataset.name === question.name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (!matchMedia("(min-width: 56rem)").matches) navigation.querySelector("details").open = false;
  }

  /** Puts the values of the form into the query; says what is wrong and gives false where one does not fit. */
  async function fill() {
    problem.textContent = "";
    const asked = current;
    const edited = editor.getValue() !== built;
    let text = editor.getValue();
    try {
      const given = form.values();
      for (const parameter of asked.parameters) {
        if (!takes(text, parameter.name)) {
          if (edited) continue; // whoever rewrote the query may have dropped the line
          throw new Error(`The query has no line for “${parameter.name}”.`);
        }
        // The default stands in the query as its author wrote it.
        const own = given[parameter.name] === parameter.default && !edited;
        const term = own ? null : await serialised(parameter, given[parameter.name], store.ask);
        text = term === null ? restored(text, asked.text, parameter.name) : withValue(text, parameter.name, term);
      }
    } catch (error) {
      problem.textContent = error.message;
      return false;
    }
    if (asked !== current) return false;
    if (!edited) built = text;
    if (text !== editor.getValue()) {
      editor.setValue(text);
      editor.collapsePrefixes(true);
    }
    return true;
  }

  async function run() {
    if (running) return;
    running = 1;
    runButton.disabled = true;
    const stopClock = timed("Waiting for the release …");
    let stopRun = () => {};
    try {
      await store.ready;
      names = await store.ready;
      if (!(await fill())) return void (status.textContent = "");
      stopClock();
      stopRun = timed("Running …");
      stopButton.hidden = false;
      const answer = await store.ask("query", { text: editor.getValue(), rows: ROWS });
      stopRun();
      status.textContent = summary(answer);
      answerPlace.replaceChildren(...shown(answer));
      history.replaceState(null, "", address());
    } catch (error) {
      stopRun();
      status.textContent = "";
      problem.textContent = sentence(error.message);
      answerPlace.replaceChildren();
    } finally {
      stopClock();
      stopRun();
      running = 0;
      runButton.disabled = false;
      stopButton.hidden = true;
    }
  }

  function shown(answer) {
    const save = h("button", { type: "button", onclick: () => saveCsv(current.name, answer) }, "CSV");
    if (answer.turtle === undefined) return [h("p", { class: "buttons" }, save), table(answer, names)].flat();
    const saveTurtle = h("button", { type: "button", onclick: () => download(`${current.name}.ttl`, "text/turtle", answer.turtle) }, "Turtle file");
    return [
      h("p", { class: "buttons" }, save, saveTurtle),
      h("details", { class: "text" }, h("summary", {}, "As Turtle"), h("pre", { class: "turtle", tabindex: "0" }, answer.turtle)),
      table(answer, names),
    ].flat();
  }

  /** A link to what is asked: a canned question by its name, anything else in full. */
  function address() {
    const own = current.text !== undefined && current.name !== FREE.name && editor.getValue() === built;
    const values = own ? Object.entries(form.values()).filter(([name, value]) => value !== current.parameters.find((one) => one.name === name).default) : [];
    const asked = new URLSearchParams(own ? [["q", current.name], ...values] : [["query", editor.getValue()]]);
    return `#${asked}`;
  }

  async function share() {
    if (!(await fill())) return;
    history.replaceState(null, "", address());
    try {
      await navigator.clipboard.writeText(location.href);
      status.textContent = "The link is copied.";
    } catch {
      status.textContent = "The link is in the address bar.";
    }
  }

  const follow = () => {
    const asked = fromAddress(questions);
    choose(asked);
    if (asked.run) void run();
  };
  addEventListener("hashchange", follow);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !editorPlace.contains(event.target)) void run();
  });
  void load();
  follow();
}

/** The query with the author's own line for a parameter. */
function restored(text, original, name) {
  const line = new RegExp(String.raw`VALUES \?${name} \{ (.+?) \}`).exec(original);
  return line ? withValue(text, name, line[1]) : text;
}

/** What went wrong as a sentence; the store's words on syntax name the place. */
function sentence(message) {
  const place = /^error at (\d+):(\d+): (.*)$/s.exec(message);
  if (place) return `The query is not SPARQL: at line ${place[1]}, column ${place[2]}, ${place[3]}.`;
  const text = message.trim();
  return /[.?!]$/.test(text) ? text : `${capital(text)}.`;
}

await mount("sparql", draw);
