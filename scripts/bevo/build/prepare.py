"""The records on their way to a release: read, grounded, emitted, with all that is wrong with them.

Nothing is written here; :mod:`bevo.build.build` goes on from this, and a curator asks for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Triple

from bevo import __version__
from bevo.curation.coverage import coverage_rows, read_skipped, uncovered
from bevo.curation.read import Instances, ground_all, read_instances
from bevo.findings.emit import Emitted, emit_finding
from bevo.findings.emit_sources import emit_discrepancy, emit_review, emit_study
from bevo.findings.ground import Grounded
from bevo.findings.mechanism_sign import mismatch
from bevo.ontology.borrowed import faults_of_borrowed
from bevo.ontology.merge import Ontology, logical, read_ontology, with_metadata
from bevo.problems import InputError, Problem, relative
from bevo.project import Project
from bevo.questions.conflicts import Conflict, read_conflicts
from bevo.rdf.rdfio import sorted_triples
from bevo.reasoning.hermit import LIMIT_SECONDS, reason
from bevo.shacl.validate import read_shapes, validate
from bevo.vocabulary.pack import default_pack

__all__ = ["Checked", "check", "emit_reviews", "infer", "places", "shacl"]


@dataclass
class Checked:
    """Records that are grounded and emitted, and what was found wrong with them."""

    ontology: Ontology
    instances: Instances
    findings: list[Grounded]
    emitted: dict[str, Emitted]
    coverage: list[tuple[str, str, str, str]]
    conflicts: list[Conflict]
    problems: list[Problem]


def check(project: Project, only: list[Path] | None = None) -> Checked:
    """Read, ground and emit; collect every problem rather than stop at the first.

    :param only: report on these files alone; all are read, for records refer to each other.
    :raises InputError: if the ontology cannot be read.
    """
    ontology = read_ontology(project.ontology)
    instances, problems = read_instances(project.instances)
    findings, names = ground_all(instances, ontology.vocabulary)
    files = None if only is None else {relative(path) for path in only}
    if files is not None:
        findings = [f for f in findings if instances.origins[f.id].document.file in files]
    emitted = {finding.id: emit_finding(finding) for finding in findings}
    problems += [*names, *_mismatches(findings, emitted, instances)]
    problems += faults_of_borrowed(ontology.vocabulary, default_pack())
    conflicts: list[Conflict] = []
    try:
        conflicts = read_conflicts(project.instances / "conflicts")
    except InputError as error:
        problems += error.problems
    folder = project.instances / "skipped"
    skipped = read_skipped(folder, problems)
    problems += uncovered(instances, skipped, folder)
    if files is not None:
        problems = [p for p in problems if p.file in files]
    coverage = coverage_rows(instances, skipped)
    return Checked(ontology, instances, findings, emitted, coverage, conflicts, sorted(problems))


def _mismatches(findings: list[Grounded], emitted: dict[str, Emitted], instances: Instances) -> Iterator[Problem]:
    for finding in findings:
        wrong = mismatch(finding, emitted[finding.id])
        if wrong:
            origin = instances.origins[finding.id]
            yield Problem(origin.document.file, origin.line("via"), finding.id, wrong, warning=True)


def emit_reviews(checked: Checked) -> dict[str, list[Triple]]:
    """All triples by review: its findings, the studies and discrepancies they name, and the review itself."""
    instances = checked.instances
    result = {}
    for review_id, review in sorted(instances.reviews.items()):
        findings = [f for f in checked.findings if f.review == review_id]
        ids = {f.id for f in findings}
        discrepancies = [d for d in instances.discrepancies if review_id in d.at or ids & set(d.findings)]
        cited = {study for f in findings for study in f.record.cites} | {s for d in discrepancies for s in d.cites}
        triples = emit_review(review)
        for finding in findings:
            triples += [*checked.emitted[finding.id].logic, *checked.emitted[finding.id].record]
        for study in sorted(cited):
            triples += emit_study(instances.studies[study])
        for discrepancy in discrepancies:
            triples += emit_discrepancy(discrepancy)
        result[review_id] = sorted_triples(triples)
    return result


def shacl(project: Project, checked: Checked, findings: list[Triple]) -> list[Problem]:
    """What the shapes find wrong with the emitted graph."""
    ontology = with_metadata(checked.ontology.triples(), __version__)
    return validate([*ontology, *findings], read_shapes(project.shapes), places(checked))


def places(checked: Checked) -> Callable[[str], tuple[str, int] | None]:
    """Where a record or a term was written, as :func:`bevo.shacl.validate.validate` asks for it."""

    def where(record: str) -> tuple[str, int] | None:
        origin = checked.instances.origins.get(record)
        if origin:
            return origin.document.file, origin.line("id")
        term = next((t for t in checked.ontology.vocabulary.terms.values() if t.curie == record), None)
        return (term.file, term.line) if term else None

    return where


def infer(checked: Checked, limit: float = LIMIT_SECONDS, fast: bool = False) -> list[Triple]:
    """What follows from the logical part of everything.

    :param fast: by rules in place of HermiT: the same inferences, but contradictions are not looked for.
    """
    ontology = logical(checked.ontology.triples())
    logic = {finding.id: checked.emitted[finding.id].logic for finding in checked.findings}
    if fast:
        from bevo.reasoning.rules import fast_reason

        return fast_reason(ontology, logic.values())
    return reason(ontology, logic, limit)
