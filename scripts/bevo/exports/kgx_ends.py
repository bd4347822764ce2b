"""What a participant of a finding is as the end of a KGX edge: a shared node, and columns that say more of it.

A participant belongs to one finding, a node to all. So what is said of this participant alone (whose vesicle it is, in
which state) becomes a column of the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from bevo.exports.biolink import CATEGORIES, CHANGES
from bevo.rdf.index import Index, levels
from bevo.rdf.names import PREFIXES, bevo, node, registered
from bevo.rdf.vocabulary import LABEL, NAME, OCCURS_IN
from bevo.signs import AMOUNTS

__all__ = ["SOURCES", "End", "Graph", "acting", "bearer", "differing_in", "plain"]

TERM = bevo("term")
SOURCES = (bevo("releasedBy"), bevo("foundIn"))
HOLDS = bevo("carries")
DIRECTION_OF = {
    bevo(amount.property): {1: "increased", -1: "decreased", None: ""}[amount.sign] for amount in AMOUNTS.values()
}


class End(NamedTuple):
    """An end of an edge.

    :param node: a term.
    :param columns: more of it, by the names of columns without ``subject_`` or ``object_``.
    """

    node: NamedNode
    columns: Mapping[str, str] = {}


class Graph(Index):
    """The emitted findings and the ontology.

    :param public: the public ids of own terms.
    """

    def __init__(
        self, findings: list[Triple], ontology: Iterable[Triple], public: Mapping[NamedNode, NamedNode]
    ) -> None:
        super().__init__((*findings, *ontology))
        self.public = public
        self.vesicles = {
            t.object for t in findings if t.predicate in (bevo("vesicle"), bevo("test"), bevo("reference"))
        }
        self.terms = {
            t.subject: t.object
            for t in findings
            if t.predicate == TERM and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
        }
        self.held: dict[NamedNode, dict[NamedNode, str | None]] = {}
        for t in findings:
            if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
                if t.predicate == HOLDS:
                    self.held.setdefault(t.subject, {}).setdefault(t.object, None)
                elif t.predicate in DIRECTION_OF and t.object in self.vesicles:
                    self.held.setdefault(t.object, {})[t.subject] = DIRECTION_OF[t.predicate]
        self._categories: dict[NamedNode, str] = {}

    def category(self, term: NamedNode) -> str:
        """The Biolink category of a term."""
        if term not in self._categories:
            self._categories[term] = self._category(term)
        return self._categories[term]

    def _category(self, term: NamedNode) -> str:
        if term.value.startswith(PREFIXES["cellosaurus"]):
            return "biolink:CellLine"
        for level in levels(term, self.parents):
            for root, category in CATEGORIES.items():
                if node(root) in level:
                    return f"biolink:{category}"
        return "biolink:NamedThing"

    def curie(self, term: NamedNode) -> str:
        """The id of the node of a term: its public one, if it has one."""
        return registered(self.public.get(term, term).value)

    def ids(self, participants: Iterable[NamedNode]) -> list[str]:
        """The ids of the nodes of participants."""
        return sorted({self.curie(self.terms[p]) for p in participants})

    def sources(self, vesicle: NamedNode) -> list[NamedNode]:
        """The cells, tissues and fluids that a vesicle comes from."""
        return [source for relation in SOURCES for source in self.nodes(vesicle, relation)]

    def states(self, *participants: NamedNode) -> str:
        """The states of participants in words."""
        found = [s for p in participants for s in self.nodes(p, bevo("hasState"))]
        return "; ".join(self.text(state, NAME) or self.text(state, LABEL) for state in found)


def plain(graph: Graph, participant: NamedNode) -> End:
    """A participant as itself: its class; a condition that concerns one molecule as that molecule, changed."""
    columns = {"state": graph.states(participant)}
    if participant in graph.vesicles:
        sources = graph.sources(participant)
        columns = {"context_qualifier": _only(graph.ids(sources)), "state": graph.states(participant, *sources)}
    cells = graph.ids(graph.nodes(participant, OCCURS_IN))
    if cells:
        columns["context_qualifier"] = _only(cells)
    concerned = graph.nodes(participant, bevo("concerns"))
    above = graph.ancestors(graph.terms[participant])
    change = next((direction for cls, direction in CHANGES.items() if cls in above), None)
    if len(concerned) == 1 and change:
        columns |= {"aspect_qualifier": "abundance", "direction_qualifier": change}
        columns["state"] = graph.text(participant, NAME)
        return End(graph.terms[concerned[0]], columns)
    return End(graph.terms[participant], columns)


def acting(graph: Graph, participant: NamedNode) -> End:
    """A vesicle as its only source, of which it is a part; of several sources none is said to act alone."""
    sources = graph.sources(participant) if participant in graph.vesicles else []
    if len(sources) != 1:
        return plain(graph, participant)
    columns = {
        "part_qualifier": graph.curie(graph.terms[participant]),
        "state": graph.states(participant, *sources),
    }
    return End(graph.terms[sources[0]], columns)


def bearer(graph: Graph, participant: NamedNode, other: NamedNode) -> End:
    """What bears a sign: a vesicle as its only cargo, else as its only source; a contrast as what is compared.

    :param other: the term at the other end, which does not act on itself.
    """
    this = next(iter(graph.nodes(participant, bevo("test"))), participant)
    held = list(graph.held.get(this, {}).items())
    if len(held) == 1 and graph.terms[held[0][0]] != other:
        ((cargo, direction),) = held
        sources = graph.sources(this)
        columns = {
            "context_qualifier": _only(graph.ids(sources)),
            "state": graph.states(cargo, this, *sources),
        }
        if direction is not None:
            columns |= {"aspect_qualifier": "abundance", "direction_qualifier": direction}
        return End(graph.terms[cargo], columns)
    return acting(graph, this)


def differing_in(graph: Graph, participant: NamedNode) -> End:
    """What an amount differs in: vesicles of the ill as their disease, else as themselves."""
    if participant not in graph.vesicles:
        return plain(graph, participant)
    sources = graph.sources(participant)
    states = {s for source in sources for s in graph.nodes(source, bevo("hasState"))}
    diseases = {graph.terms[s] for s in states if graph.category(graph.terms[s]) == "biolink:Disease"}
    if len(diseases) == 1 and len(states) == 1:
        return End(next(iter(diseases)), {"context_qualifier": _only(graph.ids(sources))})
    return plain(graph, participant)


def _only(ids: list[str]) -> str:
    """An id that stands alone; columns for context hold one."""
    return ids[0] if len(ids) == 1 else ""
