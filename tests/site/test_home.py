"""The questions that the home page answers."""

from __future__ import annotations

import csv
from pathlib import Path

import html5lib
import pytest
from pyoxigraph import Literal

from bevo.build.build import Release
from bevo.project import Project
from bevo.rdf.answer import Answer
from bevo.site.pages.home import FIVE, MOST_ROWS, answered


def answer(*rows: dict[str, str]) -> Answer:
    columns = list(rows[0]) if rows else ["x"]
    return Answer(columns, [[Literal(row[name]) for name in columns] for row in rows])


def empty() -> dict[str, Answer]:
    return {name: answer() for name, *_ in FIVE}


def texts(row: tuple[object, ...]) -> list[str]:
    return ["; ".join(item.text for item in cell.items) for cell in row]  # type: ignore[attr-defined]


def test_the_sentence_counts_the_sources_by_where_they_work() -> None:
    told = [("a", "3", "0"), ("b", "1", "2"), ("c", "0", "4"), ("d", "0", "1")]
    rows = [{"source": s, "gainFindings": g, "lossFindings": l} for s, g, l in told]  # noqa: E741
    (shown,) = answered({**empty(), "friend-or-foe": answer(*rows)}, {"a": "term/A.html"})
    assert (
        shown.says
        == "Of 4 sources, 1 are told to work only towards gain of bone, 2 only towards loss, and 1 towards both."
    )
    assert shown.table.rows[0][0].items[0].href == "term/A.html"
    assert not shown.table.rows[1][0].items[0].href, "what has no page is not linked"
    assert [item.mark for cell in shown.table.rows[0] for item in cell.items] == ["", "gain", ""]


def test_many_findings_are_a_number_and_few_are_links() -> None:
    row = {"key": "miR-21", "about": "ossification", "promotes": "F0001; F0002; F0003", "inhibits": "F0004; F0005"}
    (shown,) = answered({**empty(), "conflicts": answer(row)}, {})
    assert texts(shown.table.rows[0]) == ["miR-21", "ossification", "3 findings", "F0004; F0005"]
    assert [i.href for i in shown.table.rows[0][3].items] == ["finding/F0004.html", "finding/F0005.html"]


def test_a_long_list_of_targets_is_cut_and_says_so() -> None:
    names = [f"T{n}" for n in range(7)]
    row = {"microRNA": "miR-1", "targets": "7", "targetNames": "; ".join(names), "findings": "9"}
    (shown,) = answered({**empty(), "one-mirna-many-targets": answer(row)}, {})
    assert texts(shown.table.rows[0]) == ["miR-1", "T0; T1; T2; T3; 3 more", "9"]


def test_only_the_first_rows_are_shown_and_the_rest_counted() -> None:
    row = {"source": "a", "gainFindings": "1", "lossFindings": "0"}
    (shown,) = answered({**empty(), "friend-or-foe": answer(*[row] * 30)}, {})
    assert (len(shown.table.rows), shown.rows) == (MOST_ROWS, 30)


def test_a_question_without_an_answer_is_left_out() -> None:
    assert answered(empty(), {}) == []


@pytest.mark.parametrize("name", [name for name, *_ in FIVE])
def test_the_home_page_shows_the_first_rows_of_each_answer(name: str, sample: tuple[Project, Release]) -> None:
    site: Path = sample[0].dist / "site"
    document = html5lib.parse((site / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    article = next(a for a in document.iter("article") if a.get("aria-labelledby") == f"asks-{name}")
    shown = [" ".join("".join(row[0].itertext()).split()) for row in article.find(".//tbody")]
    with (site / "question" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(c for c in ("source", "from", "microRNA", "key") if c in rows[0])
    assert shown == [row[column] for row in rows[:MOST_ROWS]]
