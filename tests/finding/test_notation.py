"""What a record may say beside the plain form, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo.build.prepare import Checked
from bevo.curation.records import Finding
from bevo.finding.emit import Emitted, emit_finding
from bevo.finding.ground import ground
from bevo.finding.standing import Reading
from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import NAME, TYPE

PLACE = {"id": "F9001", "at": "Table 2 row 1", "uncited": "made up", "vesicle": "exosome"}


def emitted(checked: Checked, **keys: Any) -> Emitted:
    finding, problems = ground(Finding.model_validate({**PLACE, **keys}), "yang-2021", checked.ontology.vocabulary)
    assert finding, problems
    return emit_finding(finding, Reading())


def part(name: str) -> NamedNode:
    return finding_iri("F9001", name)


@pytest.mark.parametrize(
    ("by", "amount"),
    [({"scaffold": ["hypoxic"]}, False), ({"scaffold": ["less vesicle", "hypoxic"]}, True)],
)
def test_an_agent_has_states_and_what_it_changes(checked: Checked, by: dict[str, list[str]], amount: bool) -> None:
    logic = emitted(checked, by=by, promotes="fracture healing").logic
    (state,) = [t.object for t in logic if t.predicate == bevo("hasState")]
    assert Triple(part("agent"), bevo("hasState"), state) in logic
    assert (Triple(part("vesicle"), bevo("lessIn"), part("agent")) in logic) == amount


def test_alternatives_are_one_molecule_that_is_typed_by_none_of_them(checked: Checked) -> None:
    keys = {
        "cargo": "miR-21 or miR-214",
        "promotes": "fracture healing",
        "via": [["cargo", "inhibits", "ATF4 or SATB2"]],
    }
    graph = emitted(checked, **keys)
    types = [t.object for t in graph.logic if t.predicate == TYPE]
    assert Triple(part("cargo"), TYPE, bevo("MicroRNA")) in graph.logic
    assert node("molecule:miR-21") not in types and node("molecule:ATF4") not in types
    members = {t.object for t in graph.record if t.predicate == bevo("alternative") and t.subject == part("cargo")}
    assert members == {node("molecule:miR-21"), node("molecule:miR-214")}
    assert Triple(part("cargo"), NAME, Literal("miR-21 or miR-214")) in graph.record
    assert Triple(part("ATF4-or-SATB2"), TYPE, bevo("Protein")) in graph.logic


def test_a_vesicle_comes_into_a_fluid_and_does_not_act_on_it(checked: Checked) -> None:
    logic = emitted(checked, to="blood plasma", undergoes="exosome secretion").logic
    assert Triple(part("vesicle"), bevo("entersFluid"), part("recipient")) in logic
    assert not [t for t in logic if t.predicate == bevo("actsOn")]


def test_the_printed_outcome_and_the_segment_stand_in_the_record(checked: Checked) -> None:
    record = emitted(checked, promotes="fracture healing", printed="mending", segment="base pairs 1 to 9").record
    assert Triple(finding_iri("F9001"), bevo("printedOutcome"), Literal("mending")) in record
    assert Triple(finding_iri("F9001"), bevo("segment"), Literal("base pairs 1 to 9")) in record
