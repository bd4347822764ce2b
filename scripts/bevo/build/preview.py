"""The pages of some findings as a build would make them, within a second or two: for curators, while they write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.build.prepare import Checked, check, emit_by_source, places, stated
from bevo.cache import Keep, afresh
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import Problem, errors, relative
from bevo.project import Project
from bevo.rdf.rdfio import sorted_triples
from bevo.reasoning.module import module
from bevo.reasoning.rules import in_shards
from bevo.shacl.validate import read_shapes, validate
from bevo.site import some_pages

__all__ = ["Preview", "preview"]

NOT_OF_FINDINGS = ("ontology", "report", "source")
"""Files of shapes that find no fault in a finding."""


@dataclass(frozen=True)
class Preview:
    """What was found wrong, and what makes the pages: by path in the site, none where there are faults."""

    problems: list[Problem]
    pages: dict[str, Callable[[], bytes]]


def preview(project: Project, files: list[Path], keep: Keep = afresh) -> Preview:
    """Check the records of some files, and get ready to make the pages of their findings.

    All records are read, for they refer to each other. The rules reason, and only over these findings and those that
    share a discrepancy with them; what other findings, questions and background say of them is not on the pages. A
    build has the last word.

    :param keep: keeps what public vocabularies say of the terms.
    :raises InputError: if the ontology cannot be read.
    """
    checked = check(project, files, keep)
    ids = {finding.id for finding in checked.findings}
    if errors(checked.problems) or not ids:
        return Preview(checked.problems, {})
    near, faults = _with_those_near(checked, ids)
    findings = sorted_triples(t for part in emit_by_source(near).values() for t in part)
    saved = {relative(path) for path in files}
    ontology = with_metadata(checked.ontology.triples(), __version__)
    shapes = read_shapes(project.shapes, NOT_OF_FINDINGS)
    faults += validate([*ontology, *findings], shapes, places(near))
    problems = sorted({*checked.problems, *(fault for fault in faults if fault.file in saved)})
    if errors(problems):
        return Preview(problems, {})
    graph = sorted_triples({*ontology, *findings, *_inferred(near, logical(ontology))})
    return Preview(problems, some_pages(graph, project.assets, __version__, {f"finding/{name}.html" for name in ids}))


def _with_those_near(checked: Checked, ids: set[str]) -> tuple[Checked, list[Problem]]:
    """Some findings with those that share a discrepancy with them, and what is wrong with any of these.

    A discrepancy that tells of a finding that is left out would lead nowhere; so only those of these findings stay.
    """
    instances = checked.instances
    discrepancies = [one for one in instances.discrepancies if ids & set(one.findings)]
    wanted = ids.union(*(one.findings for one in discrepancies))
    records = [pair for pair in instances.findings if pair[0].id in wanted]
    problems: list[Problem] = []
    near = stated(checked.ontology, replace(instances, discrepancies=discrepancies), records, problems)
    return replace(near, readings=checked.readings, background=checked.background), problems


def _inferred(some: Checked, axioms: list[Triple]) -> list[Triple]:
    said = [t for triples in some.logic.values() for t in triples]
    drawn = in_shards(module(axioms, said), some.logic.items())
    return [t for shard in drawn for t in shard.inferred if isinstance(t.subject, NamedNode)]
