// Yasqe, YASGUI's editor, kept from asking anything of anyone but the store of this page.

/** @import { Prefixes } from "./names.js" */
/** @import { Ask } from "./store.js" */

import Yasqe from "@zazuko/yasqe";

/**
 * An editor for queries.
 *
 * @param {HTMLElement} place where it goes
 * @param {() => void} run called on Ctrl-Enter
 * @param {Ask} ask
 * @param {Promise<Prefixes>} prefixes of the release
 * @returns the text, a setter for it, and the line at which its grammar stops
 */
export function openEditor(place, run, ask, prefixes) {
  /** @type {Promise<{ classes: string[], properties: string[] }> | undefined} */
  let vocabulary; // asked for when it is first needed: the reader's own question goes first
  const words = (/** @type {"classes" | "properties"} */ kind) => async (/** @type {unknown} */ _, /** @type {{ autocompletionString?: string } | undefined} */ token) => {
    vocabulary ??= ask("vocabulary").catch(() => ({ classes: [], properties: [] }));
    return (await vocabulary)[kind].filter((iri) => iri.startsWith(token?.autocompletionString ?? ""));
  };
  const own = { bulk: false, persistenceId: null };
  Yasqe.forkAutocompleter("class", { ...own, name: "own-class", get: words("classes") }, false);
  Yasqe.forkAutocompleter("property", { ...own, name: "own-property", get: words("properties") }, false);
  const known = async () => Object.entries(await prefixes).map(([prefix, base]) => `${prefix}: <${base}>`);
  Yasqe.forkAutocompleter("prefixes", { ...own, bulk: true, name: "own-prefixes", get: () => known().catch(() => []) }, false);

  const editor = new Yasqe(place, {
    autocompleters: ["variables", "own-class", "own-property", "own-prefixes"],
    collapsePrefixesOnLoad: true,
    consumeShareLink: null,
    // @ts-expect-error null takes the button away; its types know no null
    createShareableLink: null,
    createShortLink: undefined,
    editorHeight: "auto",
    persistenceId: null,
    prefixCcApi: null,
    queryingDisabled: "Asked in the page itself",
    resizeable: false,
    screenReaderLabel: "SPARQL query",
    showQueryButton: false,
    value: "",
  });
  // Tab leaves the editor, as it leaves every other field.
  editor.addKeyMap({ "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false });
  return {
    get text() {
      return editor.getValue();
    },
    /** @param {string} text */
    set text(text) {
      if (text === editor.getValue()) return;
      editor.setValue(text);
      editor.collapsePrefixes(true);
    },
    /** To be called once it is to be seen: what was hidden has no size. */
    show() {
      editor.refresh();
    },
    wrongLine() {
      const lines = Array.from({ length: editor.lineCount() }, (_, i) => i);
      const wrong = lines.find((line) => editor.lineInfo(line).gutterMarkers?.gutterErrorBar);
      return wrong === undefined ? null : wrong + 1;
    },
  };
}
