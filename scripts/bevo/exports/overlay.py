"""The files of overlays: each overlay alone, to be published, and all of them merged with the release."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from bevo import __version__
from bevo.curation.jsonl import findings_jsonl
from bevo.curation.overlay import Lab
from bevo.curation.read import Instances
from bevo.exports.experiments import experiments_csv
from bevo.exports.graphs import named_graphs
from bevo.exports.nanopubs import PART_OF, nanopubs
from bevo.exports.spreadsheet import COLUMNS, findings_rows
from bevo.finding.ground import Grounded
from bevo.finding.standing import Reading
from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.ontology.terms import Vocabulary
from bevo.questions.complete import rests_on
from bevo.rdf import rdfio
from bevo.rdf.formats import CSV_FILE, csv_file
from bevo.rdf.names import BASE, PREFIXES, bevo, node
from bevo.rdf.overlays import rebased
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import CREATOR, DEFINED_BY, LICENCE, TITLE, TYPE, VERSION_IRI, day, integer

__all__ = ["RELEASE", "Part", "overlay_files"]

RELEASE = "release"
"""What the column ``graph`` calls findings that are of no overlay."""
ISSUED = node("dcterms:issued")
FINDINGS = (bevo("Finding"), bevo("WithdrawnFinding"))


@dataclass(frozen=True)
class Part:
    """What one overlay adds.

    :param logic: the logical part of its findings.
    :param stated: the triples of its findings and of all that they refer to, which the release may have.
    :param terms: the triples of the rows of its tables.
    :param inferred: what follows from both.
    """

    lab: Lab
    instances: Instances
    grounded: Sequence[Grounded]
    readings: Mapping[str, Reading]
    vocabulary: Vocabulary
    logic: Sequence[Triple]
    stated: Sequence[Triple]
    terms: Sequence[Triple]
    inferred: Sequence[Triple]

    @property
    def dataset(self) -> NamedNode:
        """The overlay as a whole."""
        return NamedNode(f"{self.lab.base}dataset")


@dataclass(frozen=True)
class _Graphs:
    """The triples of an overlay below its base, without those of the release."""

    terms: list[Triple]
    findings: list[Triple]
    provenance: list[Triple]
    inferred: list[Triple]
    described: list[Triple]

    @property
    def stated(self) -> list[Triple]:
        return sorted_triples([*self.terms, *self.findings, *self.provenance])


def overlay_files(
    parts: Sequence[Part], release: Sequence[Triple], dist: Path
) -> tuple[list[Triple], dict[str, bytes], dict[str, int]]:
    """The files by name: those of each overlay start with its prefix.

    :param release: the triples of ``bevo-kg.ttl``.
    :param dist: the folder of the release.
    :returns: release and overlays as one sorted graph; the files; by prefix, how many triples each overlay adds.
    """
    known, bases = set(release), {part.lab.prefix: part.lab.base for part in parts}
    graphs = {part.lab.prefix: _graphs(part, bases, known) for part in parts}
    one_study = _one_study(parts, bases)
    merged = sorted_triples([*release, *(t for own in graphs.values() for t in _merged(own, one_study))])
    released = gzip.decompress((dist / "bevo-kg.nq.gz").read_bytes()).splitlines(keepends=True)
    lines = [line.decode("utf-8") for line in released]  # a text would be cut where U+2028 stands, too
    files: dict[str, bytes] = {}
    for part in parts:
        prefix, base, own = part.lab.prefix, part.lab.base, graphs[part.lab.prefix]
        named = {name: getattr(own, name) for name in ("terms", "findings", "provenance", "inferred")}
        lines += rdfio.nquads(named_graphs(named, base))
        about = _about(part, len(own.stated) + len(own.inferred))
        files |= {
            f"{prefix}.ttl": rdfio.turtle(own.stated),
            f"{prefix}-inferred.ttl": rdfio.turtle(own.inferred),
            f"{prefix}-nanopubs.trig": nanopubs(_of_overlay(own.described), _metadata(part), base),
            f"{prefix}-findings.jsonl": findings_jsonl(part.instances),
            f"{prefix}-experiments.csv": experiments_csv(part.grounded),
            f"{prefix}-void.ttl": rdfio.turtle(about, "dcat", "prov", "void"),
        }
    table = [(RELEASE, _read(dist / "findings.csv")), *((p.lab.prefix, _rows(p)) for p in parts)]
    files |= {
        "bevo-kg.ttl": rdfio.turtle(merged),
        "bevo-kg.nq.gz": rdfio.compressed(rdfio.sorted_lines(lines)),
        "findings.csv": _with_graph(table),
    }
    return merged, files, {prefix: len(own.stated) + len(own.inferred) for prefix, own in graphs.items()}


def _graphs(part: Part, bases: Mapping[str, str], known: set[Triple]) -> _Graphs:
    logic = set(part.logic)
    terms = [
        Triple(t.subject, DEFINED_BY, part.dataset) if t.predicate == DEFINED_BY else t
        for t in rebased(part.terms, bases)
    ]
    described = rebased(part.stated, bases)
    of_it = [
        Triple(t.subject, PART_OF, part.dataset) for t in described if t.predicate == TYPE and t.object in FINDINGS
    ]
    described = sorted_triples([*described, *of_it])
    findings = set(rebased(logic, bases))
    return _Graphs(
        terms=[t for t in sorted_triples(terms) if t not in known],
        findings=[t for t in described if t in findings],
        provenance=[t for t in described if t not in findings and t not in known],
        inferred=[t for t in sorted_triples(rebased(part.inferred, bases)) if t not in known],
        described=described,
    )


def _one_study(parts: Sequence[Part], bases: Mapping[str, str]) -> dict[NamedNode, NamedNode]:
    """Studies that an earlier overlay has as well, by DOI, PMID or number: in the merged graph they are one."""
    first: dict[str, NamedNode] = {}
    same = {}
    for part in parts:
        for study in part.instances.citable.values():
            this = NamedNode(f"{bases[part.lab.prefix]}study/{study.id}")
            ids = [
                f"{name}:{value}".casefold() for name in ("doi", "pmid", "nct") if (value := getattr(study, name, None))
            ]
            other = next((first[one] for one in ids if one in first), this)
            first.update({one: other for one in ids if one not in first})
            if other != this:
                same[this] = other
    return same


def _merged(own: _Graphs, same: Mapping[NamedNode, NamedNode]) -> Iterator[Triple]:
    for t in (*own.stated, *own.inferred):
        if t.subject not in same:
            known = same.get(t.object) if isinstance(t.object, NamedNode) else None
            yield Triple(t.subject, t.predicate, known) if known else t


def _of_overlay(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Without what is said of findings of the release: that a discrepancy of the overlay bears on one."""
    return (t for t in triples if not str(t.subject).startswith(f"<{PREFIXES['finding']}"))


