"""Findings as JSON Lines are the records of the YAML, and a line is checked as a record is."""

from __future__ import annotations

import json

import pytest

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


@pytest.mark.parametrize(("text", "expected"), [('{"id": "F9001"}', "F9001"), ("[", ""), ("[]", ""), ("{}", "")])
def test_the_id_of_a_line_is_told_whatever_else_it_holds(text: str, expected: str) -> None:
    assert identifier(text) == expected
