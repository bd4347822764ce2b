"""The findings as nanopublications (https://nanopub.net/guidelines/working_draft/), unsigned.

Each finding is four graphs: head, assertion, provenance and publication info. The assertion holds what the finding
states, marks of doubt included, so that it cannot be read as more than it is; the provenance holds where it stands and
which studies are cited for it. A finding's triples are all in one of these two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad, Triple

from bevo.cache import Keep, afresh, digest
from bevo.finding.standing import CLASSES
from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf import rdfio
from bevo.rdf.names import BASE, PREFIXES, bevo, local_name, node
from bevo.rdf.overlays import at_home
from bevo.rdf.vocabulary import CREATOR, DOI, LABEL, PMID, TYPE

__all__ = ["PROVENANCE", "nanopub_iri", "nanopubs"]

SECTION_OF = bevo("sectionOf")
PART_OF = node("dcterms:isPartOf")
"""The overlay that a finding is of."""
SOURCES = (bevo("cites"), bevo("reportedIn"))
PROVENANCE = {
    *SOURCES,
    PART_OF,
    *map(bevo, ("locator", "evidence", "evidenceLevel", "uncited", "hasDiscrepancy", "hasPrimaryCheck", "notAsTold")),
    *map(bevo, ("evidenceLevelByText", "evidenceLevelByModel", "evidenceLevelByAbstract")),
}
"""What is said of a finding by its place in the literature and by curators; all else is part of the assertion."""
STANDING = set(map(bevo, CLASSES))
SOURCE_FACTS = {TYPE, LABEL, SECTION_OF, DOI, PMID}

Subjects = dict[NamedNode, list[Triple]]


def nanopub_iri(finding_id: str, part: str = "", base: str = BASE) -> NamedNode:
    """The IRI of a finding's nanopublication, or of one of its graphs."""
    return NamedNode(f"{base}np/{finding_id}{'#' + part if part else ''}")


def _curators(base: str) -> NamedNode:
    """Who curates, as one agent; who they are, the ontology or the overlay says by name."""
    return NamedNode(f"{base}about#developers")


def nanopubs(findings: Iterable[Triple], ontology: Iterable[Triple], base: str = BASE, keep: Keep = afresh) -> bytes:
    """All findings that are not withdrawn, as TriG.

    :param findings: the emitted triples of findings, studies and reviews.
    :param ontology: its triples, with metadata: date, version, licence and creators are the release's.
    :param base: below which the nanopublications stand: that of an overlay, if they are its.
    :param keep: keeps the text of each; the findings and the ontology are in a fixed order then.
    """
    subjects: Subjects = defaultdict(list)
    records: dict[str, list[Triple]] = defaultdict(list)
    for triple in findings:
        assert isinstance(triple.subject, NamedNode)  # emitted graphs have no blank nodes
        subjects[triple.subject].append(triple)
        if _of_finding(triple.subject):
            records[local_name(triple.subject.value).partition("-")[0]].append(triple)
    release = [t for t in ontology if t.subject == ONTOLOGY_IRI]
    others = [t for this, told in subjects.items() if not _of_finding(this) for t in told]
    common = digest(base, rdfio.ntriples(others), rdfio.ntriples(release))
    standing = {
        finding_id: record
        for finding_id, record in sorted(records.items())
        if not any(t.predicate == bevo("deprecated") for t in record)
    }

    def make(ids: list[str]) -> dict[str, str]:
        return {i: _trig(_nanopub(base, i, standing[i], subjects, release))[1] for i in ids}

    keys = {i: digest(common, rdfio.ntriples(record)) for i, record in standing.items()}
    prefixes = [_trig(_nanopub(base, i, standing[i], subjects, release))[0] for i in list(standing)[:1]]
    return "".join((*prefixes, *keep("nanopubs", keys, make).values())).encode("utf-8")


def _of_finding(subject: NamedNode) -> bool:
    return at_home(subject.value).startswith(PREFIXES["finding"])


def _trig(quads: Iterable[Quad]) -> tuple[str, str]:
    """The prefixes, and what is written with them."""
    text = rdfio.trig(quads, "nanopub", "np", "npx", "pav", "prov").decode("utf-8")
    prefixes, _, body = text.partition("\n\n")  # no literal has a line end
    return f"{prefixes}\n\n", body


def _nanopub(
    base: str, finding_id: str, record: list[Triple], subjects: Subjects, release: list[Triple]
) -> Iterator[Quad]:
    graphs = {
        "Head": _head(base, finding_id),
        "assertion": (t for t in record if not _is_provenance(t)),
        "provenance": _provenance(base, finding_id, record, subjects),
        "pubinfo": _pubinfo(base, finding_id, record, release),
    }
    for part, triples in graphs.items():
        graph = nanopub_iri(finding_id, part, base)
        yield from (Quad(t.subject, t.predicate, t.object, graph) for t in rdfio.sorted_triples(triples))


def _is_provenance(triple: Triple) -> bool:
    return triple.predicate in PROVENANCE or (triple.predicate == TYPE and triple.object in STANDING)


def _head(base: str, finding_id: str) -> Iterator[Triple]:
    this = nanopub_iri(finding_id, "", base)
    yield Triple(this, TYPE, node("np:Nanopublication"))
    yield Triple(this, node("np:hasAssertion"), nanopub_iri(finding_id, "assertion", base))
    yield Triple(this, node("np:hasProvenance"), nanopub_iri(finding_id, "provenance", base))
    yield Triple(this, node("np:hasPublicationInfo"), nanopub_iri(finding_id, "pubinfo", base))


def _provenance(base: str, finding_id: str, record: list[Triple], subjects: Subjects) -> Iterator[Triple]:
    """Where the assertion comes from, with what it takes to find these sources."""
    assertion = nanopub_iri(finding_id, "assertion", base)
    sources = [t.object for t in record if t.predicate in SOURCES and isinstance(t.object, NamedNode)]
    yield from filter(_is_provenance, record)
    yield from (Triple(assertion, node("prov:wasDerivedFrom"), source) for source in sources)
    yield Triple(assertion, node("pav:curatedBy"), _curators(base))
    wholes = [t.object for s in sources for t in subjects[s] if t.predicate == SECTION_OF]
    described = chain(sources, (whole for whole in wholes if isinstance(whole, NamedNode)))
    yield from (t for source in described for t in subjects[source] if t.predicate in SOURCE_FACTS)


def _pubinfo(base: str, finding_id: str, record: list[Triple], release: list[Triple]) -> Iterator[Triple]:
    this, finding, curators = (
        nanopub_iri(finding_id, "", base),
        NamedNode(f"{base}finding/{finding_id}"),
        _curators(base),
    )
    yield Triple(this, node("npx:introduces"), finding)
    yield Triple(this, CREATOR, curators)
    yield from (Triple(curators, LABEL, t.object) for t in release if t.predicate == CREATOR)
    for triple in record:
        if triple.subject == finding and triple.predicate == LABEL:
            yield Triple(this, LABEL, triple.object)
        if triple.subject == finding and triple.predicate == TYPE and triple.object not in STANDING:
            yield Triple(this, node("npx:hasNanopubType"), triple.object)
    for stated, ours in (
        ("dcterms:issued", "dcterms:created"),
        ("dcterms:license", "dcterms:license"),
        ("owl:versionInfo", "pav:version"),
        ("owl:versionIRI", "dcterms:conformsTo"),
    ):
        yield from (Triple(this, node(ours), t.object) for t in release if t.predicate == node(stated))
