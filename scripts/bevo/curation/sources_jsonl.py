"""Sources and studies as JSON Lines, beside a file of findings that brings its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bevo.curation.jsonl import json_object
from bevo.curation.read import Fault, parsed, read_deposit
from bevo.curation.records import Deposit, Identified, Study
from bevo.problems import InputError, Problem, relative

__all__ = ["SOURCES", "STUDIES", "Sources", "json_lines", "read_sources"]

SOURCES, STUDIES = "sources.jsonl", "studies.jsonl"

R = TypeVar("R", bound=Identified)


class Sources(NamedTuple):
    """Trials or datasets, and studies, by their ids."""

    deposits: dict[str, Deposit]
    studies: dict[str, Study]


def json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records, one a line."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def read_sources(folder: Path) -> Sources:
    """The sources and studies of a folder: ``sources.jsonl`` and ``studies.jsonl``.

    :raises InputError: if a file is missing, or a line is no record or repeats an id.
    """
    problems: list[Problem] = []
    sources = Sources(
        _read(folder / SOURCES, read_deposit, problems),
        _read(folder / STUDIES, partial(parsed, model=Study), problems),
    )
    if problems:
        raise InputError(problems)
    return sources


def _read(path: Path, read: Callable[[Any], tuple[R | None, list[Fault]]], problems: list[Problem]) -> dict[str, R]:
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
            record, faults = read(json_object(line))
        except (ValueError, RecursionError) as error:
            problems.append(Problem(relative(path), number, "", f"is not a JSON object in UTF-8: {error}"))
            continue
        problems += [Problem(relative(path), number, "", fault.message) for fault in faults]
        if record is not None:
            if record.id in found:
                problems.append(Problem(relative(path), number, record.id, "the id stands twice"))
            found[record.id] = record
    return found
