"""The findings as a Biolink knowledge graph in KGX TSV (https://biolink.github.io/kgx/kgx_format.html).

Nodes are terms, so each molecule, cell and process is one node for all findings. A relation between two participants
of a finding is one edge between their terms; what the finding says of these participants alone stands in qualifiers
(:mod:`bevo.exports.kgx_ends`). Each edge names its finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Triple

from bevo.exports.biolink import MOLECULES, RELATIONS, Relation
from bevo.exports.kgx_ends import SOURCES, End, Graph, acting, bearer, differing_in, plain
from bevo.rdf.names import bevo, local_name, node, registered
from bevo.rdf.vocabulary import DEFINITION, DOI, LABEL, PARTICIPATES_IN, PMID, SYNONYM, TYPE
from bevo.signs import AMOUNTS, VERBS

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "Values", "kgx", "kgx_rows", "tsv"]

NODE_COLUMNS = (
    "id",
    "category",
    "name",
    "description",
    "synonym",
    "equivalent_identifiers",
    "xref",
    "iri",
    "provided_by",
)
EDGE_COLUMNS = (
    "id",
    "category",
    "subject",
    "predicate",
    "object",
    "qualified_predicate",
    "subject_aspect_qualifier",
    "subject_direction_qualifier",
    "subject_part_qualifier",
    "subject_context_qualifier",
    "object_aspect_qualifier",
    "object_direction_qualifier",
    "object_context_qualifier",
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
    "edge_role",
    "verdict",
    "reported_result",
    "certainty",
    "collective",
    "vesicle",
    "source",
    "cargo",
    "recipient",
    "subject_state",
    "object_state",
    "compared_with",
    "review",
)
SOURCE = "infores:bevo"

PARTICIPANT_OF = bevo("participantOf")
XREFS = tuple(node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow"))
MOLECULAR = {f"biolink:{category}" for category in MOLECULES.values()}
SAYING = {bevo(verb.property) for verb in VERBS.values()}
DIFFERING = {bevo(amount.property) for amount in AMOUNTS.values()}

Values = dict[str, str]
Link = tuple[NamedNode, NamedNode, NamedNode]


def kgx(
    findings: Iterable[Triple],
    ontology: Iterable[Triple],
    public: Mapping[NamedNode, NamedNode],
    verdicts: Mapping[str, Iterable[str]],
) -> list[tuple[str, bytes]]:
    """``kgx/nodes.tsv`` and ``kgx/edges.tsv``, of :func:`kgx_rows`."""
    nodes, edges = kgx_rows(findings, ontology, public, verdicts)
    return [("kgx/nodes.tsv", tsv(NODE_COLUMNS, nodes)), ("kgx/edges.tsv", tsv(EDGE_COLUMNS, edges))]


def kgx_rows(
    findings: Iterable[Triple],
    ontology: Iterable[Triple],
    public: Mapping[NamedNode, NamedNode],
    verdicts: Mapping[str, Iterable[str]],
) -> tuple[list[Values], list[Values]]:
    """Nodes and edges, each sorted by id.

    :param findings: the emitted triples of findings, studies and reviews, without what was inferred.
    :param ontology: its triples.
    :param public: the public ids of own terms (:func:`bevo.exports.public_ids.public_ids`).
    :param verdicts: what was inferred of findings, in words, by id.
    """
    stated = list(findings)
    graph = Graph(stated, ontology, public)
    references = {t.object for t in stated if t.predicate == bevo("reference")}
    links = [
        (t.subject, t.predicate, t.object)
        for t in stated
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
        if t.predicate in RELATIONS and t.subject in graph.terms and t.object in graph.terms
        if t.subject not in references
    ]
    whole = {p: finding for p in graph.terms for finding in graph.nodes(p, PARTICIPANT_OF)}
    about = {finding: _about(graph, finding, verdicts) for finding in set(whole.values())}
    edges, used = [], set()
    for link in links:
        relation = RELATIONS[link[1]]
        ends = _ends(graph, link)
        used |= {end.node for end in ends}
        edges.append({**about[whole[link[0]]], **_edge(graph, link, ends, relation, whole[link[0]])})
    nodes = [_node(graph, term) for term in used]
    return sorted(nodes, key=lambda row: row["id"]), sorted(edges, key=lambda row: row["id"])


def _ends(graph: Graph, link: Link) -> tuple[End, End]:
    """The ends of an edge in our order."""
    subject, predicate, obj = link
    if predicate in SAYING:
        end = plain(graph, obj)
        return bearer(graph, subject, end.node), end
    if predicate in DIFFERING:
        return plain(graph, subject), differing_in(graph, obj)
    if predicate in SOURCES:
        return End(graph.terms[subject], {"state": graph.states(subject)}), plain(graph, obj)
    return (acting if predicate == bevo("actsOn") else plain)(graph, subject), plain(graph, obj)


def _edge(graph: Graph, link: Link, ends: tuple[End, End], relation: Relation, finding: NamedNode) -> Values:
    """The columns of an edge that differ within a finding."""
    subject, predicate, obj = link
    first, last = reversed(ends) if relation.inverse else ends
    values = {
        "id": f"bevo:edge/{local_name(subject.value)}.{local_name(predicate.value)}.{local_name(obj.value)}",
        "category": "biolink:Association",
        "subject": graph.curie(first.node),
        "predicate": f"biolink:{relation.predicate}",
        "object": graph.curie(last.node),
        "original_subject": registered(subject.value),
        "original_predicate": registered(predicate.value),
        "original_object": registered(obj.value),
        **{f"subject_{name}": value for name, value in first.columns.items()},
        **{f"object_{name}": value for name, value in last.columns.items()},
        **dict(relation.qualifiers),
        "edge_role": _role(graph, link, finding),
    }
    if values.get("object_direction_qualifier") and graph.category(last.node) in MOLECULAR:
        values.setdefault("object_aspect_qualifier", "activity_or_abundance")
    if values["edge_role"] == "finding":
        met = [r for v in graph.nodes(finding, bevo("vesicle")) for r in graph.nodes(v, bevo("actsOn"))]
        values["anatomical_context_qualifier"] = _joined(graph.ids(met))
    return values


def _role(graph: Graph, link: Link, finding: NamedNode) -> str:
    """Whether an edge tells the finding itself, a step of its mechanism, or what takes part in it."""
    subject, predicate, obj = link
    if obj in graph.nodes(finding, bevo("outcome")) and subject in graph.nodes(finding, bevo("signBearer")):
        return "finding"
    steps = [
        tuple(graph.nodes(s, bevo(f"step{end}"))[0] for end in ("Subject", "Verb", "Object"))
        for s in graph.nodes(finding, bevo("step"))
    ]
    return (
        "step" if link in steps else "participatesIn" if predicate == PARTICIPATES_IN else local_name(predicate.value)
    )


def _about(graph: Graph, finding: NamedNode, verdicts: Mapping[str, Iterable[str]]) -> Values:
    """The columns that all edges of a finding share."""
    sections = graph.nodes(finding, bevo("reportedIn"))
    reviews = {review for section in sections for review in graph.nodes(section, bevo("sectionOf"))}
    sources = [*graph.nodes(finding, bevo("cites")), *reviews]
    types = graph.nodes(finding, TYPE)
    certainty = graph.text(finding, bevo("certainty"))
    kinds = [graph.text(t, LABEL) for t in types if t not in (bevo("Finding"), bevo("ReportedResult"))]
    vesicles = graph.nodes(finding, bevo("vesicle"))
    compared = [r for c in graph.nodes(finding, bevo("contrast")) for r in graph.nodes(c, bevo("reference"))]
    return {
        "knowledge_level": "prediction" if certainty else "knowledge_assertion",
        "agent_type": "manual_agent",
        "primary_knowledge_source": SOURCE,
        "publications": _joined(_publication(graph, source) for source in sources),
        "has_evidence": _joined(registered(e.value) for e in graph.nodes(finding, bevo("evidence"))),
        "description": graph.text(finding, LABEL),
        "finding": registered(finding.value),
        "finding_kind": _joined(kinds),
        "verdict": _joined(verdicts.get(local_name(finding.value), ())),
        "reported_result": "true" if bevo("ReportedResult") in types else "false",
        "certainty": certainty,
        "collective": "true" if graph.texts(finding, bevo("collective")) else "false",
        "vesicle": _joined(graph.ids(vesicles)),
        "source": _joined(graph.ids(s for v in vesicles for s in graph.sources(v))),
        "cargo": _joined(graph.ids(graph.nodes(finding, bevo("cargo")))),
        "recipient": _joined(graph.ids(graph.nodes(finding, bevo("recipient")))),
        "compared_with": _joined(_in_words(graph, reference) for reference in compared),
        "review": _joined(_publication(graph, review) for review in reviews),
    }


def _in_words(graph: Graph, vesicle: NamedNode) -> str:
    """A vesicle that others are compared with: what it is, and of what."""
    sources = graph.sources(vesicle)
    of = " and ".join(graph.label(graph.terms[source]) for source in sources)
    states = graph.states(vesicle, *sources)
    return f"{graph.label(graph.terms[vesicle])}{f' of {of}' if of else ''}{f' ({states})' if states else ''}"


def _publication(graph: Graph, source: NamedNode) -> str:
    """A study or review by its PMID, else its DOI, else our own id."""
    pmid, doi = graph.text(source, PMID), graph.text(source, DOI)
    return f"PMID:{pmid}" if pmid else f"doi:{doi}" if doi else registered(source.value)


def _node(graph: Graph, term: NamedNode) -> Values:
    known_as = graph.public.get(term)
    return {
        "id": graph.curie(term),
        "category": graph.category(term),
        "name": graph.text(term, LABEL),
        "description": graph.text(term, DEFINITION),
        "synonym": _joined(graph.texts(term, SYNONYM)),
        "equivalent_identifiers": registered(term.value) if known_as else "",
        "xref": _joined(registered(x.value) for match in XREFS for x in graph.nodes(term, match) if x != known_as),
        "iri": (known_as or term).value,
        "provided_by": SOURCE,
    }


def _joined(values: Iterable[str]) -> str:
    return "|".join(sorted({_cell(value).replace("|", "/") for value in values}))


def _cell(value: str) -> str:
    """A value without what parts cells and lines: KGX reads its tables without quotes."""
    return " ".join(value.split())


def tsv(columns: tuple[str, ...], rows: Iterable[Values]) -> bytes:
    """A table as KGX reads it: no quotes, lines sorted."""
    lines = sorted("\t".join(_cell(row.get(column, "")) for column in columns) for row in rows)
    return "".join(f"{line}\n" for line in ("\t".join(columns), *lines)).encode("utf-8")
