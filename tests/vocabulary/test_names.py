"""Names as the literature writes them, and what they mean: ``names.tsv``, written by hand."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import Vocabulary
from bevo.project import Project

TABLE = Path(__file__).with_name("names.tsv")


@dataclass(frozen=True)
class Row:
    name: str
    kind: str
    wanted: str
    got: str

    @property
    def verdict(self) -> str:
        if self.got == self.wanted:
            return "right"
        return "none" if self.got in ("absent", "ambiguous") else "wrong"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_ontology(Project().ontology).vocabulary


@pytest.fixture(scope="module")
def rows(vocabulary: Vocabulary) -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for row in table:
        read = vocabulary.read(row["name"], [row["kind"]])
        found.append(Row(row["name"], row["kind"], row["wanted"], read.term.curie if read.term else read.status))
    return found


def test_no_name_leads_to_another_thing(rows: list[Row]) -> None:
    for (kind, verdict), count in sorted(Counter((row.kind, row.verdict) for row in rows).items()):
        sys.stdout.write(f"{kind}: {verdict} {count}\n")
    assert len(rows) >= 150
    assert [row for row in rows if row.verdict == "wrong"] == []


def test_names_lead_where_they_should(rows: list[Row]) -> None:
    assert [row for row in rows if row.verdict != "right"] == []


def test_nothing_is_suggested_for_a_molecule_that_is_not_there(vocabulary: Vocabulary, rows: list[Row]) -> None:
    absent = [row for row in rows if row.kind == "molecules" and row.wanted == "absent"]
    suggested = {row.name: vocabulary.suggestions(vocabulary.read(row.name, [row.kind]), [row.kind]) for row in absent}
    assert len(absent) > 50
    assert {name: names for name, names in suggested.items() if names} == {}


def test_every_wanted_term_is_there(vocabulary: Vocabulary, rows: list[Row]) -> None:
    known = {term.curie for term in vocabulary.terms.values()}
    assert {row.wanted for row in rows} - known <= {"absent", "ambiguous"}
