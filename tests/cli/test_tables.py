"""Tables in a terminal: whole words, and fewer columns where not all fit."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from bevo.cli.tables import widths

COLUMNS = [
    ["source", "bone marrow-derived macrophage", "endothelial cell"],
    ["gain findings", "2", "13"],
    ["loss findings", "0", "1"],
]
"""Their longest words have 14, 8 and 8 characters; each has 3 of its edges, and one ends the line."""


@pytest.mark.parametrize(
    ("room", "found"),
    [(80, [30, 13, 13]), (50, [18, 11, 11]), (40, [14, 8, 8]), (39, [19, 13]), (29, [14, 8]), (28, [24]), (5, [1])],
)
def test_as_many_columns_as_fit_with_their_longest_words(room: int, found: list[int]) -> None:
    assert widths(COLUMNS, room) == found


def in_terminal(width: int, program: str) -> str:
    """What a program prints in a terminal of that width."""
    ours, theirs = pty.openpty()
    told = {"COLUMNS": str(width), "TERM": "xterm", "NO_COLOR": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], stdout=theirs, env=os.environ | told, check=True)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        return stream.read1(1_000_000).decode()


@pytest.mark.parametrize("width", [24, 29, 40])
def test_a_narrow_terminal_breaks_no_word_and_names_what_is_hidden(width: int) -> None:
    head, *rows = map(list, zip(*COLUMNS, strict=True))
    out = in_terminal(width, f"from bevo.cli.tables import print_table; print_table('', {head!r}, {rows!r})")
    assert "marrow-derived" in out and "macrophage" in out
    table, _, hidden = out.partition("Not shown, for want of room: ")
    assert ("loss findings" in hidden) is (width < 40)
    assert max(len(line) for line in table.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()) <= width
