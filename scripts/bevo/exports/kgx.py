"""The findings as a Biolink knowledge graph in KGX TSV (https://biolink.github.io/kgx/kgx_format.html).

Every relation between two participants of a finding is one edge. A bare participant is its class; a vesicle, a
contrast, and a participant with a state, a cell or a molecule is a node of its own below its class, for what is said
of this vesicle is said of no other. Each edge names its finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from bevo.exports.biolink import CATEGORIES, MOLECULES, RELATIONS, Relation
from bevo.rdf.index import Index, levels
from bevo.rdf.names import BASE, PREFIXES, bevo, compact, local_name, node
from bevo.rdf.vocabulary import DEFINITION, DOI, LABEL, OCCURS_IN, PMID, SYNONYM, TYPE

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "kgx"]

NODE_COLUMNS = ("id", "category", "name", "description", "synonym", "xref", "iri", "provided_by")
EDGE_COLUMNS = (
    "id",
    "category",
    "subject",
    "predicate",
    "object",
    "qualified_predicate",
    "subject_aspect_qualifier",
    "subject_direction_qualifier",
    "object_aspect_qualifier",
    "object_direction_qualifier",
    "anatomical_context_qualifier",
    "negated",
    "knowledge_level",
    "agent_type",
    "primary_knowledge_source",
    "publications",
    "has_evidence",
    "original_subject",
    "original_predicate",
    "original_object",
    "description",
    "finding",
    "finding_kind",
    "reported_result",
    "certainty",
    "collective",
)
SOURCE = "infores:bevo"

OWN_NODE_AS_OBJECT = tuple(map(bevo, ("vesicle", "contrast", "test", "reference")))
OWN_NODE_AS_SUBJECT = (bevo("hasState"), bevo("concerns"), OCCURS_IN)
TERM, PARTICIPANT_OF = bevo("term"), bevo("participantOf")
XREFS = tuple(node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow"))
BIOLINK_PREFIX = {"hgnc": "HGNC", "mesh": "MESH"}

MOLECULAR = {f"biolink:{category}" for category in MOLECULES.values()}

Values = dict[str, str]
Link = tuple[NamedNode, NamedNode, NamedNode]


class _Graph(Index):
    """The emitted findings and the ontology, found by subject and predicate.

    :param nodes_of: the node of each participant: its class, or itself where more is said of it.
    """

    def __init__(self, findings: list[Triple], ontology: Iterable[Triple]) -> None:
        super().__init__((*findings, *ontology))
        self._categories: dict[NamedNode, str] = {}
        own: set[object] = {t.object for t in findings if t.predicate in OWN_NODE_AS_OBJECT}
        own |= {t.subject for t in findings if t.predicate in OWN_NODE_AS_SUBJECT}
        self.nodes_of = {
            t.subject: t.subject if t.subject in own else t.object
            for t in findings
            if t.predicate == TERM and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
        }

    def category(self, node_of: NamedNode) -> str:
        """The Biolink category of a node."""
        term = next(iter(self.nodes(node_of, TERM)), node_of)
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


def kgx(findings: Iterable[Triple], ontology: Iterable[Triple]) -> list[tuple[str, bytes]]:
    """``kgx/nodes.tsv`` and ``kgx/edges.tsv``.

    :param findings: the emitted triples of findings, studies and reviews; what was inferred stays out.
    :param ontology: its triples.
    """
    stated = list(findings)
    graph = _Graph(stated, ontology)
    links = [
        (t.subject, t.predicate, t.object)
        for t in stated
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    ]
    relations = [(link, relation) for link in links if (relation := _relation(graph, link))]
    whole = {p: finding for p, predicate, finding in links if predicate == PARTICIPANT_OF}
    about = {finding: _about(graph, finding) for finding in set(whole.values())}
    edges = [{**about[whole[link[0]]], **_edge(graph, link, relation)} for link, relation in relations]
    ends = {graph.nodes_of.get(end, end) for (subject, _, obj), _ in relations for end in (subject, obj)}
    nodes = [_node(graph, end) for end in ends]
    return [("kgx/nodes.tsv", _tsv(NODE_COLUMNS, nodes)), ("kgx/edges.tsv", _tsv(EDGE_COLUMNS, edges))]


def _relation(graph: _Graph, link: Link) -> Relation | None:
    """How Biolink says that two participants, or a participant that is a node and its class, are related."""
    subject, predicate, obj = link
    if subject not in graph.nodes_of:
        return None
    if predicate == TYPE:
        is_own_node = graph.nodes_of[subject] == subject
        return RELATIONS[TYPE] if is_own_node and obj in graph.nodes(subject, TERM) else None
    return RELATIONS.get(predicate) if obj in graph.nodes_of else None


def _edge(graph: _Graph, link: Link, relation: Relation) -> Values:
    """The columns of an edge that differ within a finding."""
    subject, predicate, obj = link
    ends = [_curie(graph.nodes_of.get(end, end)) for end in (subject, obj)]
    values = {
        "id": f"bevo:edge/{local_name(subject.value)}.{local_name(predicate.value)}.{local_name(obj.value)}",
        "category": "biolink:Association",
        "subject": ends[relation.inverse],
        "predicate": f"biolink:{relation.predicate}",
        "object": ends[not relation.inverse],
        "original_subject": _curie(subject),
        "original_predicate": _curie(predicate),
        "original_object": _curie(obj),
        **dict(relation.qualifiers),
    }
    if "object_direction_qualifier" in values and graph.category(obj) in MOLECULAR:
        values["object_aspect_qualifier"] = "activity_or_abundance"
    finding = graph.nodes(subject, PARTICIPANT_OF)[0]
    if obj in graph.nodes(finding, bevo("outcome")) and subject in graph.nodes(finding, bevo("signBearer")):
        met = [r for v in graph.nodes(finding, bevo("vesicle")) for r in graph.nodes(v, bevo("actsOn"))]
        values["anatomical_context_qualifier"] = _joined(_curie(t) for r in met for t in graph.nodes(r, TERM))
    return values


def _about(graph: _Graph, finding: NamedNode) -> Values:
    """The columns that all edges of a finding share."""
    sections = graph.nodes(finding, bevo("reportedIn"))
    reviews = {review for section in sections for review in graph.nodes(section, bevo("sectionOf"))}
    sources = [*graph.nodes(finding, bevo("cites")), *reviews]
    types = graph.nodes(finding, TYPE)
    certainty = graph.text(finding, bevo("certainty"))
    kinds = [graph.text(t, LABEL) for t in types if t not in (bevo("Finding"), bevo("ReportedResult"))]
    return {
        "knowledge_level": "prediction" if certainty else "knowledge_assertion",
        "agent_type": "manual_agent",
        "primary_knowledge_source": SOURCE,
        "publications": _joined(_publication(graph, source) for source in sources),
        "has_evidence": _joined(_curie(e) for e in graph.nodes(finding, bevo("evidence"))),
        "description": graph.text(finding, LABEL),
        "finding": _curie(finding),
        "finding_kind": _joined(kinds),
        "reported_result": "true" if bevo("ReportedResult") in types else "false",
        "certainty": certainty,
        "collective": "true" if graph.texts(finding, bevo("collective")) else "false",
    }


def _publication(graph: _Graph, source: NamedNode) -> str:
    """A study or review by its PMID, else its DOI, else our own id."""
    pmid, doi = graph.text(source, PMID), graph.text(source, DOI)
    return f"PMID:{pmid}" if pmid else f"doi:{doi}" if doi else _curie(source)


def _node(graph: _Graph, this: NamedNode) -> Values:
    definition = graph.text(this, DEFINITION)
    finding = next(iter(graph.nodes(this, PARTICIPANT_OF)), None)
    return {
        "id": _curie(this),
        "category": graph.category(this),
        "name": graph.text(this, LABEL),
        "description": graph.text(finding, LABEL) if finding else definition,
        "synonym": _joined(graph.texts(this, SYNONYM)),
        "xref": _joined(_curie(other) for match in XREFS for other in graph.nodes(this, match)),
        "iri": this.value,
        "provided_by": SOURCE,
    }


def _curie(term: NamedNode) -> str:
    """The CURIE of an IRI with the prefix that Biolink knows; all of ours have the one prefix ``bevo``."""
    if term.value.startswith(BASE):
        return f"bevo:{term.value.removeprefix(BASE)}"
    prefix, _, name = compact(term.value).partition(":")
    return f"{BIOLINK_PREFIX.get(prefix, prefix)}:{name}"


def _joined(values: Iterable[str]) -> str:
    return "|".join(sorted({_cell(value).replace("|", "/") for value in values}))


def _cell(value: str) -> str:
    """A value without what parts cells and lines: KGX reads its tables without quotes."""
    return " ".join(value.split())


def _tsv(columns: tuple[str, ...], rows: Iterable[Values]) -> bytes:
    lines = sorted("\t".join(_cell(row.get(column, "")) for column in columns) for row in rows)
    return "".join(f"{line}\n" for line in ("\t".join(columns), *lines)).encode("utf-8")
