"""No verdict comes from facts of an experiment, from an arm without vesicles, or from an exosome of a bacterium."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Triple

from bevo.build.prepare import Checked
from bevo.finding.emit import emit_finding
from bevo.ontology.merge import logical
from bevo.rdf.names import bevo, finding_iri
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import Inconsistent
from bevo.reasoning.infer import infer
from experiments import CASES, emitted, made, story

VERDICTS = ("BoneGainFinding", "BoneLossFinding", "CartilageGainFinding", "CartilageLossFinding")


@pytest.fixture(scope="module")
def axioms(checked: Checked) -> list[Triple]:
    return logical(checked.ontology.triples())


@pytest.fixture(scope="module")
def inferred(checked: Checked, axioms: list[Triple]) -> set[Triple]:
    return set(infer(axioms, {name: one.logic for name, one in emitted(checked.ontology.vocabulary).items()}))


@pytest.mark.parametrize("case", CASES, ids=story)
def test_a_record_has_the_verdicts_that_it_should(case: dict[str, Any], inferred: set[Triple]) -> None:
    this = finding_iri(case["finding"]["id"])
    assert [name for name in VERDICTS if Triple(this, TYPE, bevo(name)) in inferred] == case["follows"]


@pytest.mark.parametrize("way", ["hermit", "rules"])
def test_an_exosome_of_a_bacterium_contradicts_the_ontology(way: Any, checked: Checked, axioms: list[Triple]) -> None:
    written = {"id": "F9201", "from": "E. coli", "vesicle": "exosome", "promotes": "bone resorption"}
    logic = emit_finding(made(written, checked.ontology.vocabulary)).logic
    with pytest.raises(Inconsistent, match="F9201"):
        infer(axioms, {"F9201": logic}, way)


def test_rules_infer_the_same_as_hermit(checked: Checked, axioms: list[Triple], inferred: set[Triple]) -> None:
    logic = {name: one.logic for name, one in emitted(checked.ontology.vocabulary).items()}
    assert set(infer(axioms, logic, "rules")) == inferred
