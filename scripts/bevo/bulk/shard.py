"""Findings by the million: JSON Lines in, sorted N-Quads out, shard by shard.

A shard is so many lines. What becomes of it depends on nothing but its lines and the :class:`Setting`, so shards may be
made one after the other, side by side, or on a cluster (:mod:`bevo.bulk.spark`), and again after a failure. A finding
shares no individuals with another, so the shapes and the rules see in a shard all that they would see in the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pyoxigraph import Triple

from bevo import __version__
from bevo.background.axioms import axioms
from bevo.background.records import read_knowledge
from bevo.cache import digest, digest_of_code, digest_of_files
from bevo.curation.jsonl import identifier, read_line
from bevo.curation.read import read_instances
from bevo.curation.records import Finding
from bevo.curation.sources import Told
from bevo.curation.sources_jsonl import SOURCES, STUDIES, Sources, read_sources
from bevo.finding.emit import Emitted
from bevo.finding.emit_sources import emit_source
from bevo.finding.prepare import prepare
from bevo.finding.standing import Reading, readings
from bevo.ontology.merge import logical, read_ontology, with_metadata
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError, InputError, errors
from bevo.project import Project
from bevo.rdf import rdfio
from bevo.rdf.names import bevo
from bevo.reasoning.rules import Drawn, in_shards
from bevo.shacl.validate import BEYOND_A_FINDING, read_shapes, validate

__all__ = [
    "Made",
    "Reject",
    "Setting",
    "emitted_nquads",
    "in_graph",
    "make_shard",
    "read_setting",
]


class Reject(NamedTuple):
    """A line that was set aside."""

    line: int
    id: str
    fault: str
    text: str


class Made(NamedTuple):
    """What became of a shard: sorted N-Quads, and the lines set aside."""

    quads: bytes
    findings: int
    rejects: list[Reject]


@dataclass(frozen=True)
class Setting:
    """All that a shard depends on beside its lines; can be sent to another machine.

    :param logic: the logical part of the ontology, and background as axioms.
    :param ontology: the ontology with its metadata.
    :param stated_sources: what is stated of reviews, trials and datasets.
    :param stated_studies: what is stated of each study; a shard needs those alone that it cites.
    :param told: all of them as records, by id.
    :param citable: the ids that a finding may cite.
    :param readings: what curators found beside the reviews, by the id of the finding.
    :param key: a hash of the files and of the code that it was read from.
    """

    vocabulary: Vocabulary
    logic: list[Triple]
    ontology: list[Triple]
    stated_sources: list[Triple]
    stated_studies: dict[str, list[Triple]]
    shapes: list[Triple]
    told: dict[str, Told]
    citable: frozenset[str]
    readings: dict[str, Reading]
    key: str

    @property
    def sources(self) -> list[Triple]:
        """What is stated of all studies and other sources."""
        return [*chain.from_iterable(self.stated_studies.values()), *self.stated_sources]


def read_setting(project: Project, beside: Path | None = None) -> Setting:
    """The setting of a checkout.

    :param beside: a folder with more sources and studies, see :mod:`bevo.curation.sources_jsonl`.
    :raises InputError: if its ontology or records have faults.
    """
    ontology = read_ontology(project.ontology)
    instances, problems = read_instances(project.instances)
    background = read_knowledge(project.instances / "background", ontology.vocabulary, instances, problems)
    if errors(problems):
        raise InputError(problems)
    more = read_sources(beside) if beside else Sources({}, {})
    if both := instances.sources.keys() & (more.deposits.keys() | more.studies.keys()):
        raise BevoError(f"{beside}: {', '.join(sorted(both)[:5])} stands in the records of BEVO already")
    told = instances.sources | more.deposits | more.studies
    studies = instances.studies | more.studies
    others: tuple[Told, ...] = (*instances.reviews.values(), *instances.deposits.values(), *more.deposits.values())
    triples = ontology.triples()
    return Setting(
        ontology.vocabulary,
        logical([*triples, *axioms(background, ontology.vocabulary)]),
        with_metadata(triples, __version__),
        list(chain.from_iterable(map(emit_source, others))),
        {key: emit_source(study) for key, study in studies.items()},
        read_shapes(project.shapes, BEYOND_A_FINDING),
        told,
        frozenset(instances.citable.keys() | more.deposits.keys() | more.studies.keys()),
        readings(instances.discrepancies, instances.checks),
        digest(
            digest_of_code(),
            digest_of_files(_files(project), project.root),
            *(digest_of_files([beside / name for name in (SOURCES, STUDIES)], beside) for beside in [beside] if beside),
        ),
    )


def _files(project: Project) -> Iterator[Path]:
    yield from project.ontology.rglob("*")
    yield from project.shapes.rglob("*")
    yield from (project.instances / name for name in ("reviews.yaml", "studies.yaml", "sources.yaml"))
    for name in ("checks", "discrepancies"):
        yield from (project.instances / name).rglob("*.yaml")
    yield from (project.instances / "background").rglob("*")


def make_shard(
    lines: Iterable[tuple[int, str]], setting: Setting, again: Mapping[int, int] = MappingProxyType({})
) -> Made:
    """Read, ground, emit, validate and reason over one shard; what has a fault is set aside, the rest goes on.

    :param lines: numbers and texts.
    :param again: lines that repeat an id, and where it stands first.
    """
    rejects: list[Reject] = []
    written: dict[str, tuple[int, str]] = {}
    records: list[tuple[Finding, str]] = []
    for number, text in lines:
        record, review, faults = read_line(text, setting.told, setting.citable)
        if number in again:
            faults.append(f"the id stands already at line {again[number]}")
        if record is None or faults:
            rejects.append(Reject(number, identifier(text), "; ".join(faults), text))
        else:
            written[record.id] = number, text
            records.append((record, review))
    stated, unknown = prepare(records, setting.vocabulary, setting.readings, setting.told)
    emitted = {finding_id: one.emitted for finding_id, one in stated.items()}

    def set_aside(faults: Mapping[str, str]) -> None:
        for finding_id, fault in faults.items():
            emitted.pop(finding_id, None)
            number, text = written[finding_id]
            rejects.append(Reject(number, finding_id, fault, text))

    set_aside({i: "; ".join(f"{name.path[0]}: {name}" for name in names) for i, names in unknown.items()})
    set_aside(_against_shapes(emitted, {study for record, _ in records for study in record.cites}, setting))
    inferred = _inferred(emitted, setting)
    if inferred.clashing:
        set_aside(dict.fromkeys(inferred.clashing, "contradicts the ontology"))
        inferred = _inferred(emitted, setting)
    graphs = emitted.values()
    recorded = set(chain.from_iterable(graph.record for graph in graphs))  # rules read the logic alone
    new = (triple for triple in inferred.inferred if triple not in recorded)
    quads = rdfio.sorted_lines([*emitted_nquads(graphs), *in_graph("inferred", new)])
    return Made(quads, len(graphs), sorted(rejects))


def _inferred(emitted: Mapping[str, Emitted], setting: Setting) -> Drawn:
    findings = ((finding_id, graph.logic) for finding_id, graph in emitted.items())
    return next(in_shards(setting.logic, findings, len(emitted) or 1), Drawn([], []))


def _against_shapes(emitted: Mapping[str, Emitted], cited: Collection[str], setting: Setting) -> dict[str, str]:
    """Faults that the shapes find, by finding.

    :param cited: the studies that the findings cite.
    """
    if not emitted:
        return {}
    own = ((*graph.logic, *graph.record) for graph in emitted.values())
    studies = (setting.stated_studies.get(study, ()) for study in sorted(cited))
    triples = chain(setting.ontology, setting.stated_sources, *studies, *own)
    found: dict[str, str] = {}
    for problem in errors(validate(triples, setting.shapes, lambda _: None)):
        finding = problem.about.removeprefix("finding:").partition("-")[0]
        if finding not in emitted:
            raise BevoError(f"the shapes find a fault outside the findings of the file: {problem}")
        found[finding] = "; ".join(filter(None, (found.get(finding), problem.message)))
    return found


def emitted_nquads(emitted: Iterable[Emitted]) -> list[str]:
    """Lines of N-Quads of findings: logic and record in a graph each."""
    logic, record = _end("findings"), _end("provenance")
    lines: list[str] = []
    # Finding by finding, so that not much is left to sort.
    for graph in emitted:
        lines += [line + logic for line in graph.stated]
        lines += [line + record for line in graph.recorded]
    return lines


def in_graph(name: str, triples: Iterable[Triple]) -> list[str]:
    """Triples as lines of N-Quads of a graph of the release."""
    return rdfio.nquads({bevo(f"graph/{name}"): triples})


def _end(name: str) -> str:
    return f" {bevo(f'graph/{name}')} .\n"
