"""The content of today: the stages of a build up to what follows, for the build and for what compares with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial

from pyoxigraph import Store, Triple

from bevo import __version__
from bevo.beside import beside
from bevo.build.background import weighed_background
from bevo.build.conform import conforming
from bevo.build.prepare import Checked, check, emit_by_source
from bevo.cache import Keep, digest, digest_of_files
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import BevoError, InputError, Problem, errors
from bevo.project import Project
from bevo.questions.complete import Rests, rests_on
from bevo.questions.questions import Query, read_queries
from bevo.rdf import rdfio
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.store import stored
from bevo.reasoning.hermit import LIMIT_SECONDS
from bevo.reasoning.infer import infer

__all__ = ["Step", "Today", "canonical_ontology", "today", "writing"]

Step = Callable[[str], AbstractContextManager[None]]
"""Is told the name of a stage, and stays open while it runs."""


@dataclass(frozen=True)
class Today:
    """What the stages made.

    :param key: a hash of what the ontology was read from.
    :param ontology: canonical, with its metadata.
    :param findings: the triples of all sources together.
    """

    checked: Checked
    by_source: dict[str, list[Triple]]
    key: str
    ontology: list[Triple]
    findings: list[Triple]
    inferred: list[Triple]
    background: list[Triple]
    queries: dict[str, Query]

    @cached_property
    def merged(self) -> list[Triple]:
        """All of it, sorted."""
        return sorted_triples([*self.ontology, *self.findings, *self.inferred, *self.background])

    @cached_property
    def store(self) -> Store:
        """All of it, to ask."""
        return stored(self.merged)

    @cached_property
    def rests(self) -> dict[str, Rests]:
        """What each finding and each study rests on, by id."""
        return rests_on(self.merged)

    @property
    def withdrawn(self) -> set[str]:
        """The ids of the findings that were withdrawn."""
        return {finding.id for finding in self.checked.findings if finding.record.deprecated}


def today(project: Project, keep: Keep, step: Step = lambda _: nullcontext(), limit: float = LIMIT_SECONDS) -> Today:
    """Read, emit, validate and reason.

    :param keep: keeps what follows from a finding, and what is wrong with it.
    :param limit: seconds that HermiT may take.
    :raises InputError: if the records have faults, by their own rules or by the shapes.
    :raises BevoError: if the ontology or a question cannot be read, or reasoning fails.
    """
    with step("check"):
        checked = check(project, keep=keep)
        if errors(checked.problems):
            raise InputError(checked.problems)
    with step("emit"):
        by_source = emit_by_source(checked)
        findings = sorted_triples(t for triples in by_source.values() for t in triples)
        queries = read_queries(project.queries)
        key = digest(__version__, digest_of_files(project.ontology.rglob("*"), project.ontology))
        ontology = canonical_ontology(with_metadata(checked.ontology.triples(), __version__), key, keep)
    with beside(partial(conforming, project, checked, findings, key, keep)) as faults:
        with step("reason"), writing():
            try:
                inferred = infer(logical([*ontology, *checked.axioms]), checked.logic, "hermit", limit, keep)
                background = weighed_background(checked, inferred)
            except Exception:
                _raise(faults())  # shapes explain bad data, a reasoner only breaks on it
                raise
        with step("validate"):
            _raise(faults())
            checked.problems += faults()
    return Today(checked, by_source, key, ontology, findings, inferred, background, queries)


def _raise(problems: list[Problem]) -> None:
    if errors(problems):
        raise InputError(problems)


def canonical_ontology(ontology: list[Triple], key: str, keep: Keep) -> list[Triple]:
    """The ontology with blank nodes named by what they say.

    :param key: a hash of what it was read from.
    """
    made = keep("ontology", {"": key}, lambda _: {"": rdfio.ntriples(rdfio.canonical(ontology)).decode("utf-8")})
    return rdfio.read_ntriples(made[""])


@contextmanager
def writing() -> Iterator[None]:
    """Tell of a full or unwritable disk in a sentence."""
    try:
        yield
    except OSError as error:
        raise BevoError(f"cannot write: {error}; the earlier dist/ is unchanged") from error
