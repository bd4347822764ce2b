"""Every sentence of the reviews gave a finding, or has a reason for none."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from bevo.build.prepare import Checked
from bevo.curation.coverage import coverage_rows, read_skipped, uncovered
from bevo.curation.read import Curated, Instances
from bevo.curation.records import Finding, Review, Section
from bevo.problems import Problem
from checkout import ROOT

REVIEW = Review(id="r", title="R", coverage="sentences", sections=(Section(name="Table", rows=3),))


def instances(*places: str) -> Instances:
    given = {"cites": ["x"], "vesicle": "exosome", "cargo": "RNA"}
    records = [Finding.model_validate({"id": f"F000{i}", "at": [at], **given}) for i, at in enumerate(places)]
    return Instances([Curated(record, "r") for record in records], {}, {"r": REVIEW}, [], {})


def test_every_sentence_of_every_review_is_accounted_for(checked: Checked) -> None:
    assert [row for row in checked.coverage if not row.findings and not row.reason] == []
    assert Counter(row.review for row in checked.coverage) == {
        "yang-2021": 182 + 44,
        "exosomal-communication-2024": 251,
        "encyclopedia-ev-osteoporosis": 81 + 18,
    }


def test_every_row_of_the_three_tables_of_yang_2021_gave_findings(checked: Checked) -> None:
    rows = [row for row in checked.coverage if row.review == "yang-2021" and row.locator.startswith("Table")]
    assert len(rows) == 5 + 30 + 9
    assert all(row.findings for row in rows)


def test_the_committed_table_has_the_same_rows(checked: Checked) -> None:
    with (ROOT / "instances" / "coverage.tsv").open(encoding="utf-8") as stream:
        assert [tuple(row) for row in csv.reader(stream, delimiter="\t")][1:] == checked.coverage


def test_a_missing_a_doubled_and_a_stray_sentence_are_named() -> None:
    skipped = {"r": {"Table row 1": "background", "Table row 9": "aim"}}
    said = [str(problem) for problem in uncovered(instances("Table row 1"), skipped, Path("skipped"))]
    assert len(said) == 4
    assert "Table row 1: has a reason for no finding (background), but gave F0000" in said[0]
    assert "Table row 2: gave no finding and no reason" in said[1]
    assert "Table row 9: reviews.yaml has no such place in its outline" in said[3]


@pytest.mark.parametrize("row", ["Table row 1", "Table row 1\tlazy"])
def test_a_malformed_reason_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "r.tsv").write_text(f"locator\treason\n{row}\n", encoding="utf-8")
    problems: list[Problem] = []
    read_skipped(tmp_path, problems)
    assert [(p.line, p.about) for p in problems] == [(2, "Table row 1")]


def test_rows_follow_the_reading_order() -> None:
    rows = coverage_rows(instances("Table row 2", "Table row 2"), {})
    assert [row.locator for row in rows] == ["Table row 1", "Table row 2", "Table row 3"]
    assert [row.findings for row in rows] == ["", "F0000 F0001", ""]
