"""The content of today in a store: what a build would release, without its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, Store, Triple

from bevo import __version__
from bevo.build.background import weighed_background
from bevo.build.build import canonical_ontology
from bevo.build.prepare import Checked, check, emit_by_source, shacl
from bevo.cache import digest, digest_of_files, keeper
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import InputError, errors
from bevo.project import Project
from bevo.questions.questions import Query, read_queries
from bevo.rdf.rdfio import sorted_triples
from bevo.reasoning.infer import infer

__all__ = ["Today", "today"]


@dataclass(frozen=True)
class Today:
    """The stages of a build up to what follows, and all of it in a store."""

    checked: Checked
    by_source: Mapping[str, Sequence[Triple]]
    ontology: Sequence[Triple]
    findings: Sequence[Triple]
    inferred: Sequence[Triple]
    queries: Mapping[str, Query]
    store: Store

    @property
    def withdrawn(self) -> set[str]:
        """The ids of the findings that were withdrawn."""
        return {finding.id for finding in self.checked.findings if finding.record.deprecated}


def today(project: Project) -> Today:
    """Read, emit, validate and reason, as a build does; what follows is taken from ``build/cache`` where it can be.

    :raises InputError: if the records have faults, by their own rules or by the shapes.
    :raises BevoError: if the ontology or a question cannot be read, or reasoning fails.
    """
    keep = keeper(project.build / "cache")
    checked = check(project)
    if errors(checked.problems):
        raise InputError(checked.problems)
    by_source = emit_by_source(checked)
    findings = sorted_triples(t for triples in by_source.values() for t in triples)
    if errors(faults := shacl(project, checked, findings)):
        raise InputError(faults)
    key = digest(__version__, digest_of_files(project.ontology.rglob("*"), project.ontology))
    ontology = canonical_ontology(with_metadata(checked.ontology.triples(), __version__), key, keep)
    logic = {finding.id: checked.emitted[finding.id].logic for finding in checked.findings}
    inferred = infer(logical([*ontology, *checked.axioms]), logic, keep=keep)
    background = weighed_background(checked, inferred)
    store = Store()
    merged = sorted_triples([*ontology, *findings, *inferred, *background])
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in merged)
    return Today(checked, by_source, ontology, findings, inferred, read_queries(project.queries), store)
