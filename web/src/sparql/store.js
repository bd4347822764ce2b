// The page's side of the worker that holds the release.

/** @import { Tasks } from "./sparql-worker.js" */

/** @typedef {ReturnType<typeof openStore>["ask"]} Ask asks the store for one of its tasks */

const ENDED = "The query was stopped.";
const TOO_MUCH = "The query is too large for a page: ask for less at once.";

/**
 * Opens the release in a worker.
 *
 * @param {string} data the address of the release as packed Turtle
 * @returns ready(), what the release holds once it is loaded, anew after every start; ask(task, given); stop(), which
 *   ends what runs and starts again
 */
export function openStore(data) {
  const wasm = new URL("oxigraph.wasm.gz", import.meta.url).href;
  /** @type {Worker} */
  let worker;
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
  let waiting;
  /** @type {ReturnType<typeof send<"load">>} */
  let loaded;
  let last = 0;

  /**
   * @template {keyof Tasks} T
   * @param {T} task
   * @param {Parameters<Tasks[T]>} given
   * @returns {Promise<Awaited<ReturnType<Tasks[T]>>>}
   */
  function send(task, ...given) {
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
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(broken ? TOO_MUCH : error));
      if (broken) restart(TOO_MUCH);
    });
    worker.addEventListener("error", () => fail("The store could not be started."));
    loaded = send("load", { data: new URL(data, document.baseURI).href, wasm });
    loaded.catch(() => {});
  }

  /** @param {string} reason */
  function fail(reason) {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  /** @param {string} reason */
  function restart(reason) {
    worker.terminate();
    fail(reason);
    start();
  }

  /**
   * @template {keyof Tasks} T
   * @param {T} task
   * @param {Parameters<Tasks[T]>} given
   */
  async function ask(task, ...given) {
    await loaded;
    return send(task, ...given);
  }

  start();
  return { ready: () => loaded, ask, stop: () => restart(ENDED) };
}
