"""Tables of tab-separated values, as curators keep them beside the records."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from bevo.problems import Problem, relative

__all__ = ["read_table"]


def read_table(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Mapping[str, str]]:
    """The rows of a table by column; without the file there are none.

    :param problems: a wrong header and rows of another length are added here.
    """
    if not path.exists():
        return []
    lines = csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows: list[Mapping[str, str]] = []
    for number, cells in enumerate(lines, start=1):
        if number == 1:
            if tuple(cells) != columns:
                problems.append(Problem(relative(path), 1, "", f"the columns must be {', '.join(columns)}"))
                return []
        elif len(cells) != len(columns):
            message = f"a row has {len(columns)} cells, tab separated; this one has {len(cells)}"
            problems.append(Problem(relative(path), number, "", message))
        else:
            rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    return rows
