// Yasqe, YASGUI's editor, kept from asking anything of anyone but the store of this page.

import Yasqe from "@zazuko/yasqe";

/**
 * An editor for queries.
 *
 * @param place where it goes
 * @param run called on Ctrl-Enter
 * @param ask the store's ask
 * @param prefixes a promise of the release's prefixes
 * @returns the text, a setter for it, and the line at which its grammar stops
 */
export function openEditor(place, run, ask, prefixes) {
  let vocabulary; // asked for when it is first needed: the reader's own question goes first
  const words = (kind) => async (_, token) => {
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