def _metadata(part: Part) -> list[Triple]:
    """What nanopublications say of their publication, as the ontology says it of the release."""
    lab = part.lab
    facts = [Triple(ONTOLOGY_IRI, CREATOR, Literal(name)) for name in lab.creator]
    facts += [Triple(ONTOLOGY_IRI, LICENCE, NamedNode(lab.licence))]
    facts += [Triple(ONTOLOGY_IRI, VERSION_IRI, NamedNode(f"{ONTOLOGY_IRI.value}/{__version__}"))]
    return [*facts, *([Triple(ONTOLOGY_IRI, ISSUED, day(date.fromisoformat(lab.issued)))] if lab.issued else [])]


def _about(part: Part, count: int) -> list[Triple]:
    this, lab = part.dataset, part.lab
    triples = [
        Triple(this, TYPE, node("void:Dataset")),
        Triple(this, TYPE, node("dcat:Dataset")),
        Triple(this, TITLE, Literal(lab.title)),
        *(Triple(this, CREATOR, Literal(name)) for name in lab.creator),
        Triple(this, LICENCE, NamedNode(lab.licence)),
        Triple(this, node("void:uriSpace"), Literal(lab.base)),
        Triple(this, node("void:triples"), integer(count)),
        Triple(this, node("prov:wasDerivedFrom"), NamedNode(f"{BASE}dataset")),
        Triple(this, node("dcterms:conformsTo"), NamedNode(f"{ONTOLOGY_IRI.value}/{__version__}")),
        *(
            Triple(this, node("void:dataDump"), NamedNode(f"{lab.base}download/{lab.prefix}{ending}"))
            for ending in (".ttl", "-inferred.ttl", "-nanopubs.trig", "-findings.jsonl")
        ),
    ]
    if lab.issued:
        triples.append(Triple(this, ISSUED, day(date.fromisoformat(lab.issued))))
    return sorted_triples(triples)


def _rows(part: Part) -> list[dict[str, str]]:
    told, rests = part.instances.discrepancies, rests_on([*part.stated, *part.inferred])
    return findings_rows(part.grounded, part.vocabulary, told, part.readings, rests, part.lab.base)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding=CSV_FILE, newline="") as stream:
        return list(csv.DictReader(stream))


def _with_graph(tables: Iterable[tuple[str, list[dict[str, str]]]]) -> bytes:
    """Tables of findings below each other, with a column that says whose each finding is."""
    rows = [[*(row.get(name, "") for name in COLUMNS), graph] for graph, table in tables for row in table]
    return csv_file([*COLUMNS, "graph"], rows)
