"""Tables of tab-separated values, as curators keep them beside the records."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from bevo.problems import Problem, relative
from bevo.vocabulary.characters import not_in_a_text

__all__ = ["lines_of", "read_table"]


def lines_of(path: Path, problems: list[Problem]) -> list[str]:
    """The lines of a file.

    :param problems: that it cannot be read, and each line that is no text, are added here.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(relative(path), 0, "", f"is not UTF-8: {error.reason} at byte {error.start}"))
        return []
    except OSError as error:
        problems.append(Problem(relative(path), 0, "", f"cannot be read: {error.strerror}"))
        return []
    lines = (
        text.removesuffix("\n").split("\n") if text else []
    )  # splitlines() takes control characters for ends of lines
    clauses = ((number, not_in_a_text(line)) for number, line in enumerate(lines, start=1))
    problems += [
        Problem(relative(path), number, "", f"holds {clause}, which is no text") for number, clause in clauses if clause
    ]
    return lines


def read_table(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Mapping[str, str]]:
    """The rows of a table by column; without the file there are none.

    :param problems: what cannot be read, a wrong header, rows of another length, and what is no text are added here.
    """
    if not path.exists():
        return []
    reader = csv.reader(lines_of(path, problems), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        lines = list(reader)
    except csv.Error as error:  # a cell without end
        problems.append(Problem(relative(path), reader.line_num, "", f"cannot be read: {error}"))
        return []
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
