// Elements, styles and where the site begins.

/**
 * @typedef {Node | string | number | boolean | null | undefined | Child[]} Child what is null, undefined, true or false is left out
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>} Attributes
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {E}
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Child[]} children
 */
export function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && typeof child !== "boolean") element.append(typeof child === "number" ? String(child) : child);
  }
}

/**
 * An HTML element; attributes that begin with "on" are listeners; children are elements or texts.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** The way back to the root of the site, as the page states it. */
export const root = () => document.documentElement.dataset.root ?? "";

/**
 * Adds a stylesheet that stands beside the bundles, and waits for it.
 *
 * @param {string} name
 * @returns {Promise<unknown>}
 */
export function styles(name) {
  const href = new URL(name, import.meta.url).href;
  return new Promise((done) => {
    document.head.append(h("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  });
}

/**
 * What a JSON file holds.
 *
 * @param {string} address
 * @returns {Promise<any>} as src/data.d.ts says
 */
export async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be read (${response.status})`);
  return response.json();
}

/**
 * Calls back whenever the page turns light or dark.
 *
 * @param {() => void} callback
 */
export function onTheme(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme"] });
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Fills the place of a picture; what goes wrong is said there, and what the page had there for want of scripts goes.
 *
 * @param {string} id
 * @param {(place: HTMLElement, data: string) => Promise<void>} draw takes the place and the address of its data
 */
export async function mount(id, draw) {
  const place = document.getElementById(id);
  if (!place) return;
  try {
    await draw(place, place.dataset.src ?? "");
  } catch (error) {
    console.warn(error);
    place.replaceChildren(h("p", { role: "alert" }, `This could not be shown: ${messageOf(error)}.`));
  }
}
