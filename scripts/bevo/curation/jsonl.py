"""Findings as JSON Lines, out and in: the keys of the YAML and the id of the review, a finding a line."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from bevo.curation.read import Instances, check_finding, parsed
from bevo.curation.records import Finding, Review
from bevo.vocabulary.characters import not_in_a_text

__all__ = ["Line", "findings_jsonl", "identifier", "read_line"]

TYPED = ("auc", "collective", "counts", "groups")
"""Keys whose values are no strings; YAML knows nothing else."""


class Line(NamedTuple):
    """What a line says.

    :param record: None if it cannot be read.
    :param review: the id of its review; empty if it names none.
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
    return written | {key: getattr(finding, key) for key in TYPED if key in written} | diameter


def identifier(text: str) -> str:
    """The id that a line gives, or nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""


def read_line(text: str, reviews: Mapping[str, Review], studies: Collection[str]) -> Line:
    """Read a line and check it against the reviews and studies."""
    try:
        data: Any = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
        if not isinstance(data, dict):
            raise ValueError("it is none")
        if clause := _no_text(data):
            raise ValueError(f"it holds {clause}, which is no text")
    except (ValueError, RecursionError) as error:
        return Line(None, "", [f"is not a JSON object in UTF-8: {error}"])
    review = reviews.get(str(data.pop("review", "")))
    record, wrong = parsed(data, Finding)
    faults = [fault.message for fault in wrong]
    if review is None:
        return Line(None, "", [*faults, f"review: names none of {', '.join(sorted(reviews))}"])
    if record:
        faults += [f"{fault.path[0]}: {fault.message}" for fault in check_finding(record, review, studies)]
    return Line(record, review.id, faults)


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
