"""Two answers, told as a person compares them."""

from __future__ import annotations

import pytest

from bevo.questions.changes import row_changes

COUNTS = "source,gain,loss,term\nosteoclast,5,15,CL:1\nosteoblast,1,2,CL:2\n"
TOLD = "finding,sign,about\nfinding:F0001,inhibits,a; b; c\nfinding:F0002,promotes,\n"


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (COUNTS, COUNTS, []),
        (COUNTS, COUNTS.replace("5,15", "6,14"), ["osteoclast: gain 5 → 6, loss 15 → 14"]),
        (COUNTS, COUNTS.replace("osteoclast", "T cell"), [
            "gone: osteoclast | 5 | 15 | CL:1", "new: T cell | 5 | 15 | CL:1"]),
        (COUNTS, f"{COUNTS}T cell,0,1,CL:3\n", ["new: T cell | 0 | 1 | CL:3"]),
        (TOLD, TOLD.replace("inhibits", "promotes"), ["finding:F0001: sign inhibits → promotes"]),
        (TOLD, TOLD.replace("a; b; c", "a; c; d"), ["finding:F0001: about +d −b"]),
        (TOLD, TOLD.replace("a; b; c", "b; a; c"), ["finding:F0001: about in another order"]),
        (TOLD, TOLD.replace("promotes,", "promotes,x"), ["finding:F0002: about nothing → x"]),
        ("a\nx\ny\n", "a\ny\nx\n", ["the same rows in another order"]),
        ("a\nx\nx\n", "a\nx\n", ["gone: x"]),
        ("", COUNTS, ["a new question; 2 rows"]),
        (COUNTS, "", ["the question is gone; 2 rows"]),
        ("a,b\nx,y\n", "a,c\nx,y\n", ["columns: no longer b; now c; 1 rows before, 1 now"]),
        ("a,b\nx\nz,y,more\n", "a,b\nx,\n", ["gone: z | y"]),
    ],
)  # fmt: skip
def test_changes_are_told_by_row(before: str, after: str, changes: list[str]) -> None:
    assert row_changes(before, after) == changes
