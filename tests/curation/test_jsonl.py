"""Findings as JSON Lines are the records of the YAML, and a line is checked as a record is."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bevo.build.prepare import Checked
from bevo.curation.jsonl import findings_jsonl, identifier, read_line

GOOD = {
    "id": "F9001",
    "review": "yang-2021",
    "at": ["Abstract sentence 3"],
    "uncited": "a test",
    "from": "osteocyte",
    "vesicle": "exosome",
    "inhibits": "osteoblast differentiation",
}


def test_the_curated_findings_come_back_as_they_went(checked: Checked) -> None:
    instances = checked.instances
    lines = findings_jsonl(instances).decode("utf-8").splitlines()
    for line, (finding, review) in zip(lines, instances.findings, strict=True):
        assert read_line(line, instances.reviews, instances.studies) == (finding, review, [])


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"note": None}, ["the key 'note' has no value"]),
        ({"review": "nowhere", "id": "F1"}, ["id: 'F1' does not fit the pattern", "review: names none of"]),
        ({"at": ["Nowhere sentence 1"]}, ["at: 'Nowhere' is no section of"]),
        ({"uncited": "", "cites": ["nobody-1900"]}, ["is no study of studies.yaml"]),
    ],
)
def test_every_fault_of_a_line_is_told(change: dict[str, object], faults: list[str], checked: Checked) -> None:
    line = {key: value for key, value in {**GOOD, **change}.items() if value != ""}
    told = read_line(json.dumps(line), checked.instances.reviews, checked.instances.studies).faults
    assert len(told) == len(faults)
    assert all(fault in said for fault, said in zip(faults, told, strict=True)), told


@pytest.mark.parametrize(
    "note",
    ['"a\\u0000"', '["\\u001b"]', '{"\\ufffe": 1}', '"\\ud800"', "[" * 100_000 + "]" * 100_000, "1e999", "1" * 5000],
)
def test_a_line_that_is_no_text_is_told(note: str, checked: Checked) -> None:
    line = json.dumps(GOOD)[:-1] + f', "note": {note}}}'
    told = read_line(line, checked.instances.reviews, checked.instances.studies)
    assert told.faults and (told.record is None or note == "1e999")


@settings(max_examples=200, deadline=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.one_of(
        st.text(max_size=80),
        st.recursive(
            st.none()
            | st.booleans()
            | st.floats()
            | st.text(max_size=5)
            | st.sampled_from(["exosome", "F0001", "less"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from([*GOOD, "via", "by", "from", "groups", "counts", "diameter"]), inner)
            ),
            max_leaves=12,
        ).map(json.dumps),
    )
)
def test_any_line_is_a_record_or_told(line: str, checked: Checked) -> None:
    told = read_line(line, checked.instances.reviews, checked.instances.studies)
    assert told.record or told.faults


@pytest.mark.parametrize(("text", "expected"), [('{"id": "F9001"}', "F9001"), ("[", ""), ("[]", ""), ("{}", "")])
def test_the_id_of_a_line_is_told_whatever_else_it_holds(text: str, expected: str) -> None:
    assert identifier(text) == expected
