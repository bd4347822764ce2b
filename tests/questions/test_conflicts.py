"""The canned question and the reviewed records find the same conflicts; its companions answer as the reviews do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from pyoxigraph import Store

from bevo.problems import InputError
from bevo.questions.conflicts import Conflict, Found, conflicts_markdown, disagreements, found_conflicts, read_conflicts
from bevo.questions.questions import read_query, run
from checkout import ROOT, SAMPLE

RECORD = {
    "id": "C9000", "cargo": "miR-21", "outcome": "ossification", "promotes": ["F0457"], "inhibits": ["F0033"],
    "explained_by": ["disease"], "reading": "Donors differ.",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


def ask(store: Store, name: str) -> list[dict[str, str]]:
    answer = run(read_query(ROOT / "queries" / f"{name}.rq").text, store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


@pytest.fixture(scope="module")
def records() -> list[Conflict]:
    return read_conflicts(SAMPLE / "instances" / "conflicts")


@pytest.fixture(scope="module")
def found(store: Store) -> list[Found]:
    return found_conflicts(run(read_query(ROOT / "queries" / "conflicts.rq").text, store))


def test_every_conflict_found_is_reviewed_and_the_other_way_round(records: list[Conflict], found: list[Found]) -> None:
    assert found
    assert disagreements(records, found) == []


def test_a_missing_a_stale_and_a_changed_record_are_told(records: list[Conflict], found: list[Found]) -> None:
    first = next(one for one in found if one.key == records[0].key)
    rest = [one for one in found if one is not first]
    assert disagreements(records, rest) == [f"{records[0].id} is not found by the question"]
    assert disagreements(records[1:], found) == [f"no record reviews {' '.join(records[0].key)}"]
    changed = [replace(first, promotes=("F9999",)), *rest]
    written = " ".join(first.promotes)
    assert disagreements(records, changed) == [f"{records[0].id} promotes: {written} written, F9999 found"]


def test_the_document_tells_the_ten_strongest(records: list[Conflict], found: list[Found]) -> None:
    assert len(found) > 10
    assert conflicts_markdown(records, found).count("\n## ") == 10


def test_the_same_cargo_stands_before_the_same_source(found: list[Found]) -> None:
    first = next(one for one in found if one.key == ("cargo", "miR-21", "ossification"))
    assert first.promotes == ("F0457",)
    assert first.inhibits == ("F0033",)


def test_one_study_told_two_ways_is_seen(found: list[Found]) -> None:
    twice = next(conflict for conflict in found if conflict.key == ("cargo", "miR-31", "osteoclast differentiation"))
    assert twice.shared_studies == 1


def test_a_knock_out_takes_the_side_of_what_it_removes(found: list[Found]) -> None:
    clash = next(conflict for conflict in found if conflict.key == ("source", "osteoclast", "ossification"))
    assert "F1207" in clash.inhibits  # RAB27A siRNA promotes ossification
    assert not any(key == ("cargo", "miR-214", "ossification") for key in (c.key for c in found))  # F1209, an antagomir


def test_macrophages_disagree_by_polarisation(records: list[Conflict]) -> None:
    causes = {r.key: r.explained_by for r in records}
    assert causes["source", "macrophage", "osteoclast differentiation"] == ("M1/M2",)


def test_summaries_hedged_and_contrasts_are_left_out(found: list[Found]) -> None:
    named = {finding for conflict in found for finding in (*conflict.promotes, *conflict.inhibits)}
    assert not named & {"F0323", "F0465", "F1050"}  # hedged, versus, summary of a figure


def test_corroboration_counts_a_repeated_study_once(store: Store) -> None:
    rows = {(r["key"], r["sign"], r["about"]): r for r in ask(store, "corroboration")}
    row = rows["miR-214", "inhibits", "ossification"]
    assert (row["studies"], row["reviews"]) == ("4", "3")  # li-2016 twice, once by two reviews
    assert ("miR-31", "promotes", "osteoclast differentiation") not in rows  # xu-2018 alone


def test_osteoclast_vesicles_have_dual_action(store: Store) -> None:
    rows = {row["key"]: row for row in ask(store, "dual-action")}
    assert "ossification" in rows["osteoclast"]["towardsGain"]
    assert "osteoblast differentiation" in rows["osteoclast"]["towardsLoss"]
    assert "M2 macrophage" not in rows


def test_osteoclasts_speak_to_themselves_and_to_others(store: Store) -> None:
    rows = {(row["source"], row["mode"]): row for row in ask(store, "autocrine-paracrine")}
    assert int(rows["osteoclast", "autocrine"]["findings"]) >= 3  # F0042, F0044, F2134
    assert int(rows["osteoclast", "paracrine"]["lossFindings"]) >= 3  # miR-214 to osteoblasts


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "osteoblast"}, "needs a cargo or a source"),
        ({"polarity": "bone"}, "an outcome or a polarity"),
        ({"explained_by": ["none", "age"]}, "'none' cannot be combined"),
        ({"inhibits": []}, "at least 1 item"),
    ],
)
def test_a_malformed_record_is_refused(change: dict[str, object], message: str) -> None:
    Conflict.model_validate(RECORD)
    with pytest.raises(ValidationError, match=message):
        Conflict.model_validate(RECORD | change)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: C0001\n", "must be a list of records"),
        ("- id: C0001\n  explained_by: [weather]\n", r"a\.yaml:2.*explained_by"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_conflicts(tmp_path)
