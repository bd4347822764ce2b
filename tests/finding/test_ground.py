"""Names become terms: compounds, places, roles in steps; what does not fit is told with its place."""

from __future__ import annotations

from typing import Any

import pytest

from bevo.finding.ground import Thing, ground
from bevo.ontology.terms import Vocabulary
from made_up import PLACE, grounded, record


def in_short(end: Thing | str | None) -> str | tuple[str, str]:
    """A thing as its label, with that of its cell or molecule."""
    if not isinstance(end, Thing):
        return str(end)
    part = end.cell or end.molecule
    return (end.term.label, part.label) if part else end.term.label


def test_labels_and_synonyms_lead_to_the_same_terms(vocabulary: Vocabulary) -> None:
    by_synonym, by_label = grounded(vocabulary), grounded(vocabulary, {"vesicle": "extracellular exosome"})
    assert by_synonym.vesicle == by_label.vesicle
    assert by_synonym.vesicle and by_synonym.vesicle.term.curie == "GO:0070062"
    assert [p.term.curie for p in (*by_synonym.source, *by_synonym.to)] == ["CL:0000092", "CL:0000062"]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("osteoblast differentiation", "osteoblast differentiation"),
        ("osteoclast apoptosis", ("apoptotic process", "osteoclast")),
        ("apoptosis", ("apoptotic process", "osteoblast")),
        ("ossification", "ossification"),
        ("RUNX2", "RUNX2"),
    ],
)
def test_an_outcome_has_the_cell_that_it_names_or_else_the_recipient(
    written: str, means: str | tuple[str, str], vocabulary: Vocabulary
) -> None:
    assert in_short(grounded(vocabulary, {"inhibits": written}).outcome) == means


@pytest.mark.parametrize("to", [["osteoblast", "osteocyte"], "bone tissue"])
def test_a_bare_process_takes_no_cell_from_several_recipients_or_from_a_tissue(to: Any, vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"to": to, "inhibits": "apoptosis", "collective": True})
    assert in_short(finding.outcome) == "apoptotic process"


def test_a_condition_may_name_its_molecule_and_a_molecule_as_a_state_is_exposure(vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"by": {"CD9 knockout": "less vesicle"}, "to": {"osteoblast": ["aged", "TNF-α"]}})
    assert in_short(finding.agent) == ("knockout", "CD9")
    assert [in_short(state) for state in finding.to[0].states] == ["aged", ("exposure to a molecule", "TNF")]


def test_steps_stay_in_order_and_roles_stand_for_participants(vocabulary: Vocabulary) -> None:
    via = [
        ["uptake", "promotes", "ATF4"],
        ["cargo", "binds", "ATF4"],
        ["cargo", "inhibits", "ATF4"],
        ["agent", "affects", "vesicle"],
        ["ATF4", "promotes", "apoptosis"],
    ]
    steps = grounded(vocabulary, {"by": "aged", "via": via}).steps
    assert [(in_short(s.subject), s.verb, in_short(s.object)) for s in steps] == [
        ("uptake", "promotes", "ATF4"),
        ("miR-214", "binds", "ATF4"),
        ("miR-214", "inhibits", "ATF4"),
        ("aged", "affects", "vesicle"),
        ("ATF4", "promotes", ("apoptotic process", "osteoblast")),
    ]


@pytest.mark.parametrize(
    ("keys", "path", "message"),
    [
        (
            {"from": "osteoclastt"},
            ("from",),
            "is not a known name in cells or tissues or fluids or cell_lines or organisms; nearest",
        ),
        ({"cargo": "osteoblast"}, ("cargo",), "is in cells; a name from molecules is needed here"),
        ({"to": {"osteoblast": "exosome"}}, ("to",), "is in vesicles"),
        ({"via": [["agent", "inhibits", "ATF4"]]}, ("via", 0), "there is no agent: say with by who acts"),
        ({"via": [["miR-214", "inhibits", "miR-214"]]}, ("via", 0), "'miR-214' would act on itself"),
        (
            {"cargo": ["miR-214", "miR-21"], "collective": True, "via": [["cargo", "inhibits", "ATF4"]]},
            ("via", 0),
            "'cargo' needs exactly one cargo; name it",
        ),
        (
            {"from": None, "vesicle": None, "to": None, "by": "aged", "via": [["ATF4", "inhibits", "uptake"]]},
            ("via", 0),
            "there is no vesicle",
        ),
        ({"by": {"miR-214": "less cargo"}}, ("by",), "'miR-214' would act on itself; name what was done"),
        ({"model": ["mouse", "unicorn"]}, ("model", 1), "'unicorn' is not a known name"),
        ({"groups": {"miR-214": 4}}, ("groups", "miR-214"), "is in molecules"),
    ],
)
def test_a_name_that_does_not_fit_is_told_with_its_place(
    keys: dict[str, Any], path: tuple[str | int, ...], message: str, vocabulary: Vocabulary
) -> None:
    finding, problems = ground(record(keys), "yang-2021", vocabulary)
    assert finding is None
    assert [problem.path for problem in problems] == [path]
    assert message in str(problems[0])


