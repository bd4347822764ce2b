"""A grounded finding becomes a small graph of its own: what it states, and the record around it."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo.finding.emit import Emitted, emit_finding
from bevo.ontology.terms import Vocabulary
from bevo.rdf.names import bevo, compact, node
from bevo.rdf.vocabulary import LABEL, NAME, TYPE
from bevo.signs import AMOUNTS, VERBS
from made_up import PLACE, grounded

VIA = [["miR-214", "binds", "ATF4"], ["miR-214", "inhibits", "ATF4"], ["ATF4", "promotes", "osteoblast apoptosis"]]


def short(term: object) -> str:
    """A node without the finding's id, or the value of a literal."""
    if isinstance(term, NamedNode):
        return compact(term.value).removeprefix("finding:F9001").removeprefix("-") or "F9001"
    return term.value if isinstance(term, Literal) else str(term)


def told(triples: list[Triple], *but: str) -> set[str]:
    """Triples in short, without some properties."""
    return {" ".join(map(short, t)) for t in triples if short(t.predicate) not in but}


def emit(vocabulary: Vocabulary, keys: dict[str, Any] | None = None) -> Emitted:
    return emit_finding(grounded(vocabulary, keys))


def relations(vocabulary: Vocabulary, keys: dict[str, Any]) -> set[str]:
    """What a finding states beside the types of its participants."""
    return told(emit(vocabulary, keys).logic, "rdf:type")


def test_the_logic_of_a_plain_finding(vocabulary: Vocabulary) -> None:
    assert told(emit(vocabulary).logic) == {
        "F9001 rdf:type bevo:Finding",
        "F9001 rdf:type bevo:EffectFinding",
        "F9001 rdf:type bevo:PlainClaim",
        "F9001 bevo:vesicle vesicle",
        "F9001 bevo:cargo cargo",
        "F9001 bevo:outcome outcome",
        "vesicle rdf:type GO:0070062",
        "vesicle bevo:releasedBy origin",
        "vesicle bevo:carries cargo",
        "vesicle bevo:actsOn recipient",
        "vesicle bevo:inhibits outcome",
        "origin rdf:type CL:0000092",
        "recipient rdf:type CL:0000062",
        "cargo rdf:type molecule:miR-214",
        "outcome rdf:type GO:0001649",
        "outcome rdf:type bevo:ReportedOutcome",
    }


def test_the_record_says_what_stands_where_and_who_bears_the_sign(vocabulary: Vocabulary) -> None:
    record = emit(vocabulary, {"uncited": None, "cites": ["li-2016"], "evidence": ["animal"]}).record
    assert told([t for t in record if short(t.subject) == "F9001"], "rdfs:label") == {
        "F9001 rdf:type bevo:ReportedResult",
        "F9001 rdf:type bevo:AcceptedResult",
        "F9001 rdf:type bevo:AcceptedCargoResult",
        "F9001 rdf:type bevo:AcceptedMechanismResult",
        "F9001 rdf:type bevo:AcceptedVesicleResult",
        "F9001 bevo:recipient recipient",
        "F9001 bevo:signBearer vesicle",
        "F9001 bevo:sign inhibits",
        "F9001 bevo:locator Table 2 row 26",
        "F9001 bevo:reportedIn review:yang-2021-table-2",
        "F9001 bevo:cites study:li-2016",
        "F9001 bevo:evidence ECO:0000204",
        "F9001 bevo:evidenceLevel animal",
        "F9001 bevo:evidenceLevelByText animal",
    }
    participants = {t.subject for t in record if t.predicate == bevo("participantOf")}
    assert {short(p) for p in participants} == {"vesicle", "origin", "recipient", "cargo", "outcome"}
    assert Triple(node("finding:F9001-cargo"), LABEL, Literal("miR-214 (cargo of F9001)")) in record
    assert Triple(node("finding:F9001-cargo"), NAME, Literal("miR-214")) in record


def test_logic_and_record_share_no_statement_and_no_step_is_for_the_reasoner(vocabulary: Vocabulary) -> None:
    emitted = emit(vocabulary, {"via": VIA, "note": "doubtful", "when": "day 7"})
    assert set(emitted.logic).isdisjoint(emitted.record)
    assert not any("-step-" in str(t) for t in emitted.logic)
    assert all(isinstance(t.object, NamedNode) for t in emitted.logic)


def test_steps_are_numbered_in_the_order_of_the_record(vocabulary: Vocabulary) -> None:
    emitted = emit(vocabulary, {"via": VIA})
    steps = [t for t in emitted.record if short(t.subject).startswith("step-") and t.predicate != TYPE]
    assert told(steps, "rdfs:label", "skos:prefLabel") == {
        f"step-{number} bevo:step{part} {value}"
        for number, subject, verb, obj in (
            (1, "cargo", "binds", "ATF4"),
            (2, "cargo", "inhibits", "ATF4"),
            (3, "ATF4", "promotes", "apoptotic-process"),
        )
        for part, value in (("Number", number), ("Subject", subject), ("Verb", f"bevo:{verb}"), ("Object", obj))
    }
    assert {t.object.value for t in steps if t.predicate == LABEL and isinstance(t.object, Literal)} == {
        "miR-214 binds ATF4 (step 1 of F9001)",
        "miR-214 inhibits ATF4 (step 2 of F9001)",
        "ATF4 promotes osteoblast apoptotic process (step 3 of F9001)",
    }
    assert {f"F9001 bevo:step step-{number}" for number in (1, 2, 3)} <= told(emitted.record)
    assert {
        "cargo bevo:binds ATF4",
        "cargo bevo:inhibits ATF4",
        "ATF4 bevo:promotes apoptotic-process",
        "apoptotic-process BFO:0000066 recipient",
    } <= told(emitted.logic)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_its_property(verb: str, vocabulary: Vocabulary) -> None:
    emitted = emit(vocabulary, {"via": [["vesicle", verb, "ATF4"]]})
    assert f"vesicle bevo:{VERBS[verb].property} ATF4" in told(emitted.logic)
    assert f"step-1 bevo:stepVerb bevo:{VERBS[verb].property}" in told(emitted.record)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_only_what_is_there_or_more_is_carried(amount: str, vocabulary: Vocabulary) -> None:
    stated = relations(vocabulary, {"cargo": {"miR-214": amount}})
    assert f"cargo bevo:{AMOUNTS[amount].property} vesicle" in stated
    assert ("vesicle bevo:carries cargo" in stated) == (amount == "more")


