"""Findings, agents and steps in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from bevo.finding.wording import agent_in_words, participant_in_words, sentence, steps_in_words
from bevo.ontology.terms import Vocabulary
from bevo.signs import SIGNS, VERBS
from made_up import PLACE, grounded


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {},
            "extracellular exosome of osteoclast, carrying miR-214, inhibits osteoblast differentiation in osteoblast",
        ),
        (
            {"cargo": {"miR-214": "less"}, "to": None},
            "extracellular exosome of osteoclast, with less miR-214, inhibits osteoblast differentiation",
        ),
        (
            {"cargo": ["miR-214", {"miR-21": "more"}], "collective": True, "to": None},
            "extracellular exosome of osteoclast, carrying miR-214,"
            " with more miR-21, inhibits osteoblast differentiation",
        ),
        (
            {"cargo": None, "from": {"osteocyte": "senescent"}, "to": {"osteoblast": "aged"}},
            "extracellular exosome of osteocyte (senescent) inhibits osteoblast differentiation in osteoblast (aged)",
        ),
        (
            {"by": {"CD9 knockout": "less vesicle"}, "cargo": None, "to": None},
            "CD9 knockout (less vesicle), as to extracellular exosome of osteoclast,"
            " inhibits osteoblast differentiation",
        ),
        (
            {"cargo": None, "from": {"osteocyte": "aged"}, "versus": {"osteocyte": "young"}, "to": None},
            "extracellular exosome of osteocyte (aged), compared with that of osteocyte (young),"
            " inhibits osteoblast differentiation",
        ),
        (
            {"cargo": None, "inhibits": None, "undergoes": "uptake"},
            "extracellular exosome of osteoclast takes part in extracellular vesicle uptake in osteoblast",
        ),
        ({"inhibits": None, "to": None}, "extracellular exosome of osteoclast, carrying miR-214"),
    ],
)
def test_a_finding_is_one_sentence(keys: dict[str, Any], words: str, vocabulary: Vocabulary) -> None:
    assert sentence(grounded(vocabulary, keys)) == words


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_told_in_its_words(sign: str, vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"inhibits": None, "to": None, "cargo": None, sign: "ossification"})
    assert sentence(finding) == f"extracellular exosome of osteoclast {VERBS[sign].words} ossification"


def test_gaps_and_definitions_say_what_they_are_about(vocabulary: Vocabulary) -> None:
    gap = grounded(vocabulary, {"unknown": ["osteoblast", "miR-214"], "note": "which"}, of=PLACE)
    definition = grounded(vocabulary, {"defines": "exosome"}, of=PLACE)
    assert sentence(gap) == "Open: osteoblast, miR-214"
    assert sentence(definition) == "Definition of extracellular exosome"


def test_steps_are_told_in_order(vocabulary: Vocabulary) -> None:
    via = [
        ["uptake", "promotes", "ATF4"],
        ["miR-214", "associated_with", "ATF4"],
        ["vesicle", "has_no_effect_on", "RUNX2"],
    ]
    assert steps_in_words(grounded(vocabulary, {"via": via})) == (
        "uptake promotes ATF4; miR-214 is associated with ATF4; vesicle has no effect on RUNX2"
    )
    assert steps_in_words(grounded(vocabulary)) == ""


def test_an_agent_is_told_with_what_it_changes(vocabulary: Vocabulary) -> None:
    assert (
        agent_in_words(grounded(vocabulary, {"by": {"CD9 knockout": "less vesicle"}})) == "CD9 knockout (less vesicle)"
    )
    assert agent_in_words(grounded(vocabulary, {"by": "aged"})) == "aged"
    assert agent_in_words(grounded(vocabulary)) == ""


def test_a_participant_is_told_with_its_states(vocabulary: Vocabulary) -> None:
    (recipient,) = grounded(vocabulary, {"to": {"osteoblast": ["aged", "glucocorticoid"]}}).to
    assert participant_in_words(recipient) == "osteoblast (aged, glucocorticoid exposure to a molecule)"
