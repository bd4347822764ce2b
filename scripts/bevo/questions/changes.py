"""What changed between two answers, row by row, as a person reads it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

__all__ = ["row_changes"]

Row = tuple[str, ...]
LIST = "; "


def row_changes(before: str, after: str) -> list[str]:
    """The rows that came, went or changed, a sentence each; empty if both have the same rows in the same columns.

    A row that went and one that came are told as one changed row where more than half of their cells are the same, and
    the first of them is. In a list within a cell only the members that differ are told.

    :param before: an answer as CSV; empty if there was none.
    :param after: likewise.
    """
    head, old = _table(before)
    columns, new = _table(after)
    if not head or not columns:
        gone, came = Counter(old), Counter(new)
        what = "a new question" if not head else "the question is gone"
        return [f"{what}; {_counted(sum((came or gone).values()), 'row')}"]
    if head != columns:
        less, more = [c for c in head if c not in columns], [c for c in columns if c not in head]
        told = [f"{word} {', '.join(names)}" for word, names in (("no longer", less), ("now", more)) if names]
        return [f"columns: {'; '.join(told) or 'in another order'}; {len(old)} rows before, {len(new)} now"]
    gone, came = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    told = []
    for row in gone:
        partner = max(came, key=lambda other: _alike(row, other), default=None)
        if partner and row[0] == partner[0] and 2 * _alike(row, partner) > len(row):
            came.remove(partner)
            told.append(f"{_name(row, partner)}: {_cells(columns, row, partner)}")
        else:
            told.append(f"gone: {_shown(row)}")
    told += [f"new: {_shown(row)}" for row in came]
    return told or ([] if old == new else ["the same rows in another order"])


def _table(text: str) -> tuple[Row, list[Row]]:
    rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]
    return (rows[0], rows[1:]) if rows else ((), [])


def _alike(one: Row, other: Row) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def _name(row: Row, partner: Row) -> str:
    """The first words that both rows have, to know them by."""
    same = [a for a, b in zip(row, partner, strict=False) if a == b and a and not a.replace(".", "").isdigit()]
    return " | ".join(same[:3])


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
