// Elements, styles and where the site begins.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element; attributes that begin with "on" are listeners; children are elements or texts. */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** The way back to the root of the site, as the page states it. */
export const root = () => document.documentElement.dataset.root ?? "";

/** Adds a stylesheet that stands beside the bundles, and waits for it. */
export function styles(name) {
  const href = new URL(name, import.meta.url).href;
  return new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });
}

export async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be read (${response.status})`);
  return response.json();
}

/** Calls back whenever the page turns light or dark. */
export function onTheme(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme"] });
}

/** Fills the place of a picture; what goes wrong is said there, and what the page had there for want of scripts goes. */
export async function mount(id, draw) {
  const place = document.getElementById(id);
  if (!place) return;
  try {
    await draw(place);
  } catch (error) {
    console.warn(error);
    place.replaceChildren(h("p", { role: "alert" }, `This could not be shown: ${error.message}.`));
  }
}
