"""Results as told, as curators read them, and as their study bears them out."""

from __future__ import annotations

from typing import Any

import pytest

from bevo.build.prepare import Checked
from bevo.curation.records import ASPECTS, Check, Discrepancy, Finding
from bevo.finding.ground import Grounded, ground
from bevo.finding.standing import Reading, readings, standing

ACCEPTED = {"AcceptedResult", "AcceptedVesicleResult", "AcceptedCargoResult", "AcceptedMechanismResult"}
CHECK = {
    "finding": "F9001",
    "study": "li-2016",
    "seen": "abstract",
    "at": "https://example.org/a",
    "date": "2026-11-27",
}


def finding(checked: Checked, **keys: Any) -> Grounded:
    told = {
        "id": "F9001",
        "at": "Table 2 row 1",
        "cites": "li-2016",
        "vesicle": "exosome",
        "promotes": "fracture healing",
    }
    grounded, problems = ground(Finding.model_validate({**told, **keys}), "yang-2021", checked.ontology.vocabulary)
    assert grounded, problems
    return grounded


def disowning(*aspects: str) -> Reading:
    record = {
        "id": "D9001", "type": "cell", "at": {}, "findings": ["F9001"], "says": "a", "reading": "b",
        "does_not_count": {"F9001": list(aspects)},
    }  # fmt: skip
    return readings([Discrepancy.model_validate(record)], [])["F9001"]


def checks(*told: tuple[str, str]) -> Reading:
    made = [Check.model_validate({**CHECK, "verdict": v, "identity": i, "differs": "much"}) for v, i in told]
    return readings([], made)["F9001"]


@pytest.mark.parametrize(
    ("aspect", "left"),
    [
        ("finding", set()),
        ("source", set()),
        ("recipient", set()),
        ("sign", set()),
        ("vesicle", ACCEPTED - {"AcceptedVesicleResult"}),
        ("cargo", ACCEPTED - {"AcceptedCargoResult"}),
        ("step", ACCEPTED - {"AcceptedMechanismResult"}),
    ],
)
def test_what_is_disowned_no_longer_counts_where_it_matters(checked: Checked, aspect: str, left: set[str]) -> None:
    assert aspect in ASPECTS
    assert set(standing(finding(checked), disowning(aspect))) == left


def test_a_hedge_is_no_result_at_all(checked: Checked) -> None:
    assert not list(standing(finding(checked, certainty="hedged"), checks(("agrees", "certain"))))


@pytest.mark.parametrize(
    ("told", "confirmed"),
    [
        ([("agrees", "certain")], True),
        ([("agrees", "probable")], False),
        ([("partly", "certain")], False),
        ([("silent", "certain")], False),
        ([("agrees", "certain"), ("silent", "certain")], True),
        ([("agrees", "certain"), ("contradicts", "probable")], False),
    ],
)
def test_a_study_confirms_that_is_certain_and_uncontradicted(
    checked: Checked, told: list[tuple[str, str]], confirmed: bool
) -> None:
    assert ("ConfirmedResult" in set(standing(finding(checked), checks(*told)))) == confirmed
