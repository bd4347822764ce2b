"""The records on their way to a release: read, grounded, emitted, with all that is wrong with them.

Nothing is written here; :mod:`bevo.build.build` goes on from this, and a curator asks for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Triple

from bevo import __version__
from bevo.background.axioms import axioms
from bevo.background.records import Knowledge, read_knowledge
from bevo.cache import Keep, afresh
from bevo.curation.coverage import CoverageRow, coverage_rows, read_skipped, uncovered
from bevo.curation.notices import resting_on_retracted
from bevo.curation.quality import Quality, read_quality
from bevo.curation.read import NOTHING, Instances, read_instances
from bevo.curation.records import Deposit, Finding
from bevo.curation.sources import Told
from bevo.finding.emit import Emitted
from bevo.finding.emit_sources import emit_discrepancy, emit_source
from bevo.finding.ground import Grounded, GroundingProblem
from bevo.finding.mechanism_sign import mismatch
from bevo.finding.prepare import prepare
from bevo.finding.standing import Reading, readings
from bevo.ontology.borrowed import kept_faults
from bevo.ontology.merge import Ontology, read_ontology, with_metadata
from bevo.problems import InputError, Problem, relative
from bevo.project import Project
from bevo.questions.conflicts import Conflict, read_conflicts
from bevo.questions.questions import read_queries
from bevo.rdf.rdfio import sorted_triples
from bevo.shacl.validate import Engine, read_shapes, validate
from bevo.vocabulary.pack import default_pack

__all__ = ["Checked", "check", "curated_sources", "emit_by_source", "places", "shacl", "stated"]


@dataclass
class Checked:
    """Records that are grounded and emitted, and what was found wrong with them."""

    ontology: Ontology
    instances: Instances
    findings: list[Grounded]
    emitted: dict[str, Emitted]
    readings: dict[str, Reading]
    coverage: list[CoverageRow]
    conflicts: list[Conflict]
    quality: Quality
    background: Knowledge
    problems: list[Problem]
    beside: Instances = NOTHING

    @property
    def told(self) -> dict[str, Told]:
        """The sources that its findings may be from, those of the release beside an overlay as well."""
        return self.beside.sources | self.instances.sources

    @property
    def logic(self) -> dict[str, list[Triple]]:
        """What each finding says to a reasoner, by id."""
        return {name: emitted.logic for name, emitted in self.emitted.items()}

    @cached_property
    def axioms(self) -> list[Triple]:
        """Background as axioms, of all tiers; a reasoner reads them beside the ontology."""
        return axioms(self.background, self.ontology.vocabulary)


def check(project: Project, only: list[Path] | None = None, keep: Keep = afresh) -> Checked:
    """Read, ground and emit; collect every problem rather than stop at the first.

    :param only: report on these files alone; all are read, for records refer to each other.
    :param keep: keeps what public vocabularies say of the terms.
    :raises InputError: if the ontology cannot be read.
    """
    ontology = read_ontology(project.ontology)
    instances, problems = read_instances(project.instances, only or ())
    files = None if only is None else {relative(path) for path in only}
    records = [pair for pair in instances.findings if files is None or _file(pair[0].id, instances) in files]
    problems += resting_on_retracted(instances)
    checked = stated(ontology, instances, records, problems)
    problems += kept_faults(ontology.vocabulary, default_pack(), keep)
    conflicts: list[Conflict] = []
    try:
        conflicts = read_conflicts(project.instances / "conflicts")
    except InputError as error:
        problems += error.problems
    try:
        read_queries(project.queries)
    except InputError as error:
        problems += error.problems
    folder = project.instances / "skipped"
    skipped = read_skipped(folder, problems)
    problems += uncovered(instances, skipped, folder)
    quality = read_quality(project.instances, problems)
    background = read_knowledge(project.instances / "background", ontology.vocabulary, instances, problems)
    if files is not None:
        problems = [p for p in problems if p.file in files]
    checked.coverage, checked.conflicts, checked.quality = coverage_rows(instances, skipped), conflicts, quality
    checked.background = background
    checked.problems = sorted(problems)
    return checked


def stated(
    ontology: Ontology,
    instances: Instances,
    records: Iterable[tuple[Finding, str]],
    problems: list[Problem],
    beside: Instances = NOTHING,
) -> Checked:
    """Some records grounded and emitted.

    :param records: some of the findings, with the ids of their sources.
    :param problems: what is found wrong is added here.
    :param beside: the records that those of an overlay may refer to.
    """
    read = readings(instances.discrepancies, instances.checks)
    made, unknown = prepare(records, ontology.vocabulary, read, beside.sources | instances.sources)
    findings = [one.finding for one in made.values()]
    emitted = {name: one.emitted for name, one in made.items()}
    problems += [*_unknown_names(unknown, instances), *_mismatches(findings, emitted, instances)]
    quality = Quality([], [], [], [])
    return Checked(
        ontology, instances, findings, emitted, read, [], [], quality, Knowledge({}, {}, ()), problems, beside
    )


def _file(finding_id: str, instances: Instances) -> str:
    return instances.origins[finding_id].document.file


def _unknown_names(unknown: Mapping[str, list[GroundingProblem]], instances: Instances) -> Iterator[Problem]:
    for finding_id, faults in unknown.items():
        origin = instances.origins[finding_id]
        for fault in faults:
            message = f"{fault.path[0]}: {fault}"
            yield Problem(origin.document.file, origin.line(*fault.path), finding_id, message)


def _mismatches(findings: list[Grounded], emitted: dict[str, Emitted], instances: Instances) -> Iterator[Problem]:
    for finding in findings:
        wrong = mismatch(finding, emitted[finding.id])
        if wrong:
            origin = instances.origins[finding.id]
            yield Problem(origin.document.file, origin.line("via"), finding.id, wrong, warning=True)


def curated_sources(checked: Checked) -> list[Told]:
    """Every source that findings were curated from, by id: not the studies that are only cited."""
    instances = checked.instances
    ids = {*instances.reviews, *instances.deposits, *(finding.review for finding in checked.findings)}
    return [checked.told[key] for key in sorted(ids)]


def emit_by_source(checked: Checked) -> dict[str, list[Triple]]:
    """All triples by source: its findings with their checks, the studies and discrepancies they name, and itself.

    A study that only others cite is no source here.
    """
    instances = checked.instances
    told, citable = checked.told, checked.beside.citable | instances.citable
    result = {}
    for source in curated_sources(checked):
        source_id = source.id
        findings = [f for f in checked.findings if f.review == source_id]
        ids = {f.id for f in findings}
        discrepancies = [d for d in instances.discrepancies if source_id in d.at or ids & set(d.findings)]
        cited = {study for f in findings for study in f.record.cites} | {s for d in discrepancies for s in d.cites}
        cited |= {one.study for one in map(citable.get, (source_id, *cited)) if isinstance(one, Deposit) and one.study}
        triples = emit_source(source)
        for finding in findings:
            triples += [*checked.emitted[finding.id].logic, *checked.emitted[finding.id].record]
        for study in sorted(cited):
            triples += emit_source(citable[study])
        for discrepancy in discrepancies:
            triples += emit_discrepancy(discrepancy, told)
        result[source_id] = sorted_triples(triples)
    return result


def shacl(
    project: Project,
    ontology: Ontology,
    findings: list[Triple],
    where: Callable[[str], tuple[str, int] | None],
    engine: Engine = "sparql",
) -> list[Problem]:
    """What the shapes find wrong with a graph.

    :param findings: all of it but the ontology, as :func:`emit_by_source` gives it.
    :param where: as :func:`bevo.shacl.validate.validate` takes it; :func:`places` gives it for records.
    """
    graph = [*with_metadata(ontology.triples(), __version__), *findings]
    return validate(graph, read_shapes(project.shapes), where, engine)


def places(checked: Checked) -> Callable[[str], tuple[str, int] | None]:
    """Where a record or a term was written, as :func:`bevo.shacl.validate.validate` asks for it."""

    def where(record: str) -> tuple[str, int] | None:
        origin = checked.instances.origins.get(record)
        if origin:
            return origin.document.file, origin.line("id")
        term = next((t for t in checked.ontology.vocabulary.terms.values() if t.curie == record), None)
        return (term.file, term.line) if term else None

    return where
