"""Findings by the million: JSON Lines in, sorted N-Quads out, shard by shard.

A shard is so many lines. What becomes of it depends on nothing but its lines and the :class:`Setting`, so shards may be
made one after the other, side by side, or on a cluster (:mod:`bevo.bulk.spark`), and again after a failure. A finding
shares no individuals with another, so the shapes and the rules see in a shard all that they would see in the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError
from pyoxigraph import Triple

from bevo import __version__
from bevo.cache import digest, digest_of_code, digest_of_files
from bevo.curation.locators import check_locator
from bevo.curation.read import Instances, fault_in_words, read_instances, unknown_study
from bevo.curation.records import Finding, Review
from bevo.findings.emit import Emitted, emit_finding
from bevo.findings.emit_sources import emit_review, emit_study
from bevo.findings.ground import Grounded, ground
from bevo.ontology.merge import logical, read_ontology, with_metadata
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError, InputError, errors
from bevo.project import Project
from bevo.rdf import rdfio
from bevo.rdf.names import bevo
from bevo.reasoning.rules import fast_shards
from bevo.shacl.validate import read_shapes, validate

__all__ = [
    "Made",
    "Reject",
    "Setting",
    "emitted_nquads",
    "findings_jsonl",
    "identifier",
    "in_graph",
    "make_shard",
    "read_setting",
]

ONTOLOGY_SHAPES = ("ontology", "report", "source")
"""Shapes of what a shard does not change; a build checks them once."""
TYPED = ("auc", "collective", "counts", "groups")
"""Keys whose values are no strings; YAML knows nothing else."""


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

    :param logic: the logical part of the ontology.
    :param ontology: the ontology with its metadata.
    :param sources: studies and reviews.
    :param key: a hash of the files and of the code that it was read from.
    """

    vocabulary: Vocabulary
    logic: list[Triple]
    ontology: list[Triple]
    sources: list[Triple]
    shapes: list[Triple]
    reviews: dict[str, Review]
    studies: frozenset[str]
    key: str


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
        with_metadata(triples, __version__),
        list(chain.from_iterable(sources)),
        read_shapes(project.shapes, ONTOLOGY_SHAPES),
        instances.reviews,
        frozenset(instances.studies),
        digest(digest_of_code(), digest_of_files(_files(project), project.root)),
    )


def _files(project: Project) -> Iterator[Path]:
    yield from project.ontology.rglob("*")
    yield from project.shapes.rglob("*")
    yield from (project.instances / name for name in ("reviews.yaml", "studies.yaml"))


def findings_jsonl(instances: Instances) -> bytes:
    """The curated findings as JSON Lines: the keys of the YAML, and the review; in the order of ids."""
    return "".join(
        f"{json.dumps(_as_written(instances, *pair), ensure_ascii=False)}\n" for pair in instances.findings
    ).encode()


def _as_written(instances: Instances, finding: Finding, review: str) -> dict[str, Any]:
    origin = instances.origins[finding.id]
    written = {"id": finding.id, "review": review, **origin.document.data[origin.index]}
    return written | {key: getattr(finding, key) for key in TYPED if key in written} | _diameter(finding)


def _diameter(finding: Finding) -> dict[str, Any]:
    return {"diameter": list(finding.diameter)} if finding.diameter else {}


def identifier(text: str) -> str:
    """The id that a line gives, or nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""


def make_shard(
    lines: Iterable[tuple[int, str]], setting: Setting, again: Mapping[int, int] = MappingProxyType({})
) -> Made:
    """Read, ground, emit, validate and reason over one shard; what has a fault is set aside, the rest goes on.

    :param lines: numbers and texts.
    :param again: lines that repeat an id, and where it stands first.
    """
    rejects: list[Reject] = []
    kept: dict[str, tuple[int, str, Emitted]] = {}
    for number, text in lines:
        faults: list[str] = []
        finding = _read(text, setting, faults)
        if number in again:
            faults.append(f"the id stands already at line {again[number]}")
        if faults or finding is None:
            rejects.append(Reject(number, identifier(text), "; ".join(faults), text))
        else:
            kept[finding.id] = (number, text, emit_finding(finding))
    for finding_id, fault in _against_shapes(kept, setting).items():
        number, text, _ = kept.pop(finding_id)
        rejects.append(Reject(number, finding_id, fault, text))
    emitted = [graph for *_, graph in kept.values()]
    inferred = chain.from_iterable(fast_shards(setting.logic, [graph.logic for graph in emitted], len(emitted) or 1))
    quads = rdfio.sorted_lines([*emitted_nquads(emitted), *in_graph("inferred", inferred)])
    return Made(quads, len(emitted), sorted(rejects))


def _read(text: str, setting: Setting, faults: list[str]) -> Grounded | None:
    try:
        data: Any = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
        if not isinstance(data, dict):
            raise ValueError("it is none")
    except (ValueError, RecursionError) as error:
        faults.append(f"is not a JSON object in UTF-8: {error}")
        return None
    faults += [f"the key '{key}' has no value" for key, value in data.items() if value is None]
    review = setting.reviews.get(str(data.pop("review", "")))
    if review is None:
        faults.append(f"review: names none of {', '.join(sorted(setting.reviews))}")
    if faults or review is None:
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


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key in found if sum(key == other for other, _ in pairs) > 1)
        raise ValueError(f"the key '{twice}' stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _against_shapes(kept: Mapping[str, tuple[int, str, Emitted]], setting: Setting) -> dict[str, str]:
    """Faults that the shapes find, by finding."""
    if not kept:
        return {}
    own = ((*graph.logic, *graph.record) for *_, graph in kept.values())
    triples = chain(setting.ontology, setting.sources, *own)
    found: dict[str, str] = {}
    for problem in errors(validate(triples, setting.shapes, lambda _: None, fast=True)):
        finding = problem.about.removeprefix("finding:").partition("-")[0]
        if finding not in kept:
            raise BevoError(f"the shapes find fault with what no line brought: {problem}")
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
    end = _end(name)
    return [f"{triple}{end}" for triple in triples]


def _end(name: str) -> str:
    return f" {bevo(f'graph/{name}')} .\n"
