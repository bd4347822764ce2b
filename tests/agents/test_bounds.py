"""What is given of an answer that is too long, and what is said of it."""

from __future__ import annotations

from bevo.agents.bounds import MOST_CHARACTERS, cut
from bevo.agents.shapes import shapes_md
from checkout import ROOT


def test_what_fits_is_given_whole_and_nothing_is_said() -> None:
    assert cut([1, 2, 3], 3) == ([1, 2, 3], "")
    assert cut([], 5) == ([], "")


def test_rows_beyond_the_limit_are_told_with_the_place_to_go_on() -> None:
    assert cut([1, 2, 3, 4], 2, 1) == ([2, 3], "Cut: rows 2 to 3 of 4. Ask for less, or go on from offset 3.")
    assert cut([1, 2, 3, 4], 2, 2) == ([3, 4], "")


def test_an_offset_behind_the_end_is_told() -> None:
    assert cut([1, 2], 5, 9) == ([], "There are 2 rows, none from offset 9 on.")


def test_rows_that_were_not_fetched_are_told() -> None:
    assert cut([1, 2], 2, more=True).says.startswith("Cut: rows 1 to 2 of more than 2. Ask for less")


def test_long_rows_are_cut_but_one_is_always_given() -> None:
    row = "x" * (MOST_CHARACTERS - 10)
    assert cut([row, row], 2) == (
        [row],
        "Cut: rows 1 to 1 of 2 (the answer would be too long). Ask for less, or go on from offset 1.",
    )


def test_the_shapes_in_short_have_every_kind_of_finding_and_no_blank_node() -> None:
    text = shapes_md(ROOT / "shapes")
    for kind in ("BiomarkerFinding", "EffectFinding", "NoEffectFinding", "KnowledgeGap"):
        assert f"bevo:{kind}" in text
    assert "An effect needs an outcome" in text and "_:" not in text
