"""Findings as JSON Lines, out and in: the keys of the YAML and, as ``review``, the id of the source."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from bevo.curation.experiment import numbers
from bevo.curation.read import Instances, check_finding, read_finding
from bevo.curation.records import Finding, Review
from bevo.curation.sources import Told
from bevo.vocabulary.characters import not_in_a_text

__all__ = ["Line", "findings_jsonl", "identifier", "json_object", "read_line"]

TYPED = ("auc", "collective", "counts", "groups")
"""Keys whose values are no strings; YAML knows nothing else."""


class Line(NamedTuple):
    """What a line says.

    :param record: None if it cannot be read.
    :param review: the id of its source; empty if it names none.
    :param faults: what is wrong, as far as records alone can be checked.
    """

    record: Finding | None
    review: str
    faults: list[str]


def findings_jsonl(instances: Instances) -> bytes:
    """The curated findings, in the order of ids."""
    return "".join(
        f"{json.dumps(_as_written(instances, *pair), ensure_ascii=False)}\n" for pair in instances.findings
    ).encode()


def _as_written(instances: Instances, finding: Finding, review: str) -> dict[str, Any]:
    origin = instances.origins[finding.id]
    written = {"id": finding.id, "review": review, **origin.document.data[origin.index]}
    diameter = {"diameter": list(finding.diameter)} if finding.diameter else {}
    facts = {"experiment": numbers(written["experiment"])} if "experiment" in written else {}
    return written | {key: getattr(finding, key) for key in TYPED if key in written} | diameter | facts


def identifier(text: str) -> str:
    """The id that a line gives, or nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""


def read_line(text: str, told: Mapping[str, Told], studies: Collection[str]) -> Line:
    """Read a line and check it against the sources and studies.

    :param told: the sources, by the ids that ``review`` may name.
    :param studies: the ids that ``cites`` may name.
    """
    try:
        data = json_object(text)
    except (ValueError, RecursionError) as error:
        return Line(None, "", [f"is not a JSON object in UTF-8: {error}"])
    source = told.get(str(data.pop("review", "")))
    record, wrong = read_finding(data, source)
    faults = [fault.message for fault in wrong]
    if source is None:
        reviews = ", ".join(sorted(key for key, one in told.items() if isinstance(one, Review)))
        return Line(None, "", [*faults, f"review: names none of {reviews}, nor a study, trial or dataset"])
    if record:
        faults += [f"{fault.path[0]}: {fault.message}" for fault in check_finding(record, source, studies)]
    return Line(record, source.id, faults)


def json_object(text: str) -> dict[str, Any]:
    """The one object that a line is.

    :raises ValueError: if it is none, gives a key twice, or holds a character that is no text.
    :raises RecursionError: if it is nested without end.
    """
    data: Any = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    json.dumps(data, ensure_ascii=False).encode()
    if not isinstance(data, dict):
        raise ValueError("it is none")
    if clause := _no_text(data):
        raise ValueError(f"it holds {clause}, which is no text")
    return data


def _no_text(data: Any) -> str:
    """A clause about the first character in it that is no text; without recursion."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and (clause := not_in_a_text(part)):
            return clause
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
    return ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key in found if sum(key == other for other, _ in pairs) > 1)
        raise ValueError(f"the key '{twice}' stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