@pytest.mark.parametrize(
    ("change", "states"),
    [
        ("less vesicle", "vesicle bevo:lessIn agent"),
        ("more cargo", "cargo bevo:moreIn agent"),
        ("altered uptake", "uptake bevo:alteredIn agent"),
    ],
)
def test_an_agent_bears_the_sign_and_changes_its_target(change: str, states: str, vocabulary: Vocabulary) -> None:
    stated = relations(vocabulary, {"by": {"CD9 knockout": change}})
    assert {states, "F9001 bevo:agent agent", "agent bevo:concerns CD9", "agent bevo:inhibits outcome"} <= stated
    assert "vesicle bevo:inhibits outcome" not in stated
    assert ("vesicle RO:0000056 uptake" in stated) == (change == "altered uptake")


def test_a_cargo_that_an_agent_takes_away_is_cargo_and_not_carried(vocabulary: Vocabulary) -> None:
    emitted = emit(vocabulary, {"by": {"aged": "less cargo"}})
    assert "F9001 bevo:cargo cargo" in told(emitted.logic)
    assert "vesicle bevo:carries cargo" not in told(emitted.logic)


def test_a_difference_bears_the_sign_of_a_comparison_and_earns_no_verdict(vocabulary: Vocabulary) -> None:
    stated = told(emit(vocabulary, {"from": {"MSC": "aged"}, "versus": {"MSC": "young"}}).logic)
    assert {
        "F9001 bevo:contrast contrast",
        "contrast bevo:test vesicle",
        "contrast bevo:reference reference",
        "contrast bevo:inhibits outcome",
        "reference bevo:releasedBy reference-origin",
        "reference-origin bevo:hasState reference-origin-state",
    } <= stated
    assert "outcome rdf:type bevo:ReportedOutcome" not in stated


def test_a_vesicle_of_a_fluid_is_found_there_and_not_released_by_it(vocabulary: Vocabulary) -> None:
    stated = relations(vocabulary, {"from": "serum"})
    assert "vesicle bevo:foundIn fluid" in stated
    assert not any("releasedBy" in statement for statement in stated)


def test_a_step_that_names_the_cell_of_an_autocrine_finding_means_the_one_acted_on(vocabulary: Vocabulary) -> None:
    stated = relations(vocabulary, {"from": "osteoblast", "via": [["ATF4", "affects", "osteoblast"]]})
    assert "ATF4 bevo:affects recipient" in stated


def test_a_thing_named_twice_is_one_individual_and_two_of_a_name_are_numbered(vocabulary: Vocabulary) -> None:
    two = emit(
        vocabulary, {"cargo": ["miR-214", "miR-21"], "collective": True, "via": [["miR-21", "inhibits", "ATF4"]]}
    )
    assert {"vesicle bevo:carries cargo", "vesicle bevo:carries cargo-2", "cargo-2 bevo:inhibits ATF4"} <= told(
        two.logic
    )


def test_the_numbers_of_a_finding_stay_outside_the_logic(vocabulary: Vocabulary) -> None:
    keys = {"auc": 0.85, "counts": {"identified": 120}, "groups": {"osteoporosis": 12}, "inhibits": None, "to": None}
    emitted = emit(vocabulary, {**keys, "from": "serum"})
    assert {
        "F9001 bevo:areaUnderCurve 0.85",
        "F9001 bevo:countIdentified 120",
        "F9001 bevo:group group-1",
        "group-1 bevo:groupSize 12",
        "group-1 rdf:type bevo:Group",
    } <= told(emitted.record)
    assert not any("group" in statement for statement in told(emitted.logic))


def test_a_definition_states_its_range_and_invents_no_vesicle(vocabulary: Vocabulary) -> None:
    emitted = emit_finding(grounded(vocabulary, {"defines": "exosome", "diameter": [40, 160.5]}, of=PLACE))
    assert told(emitted.logic) == {"F9001 rdf:type bevo:Finding", "F9001 rdf:type bevo:Definition"}
    assert {"F9001 bevo:diameterMin 40", "F9001 bevo:diameterMax 160.5"} <= told(emitted.record)


def test_a_withdrawn_finding_states_nothing(vocabulary: Vocabulary) -> None:
    emitted = emit(vocabulary, {"deprecated": "told twice"})
    assert emitted.logic == []
    assert told(emitted.record, "rdfs:label") == {
        "F9001 rdf:type bevo:WithdrawnFinding",
        "F9001 bevo:deprecated told twice",
    }


def test_text_comes_back_as_it_was_written(vocabulary: Vocabulary) -> None:
    hostile = 'a "quoted" \\ text .\n<b> é 𝄞'
    emitted = emit(vocabulary, {"note": hostile})
    assert Triple(node("finding:F9001"), bevo("note"), Literal(hostile)) in emitted.record
