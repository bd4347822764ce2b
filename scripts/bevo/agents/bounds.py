"""How long an answer may be: what a model reads costs its user, and more than this it does not take in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from bevo.serve.limits import MEGABYTE, Limits

__all__ = ["LIMITS", "MOST_CHARACTERS", "MOST_ROWS", "Cut", "cut"]

T = TypeVar("T")

MOST_ROWS = 1000
"""Rows of one answer at most."""
MOST_CHARACTERS = 60_000
"""Length of the rows of one answer, as JSON."""
LIMITS = Limits(rows=20_000, workers=2, queue=20, answer_bytes=8 * MEGABYTE, query_bytes=20_000)
"""Those of the SPARQL endpoint, with shorter answers and fewer processes; a tool then gives a part of the answer."""


class Cut(NamedTuple):
    """What is given of some rows, and a sentence that says so where it is not all."""

    rows: list[Any]
    says: str


def cut(rows: Sequence[T], limit: int, offset: int = 0, more: bool = False) -> Cut:
    """The rows that fit.

    :param limit: how many are wanted.
    :param offset: how many are left out at the start.
    :param more: whether there were more rows than these, which were not fetched.
    """
    if offset and offset >= len(rows):
        return Cut([], f"There are {len(rows)} rows, none from offset {offset} on.")
    given: list[T] = []
    length = 0
    why = ""
    for row in rows[offset : offset + limit]:
        length += len(json.dumps(row, ensure_ascii=False, default=str))
        if length > MOST_CHARACTERS and given:
            why = "the answer would be too long"
            break
        given.append(row)
    end = offset + len(given)
    if end >= len(rows) and not more:
        return Cut(given, "")
    whole = f"more than {len(rows)}" if more else str(len(rows))
    why = f" ({why})" if why else ""
    return Cut(given, f"Cut: rows {offset + 1} to {end} of {whole}{why}. Ask for less, or go on from offset {end}.")