def test_every_fault_of_a_record_is_told_at_once(vocabulary: Vocabulary) -> None:
    _, problems = ground(record({"from": "nobody", "cargo": "nothing", "inhibits": "nought"}), "r", vocabulary)
    assert [problem.path for problem in problems] == [("from",), ("cargo",), ("inhibits",)]


NO_SIGN = {"inhibits": None, "to": None}


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({}, "effect"),
        ({"inhibits": None, "affects": "ossification"}, "effect"),
        ({"inhibits": None, "has_no_effect_on": "ossification"}, "no effect"),
        ({"inhibits": None, "associated_with": "ossification"}, "association"),
        ({"kind": "therapy"}, "therapy"),
        (NO_SIGN, "composition"),
        ({**NO_SIGN, "cargo": {"miR-214": "more"}}, "composition"),
        ({**NO_SIGN, "from": "serum", "cargo": {"miR-214": "more"}}, "biomarker"),
        ({**NO_SIGN, "from": "serum", "auc": 0.8}, "biomarker"),
        ({**NO_SIGN, "from": "serum"}, "composition"),
        ({**NO_SIGN, "by": {"aged": "less vesicle"}}, "secretion"),
        ({**NO_SIGN, "undergoes": "uptake"}, "transport"),
    ],
)
def test_the_kind_is_told_by_the_keys(keys: dict[str, Any], kind: str, vocabulary: Vocabulary) -> None:
    assert grounded(vocabulary, keys).kind == kind


def test_gaps_and_definitions_speak_of_classes(vocabulary: Vocabulary) -> None:
    gap = grounded(vocabulary, {"unknown": ["osteoblast", "miR-214"], "note": "which"}, of=PLACE)
    definition = grounded(vocabulary, {"defines": "exosome", "diameter": [40, 160]}, of=PLACE)
    assert (gap.kind, [term.label for term in gap.unknown]) == ("knowledge gap", ["osteoblast", "miR-214"])
    assert definition.kind == "definition"
    assert definition.defines and definition.defines.curie == "GO:0070062"
    assert not gap.is_result and not definition.is_result


@pytest.mark.parametrize(
    ("keys", "bearer", "verdict", "result"),
    [
        ({}, "vesicle", True, True),
        ({"by": "aged"}, "agent", True, True),
        ({"from": {"MSC": "aged"}, "versus": "MSC"}, "contrast", False, True),
        ({"certainty": "hedged"}, "vesicle", True, False),
        ({"certainty": "proposed"}, "vesicle", False, False),
        ({"kind": "summary"}, "vesicle", True, False),
        ({"from": ["osteoclast", "osteocyte"], "collective": True}, "vesicle", False, True),
    ],
)
def test_who_bears_the_sign_and_what_it_counts_for(
    keys: dict[str, Any], bearer: str, verdict: bool, result: bool, vocabulary: Vocabulary
) -> None:
    finding = grounded(vocabulary, keys)
    assert (finding.bearer, finding.earns_verdict, finding.is_result) == (bearer, verdict, result)


def test_levels_of_evidence_are_told_from_its_classes(vocabulary: Vocabulary) -> None:
    finding = grounded(vocabulary, {"evidence": ["animal", "RNA sequencing", "in vitro"]})
    assert finding.levels == ("in vitro", "animal")
    assert [term.curie.partition(":")[0] for term in finding.evidence] == ["ECO"]
