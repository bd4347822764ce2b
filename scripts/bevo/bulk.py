"""Findings by the million: JSON Lines in, sorted N-Quads out, shard by shard.

A shard is so many lines. What becomes of it depends on nothing but its lines and the :class:`Setting`, so shards may be
made one after the other, side by side, or on a cluster (:mod:`bevo.spark`), and again after a failure. A finding shares
no individuals with another, so the shapes and the rules see in a shard all that they would see in the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from pydantic import ValidationError
from pyoxigraph import Quad, Triple

from bevo import __version__, rdfio
from bevo.emit import Emitted, emit_finding
from bevo.emit_sources import emit_review, emit_study
from bevo.fast import fast_shards
from bevo.ground import Grounded, ground
from bevo.iris import bevo
from bevo.load import fault_in_words, read_instances, unknown_study
from bevo.locators import check_locator
from bevo.ontology import logical, read_ontology, with_metadata
from bevo.problems import BevoError, InputError, errors
from bevo.project import Project
from bevo.records import Finding, Review
from bevo.terms import Vocabulary
from bevo.validate import read_shapes, validate

__all__ = ["SHARD", "Line", "Made", "Reject", "Setting", "make_shard", "read_setting", "repeated", "shards"]

SHARD = 1000
"""Lines that make a shard: some 5 MB of N-Quads."""
ONTOLOGY_SHAPES = ("ontology", "report", "source")
"""Shapes of what a shard does not change; a build checks them once."""

Line = tuple[int, str]
"""Number, from 1, and text."""


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

    :param shared: ontology, studies and reviews, which findings refer to.
    """

    vocabulary: Vocabulary
    logic: list[Triple]
    shared: list[Triple]
    shapes: list[Triple]
    reviews: dict[str, Review]
    studies: frozenset[str]


def read_setting(project: Project) -> Setting:
    """The setting of a checkout.

    :raises InputError: if its ontology or records have faults.
    """
    ontology = read_ontology(project.ontology)
    instances, problems = read_instances(project.instances)
    if errors(problems):
        raise InputError(problems)
    triples = ontology.triples()
    sources = chain(map(emit_study, instances.studies.values()), map(emit_review, instances.reviews.values()))
    return Setting(
        ontology.vocabulary,
        logical(triples),
        [*with_metadata(triples, __version__), *chain.from_iterable(sources)],
        read_shapes(project.shapes, ONTOLOGY_SHAPES),
        instances.reviews,
        frozenset(instances.studies),
    )


def shards(lines: Iterable[str], size: int = SHARD) -> Iterator[list[Line]]:
    """Lines in shards, numbered; blank lines are left out but counted."""
    shard: list[Line] = []
    number = 0
    for number, text in enumerate(lines, start=1):
        if text.strip():
            shard.append((number, text))
        if number % size == 0:
            yield shard
            shard = []
    if number % size:
        yield shard


def repeated(lines: Iterable[Line]) -> dict[int, int]:
    """Lines whose id stands already, and the line where it does."""
    first: dict[str, int] = {}
    again = {}
    for number, text in lines:
        key = _id(text)
        if key and first.setdefault(key, number) != number:
            again[number] = first[key]
    return again


def _id(text: str) -> str:
    try:
        data = json.loads(text)
    except ValueError:
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""


def make_shard(lines: Iterable[Line], setting: Setting, again: dict[int, int] | None = None) -> Made:
    """Read, ground, emit, validate and reason over one shard; what has a fault is set aside, the rest goes on.

    :param again: lines that repeat an id, and where it stands first.
    """
    rejects: list[Reject] = []
    kept: dict[str, tuple[Line, Emitted]] = {}
    for number, text in lines:
        faults: list[str] = []
        finding = _read(text, setting, faults)
        if again and number in again:
            faults.append(f"the id stands already at line {again[number]}")
        if faults or finding is None:
            rejects.append(Reject(number, _id(text), "; ".join(faults), text))
        else:
            kept[finding.id] = ((number, text), emit_finding(finding))
    for finding_id, fault in _against_shapes(kept, setting).items():
        (number, text), _ = kept.pop(finding_id)
        rejects.append(Reject(number, finding_id, fault, text))
    emitted = [graph for _, graph in kept.values()]
    inferred = chain.from_iterable(fast_shards(setting.logic, [graph.logic for graph in emitted], len(emitted) or 1))
    quads = chain(
        _in("findings", chain.from_iterable(graph.logic for graph in emitted)),
        _in("provenance", chain.from_iterable(graph.record for graph in emitted)),
        _in("inferred", inferred),
    )
    return Made(rdfio.sorted_nquads(quads), len(emitted), sorted(rejects))


def _read(text: str, setting: Setting, faults: list[str]) -> Grounded | None:
    try:
        data: Any = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("is no object")
    except ValueError as error:
        faults.append(f"is not a JSON object: {error}")
        return None
    review = setting.reviews.get(str(data.pop("review", "")))
    if review is None:
        faults.append(f"review: names none of {', '.join(sorted(setting.reviews))}")
        return None
    try:
        record = Finding.model_validate(data)
    except ValidationError as error:
        faults += [fault_in_words(fault, Finding) for fault in error.errors()]
        return None
    faults += [f"at: {wrong}" for at in record.at if (wrong := check_locator(at, review))]
    faults += [
        f"cites: {unknown_study(study, setting.studies)}" for study in record.cites if study not in setting.studies
    ]
    finding, names = ground(record, review.id, setting.vocabulary)
    faults += [f"{name.path[0]}: {name}" for name in names]
    return finding


def _against_shapes(kept: dict[str, tuple[Line, Emitted]], setting: Setting) -> dict[str, str]:
    """Faults that the shapes find, by finding."""
    triples = chain(setting.shared, *((*graph.logic, *graph.record) for _, graph in kept.values()))
    found: dict[str, str] = {}
    for problem in errors(validate(triples, setting.shapes, lambda _: None, fast=True)):
        finding = problem.about.removeprefix("finding:").partition("-")[0]
        if finding not in kept:
            raise BevoError(f"the shapes find fault with what no line brought: {problem}")
        found[finding] = "; ".join(filter(None, (found.get(finding), problem.message)))
    return found


def _in(graph: str, triples: Iterable[Triple]) -> Iterator[Quad]:
    name = bevo(f"graph/{graph}")
    return (Quad(t.subject, t.predicate, t.object, name) for t in triples)
