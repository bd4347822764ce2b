// All that is told of one cargo, merged: from the cells that release it, through the stated steps, to the outcomes.

/** @import { Step, Told } from "../data.js" */

/**
 * @typedef {"source" | "cargo" | "molecule" | "outcome"} Role
 * @typedef {{ id: string, label: string, role: Role, sides: Set<string>, where: Set<string>, ids: Set<string> }} ChainNode where are the cells of an outcome
 * @typedef {{ id: string, source: string, target: string, verb: string, ids: Set<string>, background?: string, from?: string }} ChainEdge
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
 * The findings about a cargo as nodes and edges: what has one name is one node, what is said twice is one edge.
 *
 * A step that is told has its sign. Where no step reaches the outcome, a line without a sign goes there from where the
 * steps stop: what the vesicle does to the outcome as a whole is said at the outcome.
 *
 * @param {{ label: string, names: Set<string> }} cargo names are those of its arms and members, its own among them
 * @param {Told[]} findings
 * @param {boolean} [apart] whether each arm is a node of its own
 * @returns {{ nodes: ChainNode[], edges: ChainEdge[] }} in the order in which they were told
 */
export function chains(cargo, findings, apart = false) {
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  /** @type {Map<string, ChainNode>} */
  const nodes = new Map();
  /** @type {Map<string, ChainEdge>} */
  const edges = new Map();
  /** @param {Role} role @param {string} label @param {Told} finding */
  const node = (role, label, finding) => {
    const itself = role !== "source" && cargo.names.has(label);
    const [id, name] = !itself ? [`${role === "source" ? "source" : "thing"}:${label}`, label] : apart ? [`cargo:${label}`, label] : ["cargo", cargo.label];
    const kind = itself ? "cargo" : role === "source" ? role : outcomes.has(label) ? "outcome" : "molecule";
    const found = nodes.get(id) ?? { id, label: name, role: kind, sides: new Set(), where: new Set(), ids: new Set() };
    found.ids.add(finding.id);
    nodes.set(id, found);
    return found;
  };
  /** @param {ChainNode} from @param {ChainNode} to @param {string} verb @param {Told} finding @param {{ says: string, source: string } | null} [known] */
  const edge = (from, to, verb, finding, known = null) => {
    const id = `${from.id} ${verb} ${to.id}${known ? " by background" : ""}`;
    const found = edges.get(id) ?? { id, source: from.id, target: to.id, verb, ids: new Set(), ...(known ? { background: known.says, from: known.source } : {}) };
    found.ids.add(finding.id);
    edges.set(id, found);
  };
  for (const finding of findings) {
    const place = (/** @type {string} */ name) => node("molecule", name, finding);
    const carried = finding.cargo.filter(({ name }) => cargo.names.has(name));
    const acting = finding.steps.map(({ subject }) => subject).filter((name) => cargo.names.has(name));
    const starts = new Set(carried.length ? carried.map(({ name }) => name) : acting);
    for (const { name, amount } of carried) {
      for (const source of finding.source) edge(node("source", source, finding), place(name), amount ? `${RELEASES} ${amount}` : RELEASES, finding);
    }
    for (const name of starts) place(name);
    for (const { subject, verb, object } of finding.steps) edge(place(subject), place(object), verb, finding);
    if (!finding.outcome) continue;
    const end = place(finding.outcome);
    end.sides.add(finding.side);
    for (const cell of finding.recipient) end.where.add(cell);
    const known = finding.background.map(({ subject, sign, says, source }) => ({ from: place(subject), sign, says, source }));
    for (const { from, sign, ...more } of known) if (from !== end) edge(from, end, sign, finding, more);
    const stops = [...starts].flatMap((name) => ends(finding.steps, name)).map(place);
    if (stops.includes(end)) continue;
    for (const stop of new Set(stops)) if (!known.some(({ from }) => from === stop)) edge(stop, end, LEADS, finding);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
