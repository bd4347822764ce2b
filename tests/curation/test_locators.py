from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("Table 2 row \u0661", "is no section"),
        ("Table 2 row \uff11", "is no section"),
        ("Table 2 row " + "1" * 5000, "is no section"),
        ("Table 2\nrow 1", "is no section"),
        ("Aims paragraph 2 sentence 2", "has 1 sentences in paragraph 2"),
    ],
)
def test_places_outside_the_outline_are_refused(text: str, message: str) -> None:
    assert message in (check_locator(text, REVIEW) or "")


@given(st.text(st.sampled_from("Tabe2 rowsntcpgh\n1\u0661\uff12"), max_size=80))
def test_any_text_is_a_locator_or_a_sentence(text: str) -> None:
    locator = parse_locator(text)
    assert text.startswith(locator.section) and locator.number >= 0
    check_locator(text, REVIEW)
