// The page's side of the worker that holds the release.

const ENDED = "The query was stopped.";
const TOO_MUCH = "The query is too large for a page: ask for less at once.";

/**
 * Opens the release in a worker.
 *
 * @param data the address of the release as packed Turtle
 * @returns ready, a promise that is renewed at every start; ask(task, given); stop(), which ends what runs and starts again
 */
export function openStore(data) {
  const wasm = new URL("oxigraph.wasm.gz", import.meta.url).href;
  let worker;
  let waiting;
  let last = 0;
  const self = { ready: null, ask, stop: () => restart(ENDED) };

  function send(task, given) {
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, task, given });
    });
  }

  function start() {
    waiting = new Map();
    worker = new Worker(new URL("sparql-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data: { id, answer, error, broken } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(broken ? TOO_MUCH : error));
      if (broken) restart(TOO_MUCH);
    });
    worker.addEventListener("error", () => fail("The store could not be started."));
    self.ready = send("load", { data: new URL(data, document.baseURI).href, wasm });
    self.ready.catch(() => {});
  }

  function fail(reason) {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  function restart(reason) {
    worker.terminate();
    fail(reason);
    start();
  }

  async function ask(task, given) {
    await self.ready;
    return send(task, given);
  }

  start();
  return self;
}
