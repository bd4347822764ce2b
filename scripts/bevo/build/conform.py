"""Whether records conform to the shapes, asked again of what changed since a former build."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from itertools import chain

from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.build.prepare import Checked, places
from bevo.cache import Keep, digest, digest_of_files
from bevo.ontology.merge import with_metadata
from bevo.problems import Problem
from bevo.project import Project
from bevo.rdf.names import PREFIXES, bevo
from bevo.rdf.rdfio import ntriples
from bevo.rdf.store import stored
from bevo.shacl.as_sparql import ASKED_ONCE, Question, Violation, compiled, violations
from bevo.shacl.validate import BEYOND_A_FINDING, read_shapes, told

__all__ = ["conforming"]

OTHERS = ""
"""The name of what is kept of no finding in particular."""


def conforming(project: Project, checked: Checked, findings: list[Triple], key: str, keep: Keep) -> list[Problem]:
    """What the shapes find wrong with the emitted graph, the same as :func:`bevo.build.prepare.shacl`.

    Most shapes look at one finding, at what it names and at the discrepancies that bear on it. So a finding is asked
    about again when it has changed, or when anything has that is no finding. The other shapes are asked of all.

    :param findings: all triples but those of the ontology, sorted.
    :param key: a hash of what the ontology was read from.
    """
    ontology = with_metadata(checked.ontology.triples(), __version__)
    own = {name: [*emitted.logic, *emitted.record] for name, emitted in checked.emitted.items()}
    of_findings = set(chain.from_iterable(own.values()))
    others = [triple for triple in findings if triple not in of_findings]
    of_one = list(compiled(read_shapes(project.shapes, BEYOND_A_FINDING)))
    known = set(of_one)
    of_all = [one for one in compiled(read_shapes(project.shapes)) if one not in known]
    common = digest(key, digest_of_files(project.shapes.glob("*.ttl"), project.shapes), ntriples(others))
    keys = {name: digest(common, ntriples(triples)) for name, triples in own.items()}
    discussed = _discussed(own, others)
    keys[OTHERS] = digest(*(keys[name] for name in discussed), common)

    def make(missing: list[str]) -> dict[str, str]:
        asked = own if len(missing) == len(keys) else {name: own[name] for name in {*missing, *discussed} if name}
        found: dict[str, list[Violation]] = defaultdict(list)
        for violation in _violations(of_one, ontology, others, *asked.values()):
            found[_finding(violation, own)].append(violation)
        return {name: json.dumps([astuple(one) for one in found[name]]) for name in missing}

    kept = chain.from_iterable(map(json.loads, keep("conforming", keys, make).values()))
    return told([*(Violation(*one) for one in kept), *_violations(of_all, ontology, findings)], places(checked))


def _discussed(own: Mapping[str, list[Triple]], others: Iterable[Triple]) -> list[str]:
    """The findings that something else tells of, or that point to a discrepancy."""
    named = {local for t in others if isinstance(t.object, NamedNode) and (local := _id(t.object.value)) in own}
    bearing = bevo("hasDiscrepancy")
    return sorted(named | {name for name, triples in own.items() if any(t.predicate == bearing for t in triples)})


def _id(iri: str) -> str:
    return iri.removeprefix(PREFIXES["finding"]).partition("-")[0] if iri.startswith(PREFIXES["finding"]) else OTHERS


def _finding(violation: Violation, own: Mapping[str, object]) -> str:
    """The finding that is at fault, or :data:`OTHERS`."""
    focus = violation.value or "" if violation.focus == ASKED_ONCE else violation.focus
    return name if (name := _id(focus)) in own else OTHERS


def _violations(questions: Iterable[Question], *parts: Iterable[Triple]) -> Iterable[Violation]:
    return violations(stored(chain.from_iterable(parts)), questions)
