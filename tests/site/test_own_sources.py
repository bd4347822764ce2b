"""The pages of a study, a trial and a dataset that tell of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, Store, Triple

from bevo.project import Project
from bevo.questions.questions import read_queries
from bevo.site import write_pages
from finding.test_sources import told

__all__ = ["told"]  # a fixture


@pytest.fixture(scope="module")
def pages(told: tuple[Project, list[Triple], list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages") / "site"
    store = Store()
    store.bulk_extend(Quad(*t) for t in told[1])
    queries = {name: query for name, query in read_queries(told[0].queries).items() if name in ASKED}
    write_pages(store, told[1], queries, told[0].root, told[0].assets, out, "0")
    return out


ASKED = ("conflicts", "friend-or-foe")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("finding/F9001", 'The study <a href="../study/li-2016.html"><cite>'),
        ("finding/F9001", "itself, not a review: abstract."),
        (
            "finding/F9002",
            'The record of the clinical trial <a href="../study/nct01234567.html"><cite>A trial</cite></a> (2022)',
        ),
        ("finding/F9002", "<p>It cites</p>"),
        ("finding/F9003", 'The dataset <a href="../study/gse1.html">'),
        ("study/li-2016", "What it says itself, and reviews report from it"),
        ("study/li-2016", "Told by the study itself: 2 findings. It counts as one study, whoever tells it."),
        ("study/nct01234567", "https://clinicaltrials.gov/study/NCT01234567"),
        ("study/nct01234567", 'Published by the study <a href="../study/li-2016.html">'),
        ("study/gse1", "Accession: GSE1"),
        ("studies", "Studies, trials and datasets that tell of themselves"),
        ("findings", "the trial itself: NCT01234567"),
        ("review/yang-2021", "What the review says"),
    ],
)
def test_a_page_says_who_tells(page: str, words: str, pages: Path) -> None:
    assert words in (pages / f"{page}.html").read_text(encoding="utf-8")


def test_a_finding_of_a_study_is_not_asked_to_be_checked_against_it(pages: Path) -> None:
    unchecked = "No curator has checked this"
    assert unchecked not in (pages / "finding/F9001.html").read_text(encoding="utf-8")
    assert unchecked in (pages / "finding/F9002.html").read_text(encoding="utf-8")


def test_machines_read_what_they_are(pages: Path) -> None:
    assert '"@type": "MedicalTrial"' in (pages / "study/nct01234567.html").read_text(encoding="utf-8")
    assert '"review": ["gse1"]' in (pages / "data/findings.json").read_text(encoding="utf-8").replace('":["', '": ["')
