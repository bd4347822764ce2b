"""Signed links between classes, one triple each: what steps of accepted results state, and what background knows.

A path from a cargo to a process is then a chain of plain triples, which every store answers at once; along the records
of the steps it is four joins a link. A link says that a finding, or background, has it; it is no axiom, and no claim
about all molecules of the class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bevo.background.axioms import outcome_class, subject_class
from bevo.background.records import Knowledge
from bevo.rdf.index import Node
from bevo.rdf.names import bevo

__all__ = ["known_links", "stated_links"]

STATED = {bevo("promotes"): bevo("statedToPromote"), bevo("inhibits"): bevo("statedToInhibit")}
KNOWN = {1: bevo("knownToPromote"), -1: bevo("knownToInhibit")}


def stated_links(records: Iterable[Triple]) -> set[Triple]:
    """The links that signed steps state.

    :param records: what is recorded of findings: their steps, and the term of each participant.
    """
    terms: dict[Node, NamedNode] = {}
    steps: dict[Node, dict[str, NamedNode]] = {}
    for triple in records:
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode):
            continue
        if triple.predicate == bevo("term"):
            terms[triple.subject] = triple.object
        elif triple.predicate in (bevo("stepSubject"), bevo("stepVerb"), bevo("stepObject")):
            steps.setdefault(triple.subject, {})[triple.predicate.value] = triple.object
    return set(_between(steps.values(), terms))


def _between(steps: Iterable[dict[str, NamedNode]], terms: dict[Node, NamedNode]) -> Iterator[Triple]:
    for step in steps:
        subject, verb, end = (step[bevo(f"step{part}").value] for part in ("Subject", "Verb", "Object"))
        if verb in STATED and subject in terms and end in terms:
            yield Triple(terms[subject], STATED[verb], terms[end])


def known_links(knowledge: Knowledge) -> set[Triple]:
    """The links of background; where it has both signs it decides nothing, and makes none."""
    conflicting = knowledge.conflicting()
    return {
        Triple(subject_class(s, knowledge), KNOWN[s.sign], outcome_class(knowledge.processes[s.process]))
        for s in knowledge.statements
        if s not in conflicting
    }
