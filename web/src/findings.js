// Facets over the table of findings. Choices stand in the address, so that a view can be shared.

const FACETS = [
  ["verdict", "Verdict"], ["source", "Source"], ["cargo", "Cargo"], ["recipient", "Recipient"],
  ["outcome", "Outcome"], ["sign", "Sign"], ["kind", "Kind"], ["review", "Review"],
  ["read", "As curators read it"], ["check", "What its study says"],
];
const FEW = 6;
const NONE = "(none)";

const box = document.querySelector("#findings");
const panel = box.querySelector(".facets");
const rows = new Map([...box.querySelectorAll("tbody tr")].map((row) => [row.id, row]));
const chosen = new Map(FACETS.map(([name]) => [name, new Set()]));
let query = "";
let resultsOnly = false;

const values = (finding, facet) => {
  const value = finding[facet];
  const list = Array.isArray(value) ? value : value ? [value] : [];
  return list.length ? list : [NONE];
};

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const fromAddress = () => {
  const given = new URLSearchParams(location.search);
  query = given.get("q") ?? "";
  resultsOnly = given.has("results");
  FACETS.forEach(([name]) => chosen.set(name, new Set(given.getAll(name))));
};

const toAddress = () => {
  const given = new URLSearchParams();
  if (query) given.set("q", query);
  if (resultsOnly) given.set("results", "");
  chosen.forEach((set, name) => set.forEach((value) => given.append(name, value)));
  const search = given.toString();
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
};

const start = (findings) => {
  const folded = new Map(findings.map((f) => [f.id, [
    f.id, f.label, f.kind, f.sign, f.outcome, ...f.source, ...f.cargo, ...f.recipient, ...f.verdict, ...f.studies, ...f.review, ...f.names,
  ].join(" ").toLowerCase()]));
  const open = new Set();

  /** Whether a finding fits all choices but those of one facet, whose counts it may then join. */
  const fits = (finding, except) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return words.every((word) => folded.get(finding.id).includes(word))
      && (!resultsOnly || finding.result)
      && FACETS.every(([name]) => name === except || !chosen.get(name).size || values(finding, name).some((v) => chosen.get(name).has(v)));
  };

  const text = element("input", { type: "search", id: "facet-text", value: "" });
  const status = element("p", { className: "status" });
  status.setAttribute("role", "status");
  const chips = element("div", { className: "chips" });
  const results = element("input", { type: "checkbox", id: "facet-results" });
  const groups = new Map(FACETS.map(([name]) => [name, element("div", { className: "choices" })]));
  const more = new Map();

  const fields = FACETS.map(([name, title]) => {
    const button = element("button", { type: "button", className: "more" });
    button.addEventListener("click", () => { open.has(name) ? open.delete(name) : open.add(name); draw(); });
    more.set(name, button);
    return element("fieldset", {}, element("legend", { textContent: title }), groups.get(name), button);
  });

  const drawFacet = (name, title) => {
    const counts = new Map();
    findings.filter((f) => fits(f, name)).forEach((f) => values(f, name).forEach((v) => counts.set(v, (counts.get(v) ?? 0) + 1)));
    chosen.get(name).forEach((v) => { if (!counts.has(v)) counts.set(v, 0); });
    const sorted = [...counts].sort(([a, m], [b, n]) => Number(chosen.get(name).has(b)) - Number(chosen.get(name).has(a))
      || Number(a === NONE) - Number(b === NONE) || n - m || a.localeCompare(b));
    const shown = open.has(name) ? sorted : sorted.slice(0, Math.max(FEW, chosen.get(name).size));
    const focused = document.activeElement?.dataset?.value;
    const had = groups.get(name).contains(document.activeElement);
    groups.get(name).replaceChildren(...shown.map(([value, count]) => {
      const input = element("input", { type: "checkbox", checked: chosen.get(name).has(value) });
      input.dataset.value = value;
      input.addEventListener("change", () => {
        input.checked ? chosen.get(name).add(value) : chosen.get(name).delete(value);
        draw();
      });
      return element("label", {}, input, element("span", { textContent: value }), element("span", { className: "count", textContent: count }));
    }));
    if (had) groups.get(name).querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
    const hiddenOnes = sorted.length - shown.length;
    more.get(name).hidden = !hiddenOnes && !open.has(name);
    more.get(name).textContent = open.has(name) ? "Show fewer" : `Show ${hiddenOnes} more`;
    more.get(name).setAttribute("aria-expanded", String(open.has(name)));
    more.get(name).setAttribute("aria-label", `${more.get(name).textContent}: ${title}`);
  };

  const draw = () => {
    let shown = 0;
    findings.forEach((finding) => {
      const fitting = fits(finding);
      rows.get(finding.id).hidden = !fitting;
      shown += Number(fitting);
    });
    status.textContent = `${shown} of ${findings.length} findings`;
    FACETS.forEach(([name, title]) => drawFacet(name, title));
    const chip = (label, remove) => {
      const button = element("button", { type: "button", textContent: `${label} ×` });
      button.setAttribute("aria-label", `Remove ${label}`);
      button.addEventListener("click", () => { remove(); draw(); status.focus?.(); });
      return button;
    };
    const active = [...chosen].flatMap(([name, set]) => [...set].map((value) => chip(value, () => set.delete(value))));
    if (query) active.push(chip(`“${query}”`, () => { query = ""; text.value = ""; }));
    if (active.length > 1) active.push(chip("all choices", () => { query = text.value = ""; chosen.forEach((set) => set.clear()); }));
    chips.replaceChildren(...active);
    toAddress();
  };

  const show = () => { text.value = query; results.checked = resultsOnly; draw(); };
  text.addEventListener("input", () => { query = text.value; draw(); });
  results.addEventListener("change", () => { resultsOnly = results.checked; draw(); });

  const whole = element("details", { open: matchMedia("(min-width: 62rem)").matches },
    element("summary", { textContent: "Choose findings" }),
    element("div", { className: "text" }, element("label", { htmlFor: text.id, textContent: "With the words" }), text),
    element("label", {}, results, element("span", { textContent: "Results only: no summaries, nothing hedged" }), element("span")),
    ...fields);
  panel.append(whole);
  panel.hidden = false;
  box.classList.add("ready");
  box.querySelector(".results").prepend(status, chips);
  fromAddress();
  show();
};

fetch(box.dataset.src)
  .then((answer) => { if (!answer.ok) throw new Error(`status ${answer.status}`); return answer.json(); })
  .then(start)
  .catch(() => {
    const notice = element("p", { className: "notice", textContent: "The choices could not be loaded; the table below holds every finding." });
    box.prepend(notice);
  });
