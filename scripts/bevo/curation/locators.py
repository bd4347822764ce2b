"""Where in a source a finding stands: ``Table 2 row 26``, ``Introduction paragraph 2 sentence 4``."""

from __future__ import annotations

import re
from typing import NamedTuple

from bevo.curation.records import Section, Source

__all__ = ["Locator", "check_locator", "locators_of", "parse_locator"]

_FORM = re.compile(
    r"(?P<section>.*?)(?: paragraph (?P<paragraph>[0-9]{1,6}))?(?: (?P<unit>sentence|row) (?P<number>[0-9]{1,6}))?",
    re.DOTALL,
)


class Locator(NamedTuple):
    """A place in a source.

    :param unit: ``sentence``, ``row``, or None where the whole section is meant.
    """

    section: str
    paragraph: int
    unit: str | None
    number: int


def parse_locator(text: str) -> Locator:
    """Read a locator; a section of one paragraph leaves the paragraph out."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise AssertionError("the pattern takes any text")
    return Locator(match["section"], int(match["paragraph"] or 1), match["unit"], int(match["number"] or 0))


def check_locator(text: str, review: Source) -> str | None:
    """What is wrong with a locator, or None; of a source without an outline it is free text."""
    from bevo.problems import nearest

    if not review.sections:
        return None
    locator = parse_locator(text)
    section = next((s for s in review.sections if s.name == locator.section), None)
    if section is None:
        hint = nearest(locator.section, (s.name.casefold() for s in review.sections))
        return f"'{locator.section}' is no section of {review.id}{hint}"
    if locator.unit == "row":
        limit, what = section.rows, "rows"
    else:
        if not 1 <= locator.paragraph <= len(section.paragraphs):
            return f"'{section.name}' of {review.id} has {len(section.paragraphs)} paragraphs"
        limit, what = section.paragraphs[locator.paragraph - 1], f"sentences in paragraph {locator.paragraph}"
    if locator.unit and not 1 <= locator.number <= limit:
        return f"'{section.name}' of {review.id} has {limit} {what}; '{text}' is outside"
    return None


def locators_of(section: Section) -> list[str]:
    """Every row or sentence of a section, as a locator."""
    if section.rows:
        return [f"{section.name} row {row}" for row in range(1, section.rows + 1)]
    return [
        f"{section.name}{f' paragraph {p}' if len(section.paragraphs) > 1 else ''} sentence {s}"
        for p, sentences in enumerate(section.paragraphs, start=1)
        for s in range(1, sentences + 1)
    ]
