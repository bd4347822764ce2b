// The chains of one cargo: from the cells that send it, through the stated steps, to the outcomes.

/** @import { Cargo, Step, Told } from "../data.js" */

/**
 * @typedef {"source" | "cargo" | "molecule" | "outcome"} Role
 * @typedef {{ id: string, label: string, role: Role, signs: Set<string>, ids: Set<string> }} ChainNode
 * @typedef {{ id: string, source: string, target: string, verb: string, ids: Set<string>, background?: string }} ChainEdge
 */

/** The verbs of the edges that are no step of a mechanism. */
export const RELEASES = "releases";
export const LEADS = "… so it is told …";

/**
 * A step in words: "miR-214 inhibits ATF4".
 *
 * @param {Step} step
 */
export const stepWords = ({ subject, verb, object }) => `${subject} ${verb} ${object}`;

/**
 * Where the steps from a start stop; the start itself where there is none.
 *
 * @param {Step[]} steps
 * @param {string} start
 */
function ends(steps, start) {
  const reached = new Set([start]);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const { subject, object } of steps) if (reached.has(subject)) reached.add(object);
  }
  const going = new Set(steps.map(({ subject }) => subject));
  const stops = [...reached].filter((name) => !going.has(name));
  return stops.length ? stops : [start];
}

/**
 * The findings about a cargo as nodes and edges, findings that say the same drawn once.
 *
 * A step that is told has its sign. Where no step reaches the outcome, a line without a sign goes there from where the
 * steps stop: what the vesicle does to the outcome as a whole is said at the outcome.
 *
 * @param {Pick<Cargo, "label" | "findings">} cargo
 * @returns {{ nodes: ChainNode[], edges: ChainEdge[] }} in the order in which they were told
 */
export function chains(cargo) {
  /** @type {Map<string, ChainNode>} */
  const nodes = new Map();
  /** @type {Map<string, ChainEdge>} */
  const edges = new Map();
  const node = (/** @type {Role} */ role, /** @type {string} */ label, /** @type {Told} */ finding) => {
    const isCargo = role === "molecule" && label === cargo.label;
    const id = isCargo ? "cargo" : `${role}:${label}`;
    const found = nodes.get(id) ?? { id, label, role: isCargo ? "cargo" : role, signs: new Set(), ids: new Set() };
    found.ids.add(finding.id);
    nodes.set(id, found);
    return found;
  };
  const edge = (/** @type {ChainNode} */ from, /** @type {ChainNode} */ to, /** @type {string} */ verb, /** @type {Told} */ finding, /** @type {string} */ background = "") => {
    const id = `${from.id} ${verb} ${to.id}${background && " by background"}`;
    const found = edges.get(id) ?? { id, source: from.id, target: to.id, verb, ids: new Set(), ...(background ? { background } : {}) };
    found.ids.add(finding.id);
    edges.set(id, found);
  };
  for (const finding of cargo.findings) {
    const start = node("molecule", cargo.label, finding);
    const words = finding.recipient ? `${finding.outcome}\nin ${finding.recipient}` : finding.outcome;
    const end = finding.outcome ? node("outcome", words, finding) : null;
    const place = (/** @type {string} */ name) => (end && name === finding.outcome ? end : node("molecule", name, finding));
    if (finding.source) edge(node("source", finding.source, finding), start, RELEASES, finding);
    for (const { subject, verb, object } of finding.steps) edge(place(subject), place(object), verb, finding);
    if (!end) continue;
    end.signs.add(finding.sign);
    const known = finding.background.map(({ subject, sign, says }) => ({ from: place(subject), sign, says }));
    for (const { from, sign, says } of known) if (from !== end) edge(from, end, sign, finding, says);
    const stops = ends(finding.steps, cargo.label).map(place);
    if (!stops.includes(end)) for (const stop of stops) if (!known.some(({ from }) => from === stop)) edge(stop, end, LEADS, finding);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
