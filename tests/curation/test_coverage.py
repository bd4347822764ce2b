"""Every sentence of the reviews gave a finding, or has a reason for none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.curation.coverage import coverage_rows, read_skipped, uncovered
from bevo.curation.read import Curated, Instances
from bevo.curation.records import Finding, Review, Section
from bevo.problems import Problem

REVIEW = Review(id="r", title="R", coverage="sentences", sections=(Section(name="Table", rows=3),))


def instances(*places: str) -> Instances:
    given = {"cites": ["x"], "vesicle": "exosome", "cargo": "RNA"}
    records = [Finding.model_validate({"id": f"F000{i}", "at": [at], **given}) for i, at in enumerate(places)]
    return Instances([Curated(record, "r") for record in records], {}, {"r": REVIEW}, [], {})


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


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u202e"])
def test_a_character_that_is_no_text_is_told_by_line(char: str, tmp_path: Path) -> None:
    text = f"locator\treason\nTable row 1\taim\nTable row 2\taim: a{char}b\n"
    (tmp_path / "r.tsv").write_text(text, encoding="utf-8", newline="\n")
    problems: list[Problem] = []
    read_skipped(tmp_path, problems)
    assert [p.line for p in problems] == [3] and f"U+{ord(char):04X}" in problems[0].message


def test_rows_follow_the_reading_order() -> None:
    rows = coverage_rows(instances("Table row 2", "Table row 2"), {})
    assert [row.locator for row in rows] == ["Table row 1", "Table row 2", "Table row 3"]
    assert [row.findings for row in rows] == ["", "F0000 F0001", ""]
