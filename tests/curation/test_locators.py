from __future__ import annotations

import pytest

from bevo.curation.locators import check_locator, locators_of, parse_locator
from bevo.curation.records import Review, Section

REVIEW = Review(id="r", title="R", sections=(Section(name="Table 2", rows=3), Section(name="Aims", paragraphs=(2, 1))))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Table 2 row 26", ("Table 2", 1, "row", 26)),
        ("Aims paragraph 2 sentence 1", ("Aims", 2, "sentence", 1)),
        ("Figure 1", ("Figure 1", 1, None, 0)),
    ],
)
def test_parts_of_a_locator(text: str, parts: tuple[object, ...]) -> None:
    assert tuple(parse_locator(text)) == parts


@pytest.mark.parametrize("text", [text for section in REVIEW.sections for text in locators_of(section)])
def test_every_place_of_the_outline_can_be_named(text: str) -> None:
    assert check_locator(text, REVIEW) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Table 3 row 1", "is no section of r; nearest: table 2"),
        ("Table 2 row 4", "has 3 rows"),
        ("Aims paragraph 3 sentence 1", "has 2 paragraphs"),
        ("Aims paragraph 2 sentence 2", "has 1 sentences in paragraph 2"),
    ],
)
def test_places_outside_the_outline_are_refused(text: str, message: str) -> None:
    assert message in (check_locator(text, REVIEW) or "")
