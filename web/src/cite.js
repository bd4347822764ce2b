// Citations on the page of a finding: each form can be copied, and kept as a file.

import { h } from "./lib/dom.js";
import { download } from "./lib/save.js";

for (const shown of /** @type {NodeListOf<HTMLPreElement>} */ (document.querySelectorAll("pre[data-file]"))) {
  const { file = "", media = "" } = shown.dataset;
  const status = h("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent);
      status.textContent = "Copied.";
    } catch { // a page that is not served over HTTPS may not write there
      getSelection()?.selectAllChildren(shown);
      status.textContent = "Press Ctrl+C to copy.";
    }
  };
  shown.after(h("p", { class: "tools" },
    h("button", { type: "button", onclick: copy }, "Copy"),
    h("button", { type: "button", onclick: () => download(file, media, shown.textContent) }, `Download ${file}`),
    status));
}
