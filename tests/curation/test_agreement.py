"""Agreement of two curators: pairing within a place, and Cohen's kappa."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.curation.agreement import COLUMNS, COMPARED, Row, agreement, kappa, paired
from bevo.curation.quality import read_quality
from bevo.problems import Problem


def row(locator: str, **told: str) -> Row:
    return {**dict.fromkeys(COLUMNS, ""), "review": "r", "locator": locator, **told}


def as_is(_: str, cell: str) -> str:
    return cell


def test_kappa_of_a_textbook_table() -> None:
    # 50 grants, two readers: 20 yes yes, 15 no no, 5 yes no, 10 no yes; agreement 0.7, by chance 0.5
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert kappa(pairs) == pytest.approx((0.7, 0.4))


@pytest.mark.parametrize(("pairs", "expected"), [([], 1.0), ([("a", "a")] * 3, 1.0), ([("a", "b"), ("b", "a")], -1.0)])
def test_kappa_at_its_ends(pairs: list[tuple[str, str]], expected: float) -> None:
    assert kappa(pairs)[1] == expected


def test_rows_are_paired_within_a_place_by_what_they_share() -> None:
    first = [row("1", source="a", outcome="x"), row("1", source="b", outcome="y"), row("2", source="a")]
    second = [row("1", source="b", outcome="y"), row("1", source="a", outcome="x"), row("3", source="a")]
    pairs = paired(first, second, "sign", as_is)
    assert [(one["source"], other["source"]) for one, other in pairs] == [("a", "a"), ("b", "b")]


def test_the_column_that_is_compared_has_no_say_in_the_pairing() -> None:
    first = [row("1", outcome="x", sign="promotes")]
    second = [row("1", outcome="x", sign="inhibits"), row("1", outcome="y", sign="promotes")]
    [(_, other)] = paired(first, second, "sign", as_is)
    assert other["sign"] == "inhibits"


def test_each_column_is_compared_and_whether_there_is_a_finding() -> None:
    first = [row("1", source="a"), row("2", source="none")]
    second = [row("1", source="a"), row("2", source="b")]
    found = agreement(first, second, as_is)
    assert [a.column for a in found] == ["a finding at all", *COMPARED]
    assert (found[0].pairs, found[0].same) == (2, 0.5)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("agreement-1.tsv", "review\tlocator\n", "agreement-1.tsv:1: the columns must be review, locator, source"),
        (
            "agreement-2.tsv",
            "\t".join(COLUMNS) + "\nr\t1\n",
            "agreement-2.tsv:2: a row has 8 cells, tab separated; this",
        ),
        (
            "readings.tsv",
            "reading\tdate\trecords\tchanged\tadded\twithdrawn\tnote\nfirst\t2026\tmany\t1\t1\t1\t\n",
            "readings.tsv:2: first: records: 'many' is no number",
        ),
    ],
)
def test_a_fault_of_a_table_is_told_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / "curation").mkdir()
    (tmp_path / "curation" / name).write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    read_quality(tmp_path, problems)
    assert [str(p) for p in problems if message in str(p)], problems


def test_without_tables_there_is_nothing_to_tell(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert not read_quality(tmp_path, problems).readings and not problems
