"""What changed between two answers, row by row, as a person reads it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence

from bevo.rdf.answer import LIST

__all__ = ["row_changes"]

Row = tuple[str, ...]
FINDING = re.compile(r"finding:F\d+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def row_changes(before: str, after: str) -> list[str]:
    """The rows that came, went or changed, a sentence each; empty if both have the same rows in the same columns.

    A row that went and one that came are told as one changed row where they are about the same: the same finding, or
    else the same words in all columns of words. In a list within a cell only the members that differ are told.

    :param before: an answer as CSV; empty if there was none.
    :param after: likewise.
    """
    head, old = _table(before)
    columns, new = _table(after)
    if not head or not columns:
        what = "a new question" if not head else "the question is gone"
        return [f"{what}; {_counted(len(new or old), 'row')}"]
    if head != columns:
        less, more = [c for c in head if c not in columns], [c for c in columns if c not in head]
        told = [f"{word} {', '.join(names)}" for word, names in (("no longer", less), ("now", more)) if names]
        return [f"columns: {'; '.join(told) or 'in another order'}; {len(old)} rows before, {len(new)} now"]
    gone, came = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    key = _key(columns, [*old, *new])
    about = Counter(key(row) for row in gone), Counter(key(row) for row in came)
    partners = {key(row): row for row in came if about[0][key(row)] == about[1][key(row)] == 1}
    told = []
    for row in gone:
        if partner := partners.get(key(row)):
            came.remove(partner)
            told.append(f"{_shown(_words(key(row)))}: {_cells(columns, row, partner)}")
        else:
            told.append(f"gone: {_shown(row)}")
    told += [f"new: {_shown(row)}" for row in came]
    return told or ([] if old == new else ["the same rows in another order"])


def _table(text: str) -> tuple[Row, list[Row]]:
    """The columns and the rows; each row gets as many cells as there are columns, whatever a person made of it."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows:
        return (), []
    width = len(rows[0])
    return tuple(rows[0]), [tuple([*row, *[""] * width][:width]) for row in rows[1:]]


def _key(columns: Row, rows: Sequence[Row]) -> Callable[[Row], Row]:
    """What a row is about: the cells of those columns that name a finding, or of those that hold words alone."""
    places = range(len(columns))
    of_findings = [i for i in places if any(FINDING.fullmatch(row[i]) for row in rows)]
    of_words = [i for i in places if not any(LIST in row[i] or NUMBER.fullmatch(row[i]) for row in rows)]
    return lambda row: tuple(row[i] for i in of_findings or of_words)


def _words(key: Row) -> Row:
    """The cells of a key without ids, where there are others."""
    return tuple(cell for cell in key if " " in cell or ":" not in cell) or key


def _cells(columns: Row, row: Row, partner: Row) -> str:
    pairs = zip(columns, row, partner, strict=False)
    return ", ".join(f"{column} {_cell(a, b)}" for column, a, b in pairs if a != b)


def _cell(before: str, after: str) -> str:
    old, new = before.split(LIST), after.split(LIST)
    if len(old) + len(new) <= 2:
        return f"{before or 'nothing'} → {after or 'nothing'}"
    signed = [("+", x) for x in new if x and x not in old] + [("−", x) for x in old if x and x not in new]
    return " ".join(f"{sign}{x}" for sign, x in signed) or "in another order"


def _shown(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
