"""``docs/curation.md``: it is that of the records, and its figures are those of the graph."""

from __future__ import annotations

import re

import pytest

from bevo.build.prepare import Checked
from bevo.exports.curation_page import curation_markdown


@pytest.fixture(scope="module")
def page(checked: Checked) -> str:
    return curation_markdown(
        checked.instances,
        checked.findings,
        checked.readings,
        checked.coverage,
        checked.quality,
        checked.ontology.vocabulary,
    )


def rows(page: str, heading: str) -> dict[str, list[str]]:
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {first: rest for first, *rest in cells}


def test_every_finding_is_counted_once_by_kind(page: str, checked: Checked) -> None:
    standing = [f for f, _ in checked.instances.findings if not f.deprecated]
    assert sum(map(int, rows(page, "Findings")["**all**"])) == len(standing)


def test_checks_are_those_of_the_records(page: str, checked: Checked) -> None:
    told = rows(page, "Checked against the studies")
    for verdict in ("agrees", "partly", "contradicts", "silent"):
        assert int(told[verdict][0]) == sum(check.verdict == verdict for check in checked.instances.checks)


def test_results_as_read_and_confirmed_are_those_emitted(page: str, checked: Checked) -> None:
    told = rows(page, "Discrepancies")
    for words, name in (("as told", "ReportedResult"), ("as read", "AcceptedResult"), ("confirmed", "ConfirmedResult")):
        emitted = sum(any(f"bevo/{name}>" in line for line in e.recorded) for e in checked.emitted.values())
        assert int(told[words][0]) == emitted


def test_no_share_is_without_its_number(page: str) -> None:
    assert not re.search(r"\bnan\b|\binf\b", page)
