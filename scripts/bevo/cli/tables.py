"""Tables in a terminal: whole words, and fewer columns where not all fit."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["print_table", "widths"]

PIPED = 200
"""Characters of a line where there is no terminal to ask for its width."""
_EDGE = 3
"""Characters that a table draws beside the text of each column; one more ends the line."""


def _heading(column: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of as many columns, from the first on, as stand side by side with no word broken; at least one.

    Where there is room to spare, each gets the same share of it, up to its longest cell.

    :param columns: the cells of each, its heading included.
    :param room: characters of a line.
    """
    words = [max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns]
    fit = max(sum(total + 1 <= room for total in accumulate(word + _EDGE for word in words)), 1)
    found = [min(word, room - _EDGE - 1) for word in words[:fit]]
    spare = room - 1 - sum(width + _EDGE for width in found)
    wanted = [max(map(len, column)) - width for column, width in zip(columns, found, strict=False)]
    for left, i in zip(range(fit, 0, -1), sorted(range(fit), key=wanted.__getitem__), strict=True):
        share = min(wanted[i], spare // left)
        found[i] += share
        spare -= share
    return found


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table as wide as the terminal; columns that do not fit are named under it."""
    from rich.console import Console
    from rich.table import Table

    headings = list(map(_heading, columns))
    cells = [[heading, *(row[i] for row in rows)] for i, heading in enumerate(headings)]
    console = Console() if sys.stdout.isatty() else Console(width=PIPED)
    while len(shown := widths(cells, console.width)) < len(columns) and not sys.stdout.isatty():
        console = Console(width=2 * console.width)  # nothing is hidden from a pipe
    table = Table(title=title, title_justify="left")
    for heading, width in zip(headings, shown, strict=False):
        table.add_column(heading, overflow="fold", width=width)
    for row in rows:
        table.add_row(*row[: len(shown)])
    console.print(table)
    if hidden := headings[len(shown) :]:
        print(f"Not shown, for want of room: {', '.join(hidden)}. A wider terminal or --format csv shows all columns.")
