"""Which finding each sentence of a source gave, or why it gave none; asked where the source says so (``coverage``)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bevo.curation.locators import locators_of
from bevo.curation.read import Instances
from bevo.curation.tables import lines_of
from bevo.problems import Problem, relative

__all__ = ["REASONS", "CoverageRow", "Skipped", "coverage_rows", "coverage_tsv", "read_skipped", "uncovered"]

REASONS = ("background", "no vesicle", "transition", "method", "table", "aim", "repeat")

Skipped = dict[str, dict[str, str]]
"""Reasons by review and locator."""


class CoverageRow(NamedTuple):
    """What became of a sentence or table row.

    :param findings: ids, separated by blanks.
    :param reason: why there is none.
    """

    review: str
    locator: str
    findings: str
    reason: str


def read_skipped(folder: Path, problems: list[Problem]) -> Skipped:
    """The sentences that gave no finding, one ``<review>.tsv`` each with columns locator and reason.

    :param problems: malformed rows are added here.
    """
    skipped: Skipped = {}
    for path in sorted(folder.glob("*.tsv")):
        rows = skipped.setdefault(path.stem, {})
        for line, text in enumerate(lines_of(path, problems), start=1):
            locator, tab, reason = text.partition("\t")
            if line == 1:
                continue
            if not tab or reason.partition(":")[0] not in REASONS:
                message = f"a row must be a locator, a tab and a reason (one of {', '.join(REASONS)})"
                problems.append(Problem(relative(path), line, locator, message))
            elif locator in rows:
                problems.append(Problem(relative(path), line, locator, "stands twice"))
            rows[locator] = reason
    return skipped


def coverage_rows(instances: Instances, skipped: Skipped) -> list[CoverageRow]:
    """A row for every sentence and table row of every source with ``coverage: sentences``, in reading order."""
    findings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding, review in instances.findings:
        for locator in () if finding.deprecated else finding.at:
            findings[review, locator].append(finding.id)
    return [
        CoverageRow(
            review.id, locator, " ".join(findings[review.id, locator]), skipped.get(review.id, {}).get(locator, "")
        )
        for review in (*instances.reviews.values(), *instances.citable.values())
        if review.coverage
        for section in review.sections
        for locator in locators_of(section)
    ]


def uncovered(instances: Instances, skipped: Skipped, folder: Path) -> list[Problem]:
    """Sentences without finding or reason, with both, and reasons for places that are not in the outline."""
    rows = coverage_rows(instances, skipped)
    problems = []
    for review, locator, findings, reason in rows:
        file = relative(folder / f"{review}.tsv")
        if not findings and not reason:
            message = "gave no finding and no reason for none; curate it, or say why with a row here"
            problems.append(Problem(file, 0, locator, message, warning=True))
        if findings and reason:
            message = f"has a reason for no finding ({reason}), but gave {findings}; remove the row here"
            problems.append(Problem(file, 0, locator, message, warning=True))
    places = {(review, locator) for review, locator, _, _ in rows}
    asked = {review for review, _ in places}
    problems += [
        Problem(
            relative(folder / f"{review}.tsv"),
            0,
            locator,
            "reviews.yaml has no such place in its outline"
            if review in asked
            else f"no reason is asked: '{review}' does not say 'coverage: sentences', or is no source",
        )
        for review, reasons in skipped.items()
        for locator in reasons
        if (review, locator) not in places
    ]
    return problems


def coverage_tsv(rows: Iterable[CoverageRow]) -> bytes:
    """The rows as a table with a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerows([CoverageRow._fields, *rows])
    return text.getvalue().encode("utf-8")
