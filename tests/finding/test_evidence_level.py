"""The level of evidence: what text, model and study tell, and where nothing is told."""

from __future__ import annotations

from typing import Any

import pytest

from bevo.build.prepare import Checked
from bevo.curation.records import Check, Finding
from bevo.finding.evidence_level import RULES, evidence_levels
from bevo.finding.ground import ground

PLACE = {"id": "F9001", "at": "Table 2 row 1", "cites": "li-2016", "vesicle": "exosome"}
CULTURE = [("Model", "in vitro")]
ANIMAL = [("Model", "animal")]
PATIENTS = [("Model", "patients")]
HEALS = {"promotes": "fracture healing"}
GROWS = {"promotes": "osteoblast differentiation"}
IN_SERUM = {"from": "serum", "cargo": {"miR-214": "more"}}
CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (HEALS, []),
    ({**GROWS, "evidence": "in vitro"}, [("Text", "in vitro")]),
    ({**GROWS, "to": "MC3T3-E1"}, CULTURE),
    ({**GROWS, "model": "RAW 264.7"}, CULTURE),
    ({**GROWS, "model": "bone marrow-derived macrophage"}, CULTURE),
    ({**HEALS, "model": "mouse"}, ANIMAL),
    ({**HEALS, "model": "human"}, []),
    ({**GROWS, "to": "MC3T3-E1", "model": "mouse"}, CULTURE),
    ({**GROWS, "model": "mouse", "evidence": "in vitro"}, [("Text", "in vitro")]),
    ({**HEALS, "kind": "therapy", "model": "osteoporosis"}, ANIMAL),
    ({**GROWS, "to": "osteoblast", "model": "osteoporosis"}, []),
    ({**HEALS, "kind": "therapy", "model": ["osteoporosis", "human"]}, []),
    ({**IN_SERUM, "from": {"serum": "osteoporosis"}}, PATIENTS),
    ({**IN_SERUM, "groups": {"osteoporosis": 3}}, PATIENTS),
    (IN_SERUM, []),
    ({**IN_SERUM, "groups": {"osteoporosis": 3}, "model": "mouse"}, ANIMAL),
    ({**GROWS, "from": "MC3T3-E1"}, CULTURE),
    ({**GROWS, "from": "MC3T3-E1", "model": "mouse"}, ANIMAL),
    ({**GROWS, "from": "MC3T3-E1", "kind": "therapy"}, []),
]  # fmt: skip


def levels(checked: Checked, keys: dict[str, Any], checks: list[Check]) -> list[tuple[str, str]]:
    finding, problems = ground(Finding.model_validate({**PLACE, **keys}), "yang-2021", checked.ontology.vocabulary)
    assert finding, problems
    return [(by, level) for by, level in evidence_levels(finding, checks)]


@pytest.mark.parametrize(("keys", "told"), CASES, ids=[str(keys) for keys, _ in CASES])
def test_text_and_model_tell(checked: Checked, keys: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert levels(checked, keys, []) == told


@pytest.mark.parametrize(("identity", "told"), [("certain", [("Abstract", "animal")]), ("probable", [])])
def test_a_study_tells_where_it_is_certainly_the_one(
    checked: Checked, identity: str, told: list[tuple[str, str]]
) -> None:
    record = {
        "finding": "F9001", "study": "li-2016", "verdict": "silent", "level": ["animal"], "seen": "abstract",
        "at": "https://example.org/a", "date": "2026-11-27", "identity": identity,
    }  # fmt: skip
    assert levels(checked, HEALS, [Check.model_validate(record)]) == told


def test_each_rule_says_why() -> None:
    assert all(rule.reason.endswith(".") for rule in RULES)
