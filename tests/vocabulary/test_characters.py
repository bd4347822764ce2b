"""What may stand in a name."""

from __future__ import annotations

import pytest

from bevo.vocabulary.characters import not_in_a_name


@pytest.mark.parametrize(
    "name", ["miR-214", "TGF-β", "αvβ3 integrin", "naïve T cell", "Ca²⁺", "1,25(OH)2D3", "-/-", "%", ""]
)
def test_names_as_they_are_written(name: str) -> None:
    assert not_in_a_name(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "ɑ-cell",
        "1⁄2",
        "ƽ",
        "ⅿiR",
        "ﬁbroblast",
        "ℬ cell",
        "miR-２１４",
        "osteobl\u0430st",
        "a\u200bb",
        "  ",
        "x" * 301,
    ],
)
def test_names_that_look_like_others_or_like_nothing(name: str) -> None:
    assert not_in_a_name(name)
