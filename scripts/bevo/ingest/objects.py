"""JSON, JSON Lines and Parquet: rows that bring the names of their columns along.

What is nested becomes columns with dots (``subj.name``); the members of a list become one cell, separated by ``|``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bevo.ingest.mapping import Reading
from bevo.ingest.tables import Row, Table, fault_of

__all__ = ["open_json", "open_lines", "open_parquet"]

SAMPLE = 1000
"""Rows that are looked at for the names of the columns."""
_BLOCK = 1 << 18
_LONGEST = 1 << 26
"""Characters of one object; what is longer is not read into memory."""

_BETWEEN = re.compile(r"[\s,]*")

Numbered = Iterator[tuple[int, Any]]


def open_lines(path: Path, reading: Reading, optional: Sequence[str]) -> Table:
    """A table with one JSON object a line."""

    def objects() -> Numbered:
        with path.open(encoding=reading.encoding or "utf-8-sig") as stream:
            try:
                for number, line in enumerate(stream, start=1):
                    if line.strip():
                        try:
                            yield number, json.loads(line)
                        except (ValueError, RecursionError) as error:
                            yield number, ValueError(f"is not JSON: {error}")
            except UnicodeDecodeError as error:
                raise _not_utf8(path, error) from error

    return _table(path, objects, optional)


def open_json(path: Path, reading: Reading, optional: Sequence[str]) -> Table:
    """A table that is one JSON list of objects, as INDRA writes statements; read an object at a time."""
    return _table(path, lambda: _members(path, reading.encoding or "utf-8-sig"), optional)


def _members(path: Path, encoding: str) -> Numbered:
    decode = json.JSONDecoder().raw_decode
    with path.open(encoding=encoding) as stream:
        try:
            text, at, number = stream.read(_BLOCK), 0, 0
            at = len(text) - len(text.lstrip())
            if text[at : at + 1] != "[":
                raise fault_of(path, "must be one JSON list of objects; name a file with an object a line .jsonl")
            at += 1
            while True:
                at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well
                try:
                    if text.startswith("]", at):
                        return
                    value, end = decode(text, at)
                    if end == len(text):  # a number may go on
                        raise ValueError("the list is not closed")
                except (ValueError, RecursionError) as error:
                    more = stream.read(max(_BLOCK, len(text) - at))
                    if not more or len(text) - at > _LONGEST:
                        raise fault_of(path, f"is not JSON: {error}", number + 1) from error
                    text, at = text[at:] + more, 0
                    continue
                number, at = number + 1, end
                yield number, value
        except UnicodeDecodeError as error:
            raise _not_utf8(path, error) from error


def _not_utf8(path: Path, error: UnicodeDecodeError) -> Exception:
    return fault_of(path, f"is not UTF-8, which JSON must be: {error.reason}; say --encoding latin-1 if it is that")


def open_parquet(path: Path, optional: Sequence[str]) -> Table:
    """A Parquet file, in batches.

    :raises InputError: if pyarrow is not installed, or the file is damaged.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise fault_of(path, "Parquet needs pyarrow: pip install pyarrow") from error

    def objects() -> Numbered:
        try:
            with ParquetFile(path) as file:
                batches = file.iter_batches(batch_size=2000)
                yield from enumerate((one for batch in batches for one in batch.to_pylist()), start=1)
        except (ArrowException, OSError) as error:
            raise fault_of(path, f"cannot be read as Parquet: {error}") from error

    return _table(path, objects, optional)


def _table(path: Path, objects: Callable[[], Numbered], optional: Sequence[str]) -> Table:
    names = dict.fromkeys(name for _, one in islice(objects(), SAMPLE) for name in flat(one))
    if not names:
        raise fault_of(path, "has no rows, or none of its first rows is an object with values")
    names |= dict.fromkeys(optional)
    header = tuple(names)

    def rows() -> Iterator[Row]:
        for number, one in objects():
            if isinstance(one, ValueError) or not isinstance(one, dict):
                fault = str(one) if isinstance(one, ValueError) else "is no JSON object"
                yield Row(number, (), fault)
                continue
            cells = flat(one)
            yield Row(number, [cells.get(name, "") for name in header] if any(cells.values()) else ())

    return Table(path, header, rows, open_header=True)


def flat(value: Any, name: str = "") -> dict[str, str]:
    """The texts of a value of JSON by the path that leads to them; empty for what is no object."""
    if isinstance(value, dict):
        found: dict[str, str] = {}
        for key, inner in value.items():
            found.update(flat(inner, f"{name}.{key}" if name else str(key)))
        return found
    if not name:
        return {}
    if isinstance(value, list | tuple):
        joined: dict[str, list[str]] = {}
        for inner in value:
            for key, text in flat(inner, name).items():
                joined.setdefault(key, []).append(text)
        return {key: "|".join(filter(None, texts)) for key, texts in joined.items()}
    if value is None:
        return {name: ""}
    if isinstance(value, bool):
        return {name: str(value).lower()}
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return {name: str(int(value))}
    return {name: str(value)}
