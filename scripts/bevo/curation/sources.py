"""Reviews and studies as JSON Lines, beside a file of findings that brings its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bevo.curation.read import parsed
from bevo.curation.records import Identified, Review, Study
from bevo.problems import InputError, Problem, relative

__all__ = ["REVIEWS", "STUDIES", "Sources", "json_lines", "read_sources"]

REVIEWS, STUDIES = "reviews.jsonl", "studies.jsonl"

R = TypeVar("R", bound=Identified)


class Sources(NamedTuple):
    """Reviews and studies by their ids."""

    reviews: dict[str, Review]
    studies: dict[str, Study]


def json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records, one a line."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def read_sources(folder: Path) -> Sources:
    """The reviews and studies of a folder: ``reviews.jsonl`` and ``studies.jsonl``.

    :raises InputError: if a file is missing, or a line is no record or repeats an id.
    """
    problems: list[Problem] = []
    sources = Sources(_read(folder / REVIEWS, Review, problems), _read(folder / STUDIES, Study, problems))
    if problems:
        raise InputError(problems)
    return sources


def _read(path: Path, model: type[R], problems: list[Problem]) -> dict[str, R]:
    found: dict[str, R] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(relative(path), 0, "", f"cannot be read: {error}"))
        return found
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            record, faults = parsed(json.loads(line), model)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(relative(path), number, "", f"is not JSON: {error}"))
            continue
        problems += [Problem(relative(path), number, "", fault.message) for fault in faults]
        if record is not None:
            if record.id in found:
                problems.append(Problem(relative(path), number, record.id, "the id stands twice"))
            found[record.id] = record
    return found
