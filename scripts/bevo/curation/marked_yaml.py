"""YAML with line numbers: every value a string, every key once, every node with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bevo.problems import InputError, Problem, relative
from bevo.vocabulary.characters import not_in_a_text

__all__ = ["Marked", "marked", "read_yaml"]

Keys = tuple[str | int, ...]
DEEPEST = 20
"""Lists and records in one another; a finding needs four."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Marked:
    """A YAML document.

    :param data: dicts, lists and strings; ``NO`` and ``1.0`` stay strings, an empty value is ``None``.
    :param lines: the line (from 1) of each value, by its path of keys and indexes.
    """

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the innermost node on a path that is marked."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> Marked:
    """Read one YAML file.

    :raises InputError: if it is not UTF-8 or not YAML, uses aliases or tags, gives a key twice, is nested without end,
        or holds a character that is no text.
    """
    file = relative(path)
    try:
        return marked(path.read_text(encoding="utf-8"), file)
    except OSError as error:
        raise InputError([Problem(file, 0, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise InputError([Problem(file, 0, "", f"is not UTF-8: {error.reason} at byte {error.start}")]) from error


@lru_cache(maxsize=256)  # of many files a watcher sees one change
def marked(text: str, file: str) -> Marked:
    """Read YAML; what is given is for reading alone.

    :param file: as faults name it.
    :raises InputError: as :func:`read_yaml`.
    """
    problems: list[Problem] = []
    found = Marked(file, None)
    try:
        data = _document(yaml.parse(text, Loader=_Loader), found, problems)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError([Problem(file, line, "", f"is not YAML: {error.problem or error}")]) from error
    except yaml.YAMLError as error:
        raise InputError([Problem(file, 0, "", f"is not YAML: {error}")]) from error
    if problems:
        raise InputError(problems)
    return Marked(file, data, found.lines)


def _document(events: Iterator[yaml.Event], marked: Marked, problems: list[Problem]) -> Any:
    """The one document of a stream, read as it is parsed: what is nested too deep is never held."""
    data, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fault(marked, event, "has a second document (---); write one list")
            data = _value(next(events), events, (), marked, problems)
    return data


def _value(
    event: yaml.Event,
    events: Iterator[yaml.Event],
    path: tuple[str | int, ...],
    marked: Marked,
    problems: list[Problem],
) -> Any:
    marked.lines[path] = _line(event)
    if tag := getattr(event, "tag", None):
        raise _fault(marked, event, f"uses a tag ({_shown(tag)}); write the value as plain text")
    if len(path) > DEEPEST:
        raise _fault(marked, event, f"is nested more than {DEEPEST} deep; no record is")
    if isinstance(event, yaml.AliasEvent):
        raise _fault(marked, event, "uses an alias (*name); write each record out")
    if isinstance(event, yaml.ScalarEvent):
        if clause := not_in_a_text(event.value):
            problems.append(_problem(marked, event, f"holds {clause}, which is no text"))
        return event.value if event.value != "" or event.style in ("'", '"') else None
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(event, events, (*path, len(items)), marked, problems))
        return items
    return _mapping(events, path, marked, problems)


def _mapping(events: Iterator[yaml.Event], path: Keys, marked: Marked, problems: list[Problem]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise _fault(marked, event, "has a key that is no name")
        if event.tag:
            raise _fault(marked, event, f"uses a tag ({_shown(event.tag)}); write the key as plain text")
        key = event.value
        if key in result:
            problems.append(_problem(marked, event, f"the key '{key}' stands twice in one record"))
        if clause := not_in_a_text(key):
            problems.append(_problem(marked, event, f"holds {clause}, which is no text"))
        result[key] = _value(next(events), events, (*path, key), marked, problems)
        marked.lines[(*path, key)] = _line(event)
    return result


def _shown(tag: str) -> str:
    """A tag as it is most often written."""
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _problem(marked: Marked, event: yaml.Event, message: str) -> Problem:
    return Problem(marked.file, _line(event), "", message)


def _fault(marked: Marked, event: yaml.Event, message: str) -> InputError:
    return InputError([_problem(marked, event, message)])
