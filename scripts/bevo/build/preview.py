"""The pages of some findings as a build would make them, within a second or two: for curators, while they write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.build.prepare import Checked, check, emit_by_source, shacl
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import Problem, errors
from bevo.project import Project
from bevo.rdf.rdfio import sorted_triples
from bevo.reasoning.module import module
from bevo.reasoning.rules import in_shards
from bevo.site import some_pages

__all__ = ["Preview", "preview"]


@dataclass(frozen=True)
class Preview:
    """What was found wrong, and the pages: by path in the site, none where there are faults."""

    problems: list[Problem]
    pages: dict[str, bytes]


def preview(project: Project, files: list[Path]) -> Preview:
    """Check the records of some files, and make the pages of their findings.

    All records are read, for they refer to each other. The rules reason, and only over these findings; what other
    findings, questions and background say of them is not on the pages. A build has the last word.

    :raises InputError: if the ontology cannot be read.
    """
    checked = check(project, files)
    ids = {finding.id for finding in checked.findings}
    if errors(checked.problems) or not ids:
        return Preview(checked.problems, {})
    # What tells of findings that are left out would lead nowhere.
    discrepancies = [one for one in checked.instances.discrepancies if set(one.findings) <= ids]
    some = replace(checked, instances=replace(checked.instances, discrepancies=discrepancies))
    findings = sorted_triples(t for part in emit_by_source(some).values() for t in part)
    problems = [*checked.problems, *shacl(project, some, findings)]
    if errors(problems):
        return Preview(problems, {})
    ontology = with_metadata(checked.ontology.triples(), __version__)
    graph = sorted_triples({*ontology, *findings, *_inferred(some, logical(ontology))})
    return Preview(problems, some_pages(graph, project.assets, __version__, {f"finding/{name}.html" for name in ids}))


def _inferred(some: Checked, axioms: list[Triple]) -> list[Triple]:
    said = [t for triples in some.logic.values() for t in triples]
    drawn = in_shards(module(axioms, said), some.logic.items())
    return [t for shard in drawn for t in shard.inferred if isinstance(t.subject, NamedNode)]
