// The chains of one cargo: from the cells that send it, through the stated steps, to the outcomes.

const many = (value) => [value].flat().filter(Boolean);

/** The verbs of the edges that are no step of a mechanism. */
export const RELEASES = "releases";
export const LEADS = "… so it is told …";

/** A step in words: "miR-214 inhibits ATF4". */
export const stepWords = ({ subject, verb, object }) => `${subject} ${verb} ${object}`;

/** Where the steps from a start stop; the start itself where there is none. */
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
 * @param cargo { label, findings: [{ id, steps, source, recipient, outcome, sign }] }
 * @returns nodes { id, label, role, signs, ids } and edges { id, source, target, verb, ids }, in the order in which they were told
 */
export function chains(cargo) {
  const nodes = new Map();
  const edges = new Map();
  const node = (role, label, finding) => {
    const id = role === "molecule" && label === cargo.label ? "cargo" : `${role}:${label}`;
    const found = nodes.get(id) ?? { id, label, role: id === "cargo" ? "cargo" : role, signs: new Set(), ids: new Set() };
    found.ids.add(finding.id);
    nodes.set(id, found);
    return id;
  };
  const edge = (source, target, verb, finding) => {
    const id = `${source} ${verb} ${target}`;
    const found = edges.get(id) ?? { id, source, target, verb, ids: [] };
    if (!found.ids.includes(finding.id)) found.ids.push(finding.id);
    edges.set(id, found);
  };
  for (const finding of cargo.findings) {
    node("molecule", cargo.label, finding);
    const end = finding.outcome && node("outcome", [finding.outcome, ...many(finding.recipient).map((cell) => `in ${cell}`)].join("\n"), finding);
    const place = (name) => (end && name === finding.outcome ? end : node("molecule", name, finding));
    for (const cell of many(finding.source)) edge(node("source", cell, finding), "cargo", RELEASES, finding);
    for (const step of finding.steps) edge(place(step.subject), place(step.object), step.verb, finding);
    if (!end) continue;
    nodes.get(end).signs.add(finding.sign);
    const stops = ends(finding.steps, cargo.label).map(place);
    if (!stops.includes(end)) for (const stop of stops) edge(stop, end, LEADS, finding);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
