"""Facts of experiments by both SHACL engines; vesicles of bacteria and plants that are told to be others."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import NamedNode, Triple

from bevo.build.prepare import Checked, emit_by_source
from bevo.finding.emit import emit_finding
from bevo.project import Project
from bevo.shacl.validate import read_shapes, validate
from experiments import made, triples

SOURCES = ("/review/", "/study/")
ENGINES = ("sparql", "pyshacl")


@pytest.fixture(scope="module")
def ground(checked: Checked) -> list[Triple]:
    """The ontology, and the review that the records are put into."""
    every = emit_by_source(checked)["yang-2021"]
    kept = [t for t in every if isinstance(t.subject, NamedNode) and any(s in t.subject.value for s in SOURCES)]
    return [*checked.ontology.triples(), *kept]


def faults(ground: list[Triple], said: list[Triple], project: Project, engine: Any = "sparql") -> list[str]:
    return [p.message for p in validate([*ground, *said], read_shapes(project.shapes), lambda _: None, engine)]


@pytest.mark.parametrize("engine", ENGINES)
def test_records_with_every_fact_conform(
    engine: str, checked: Checked, ground: list[Triple], project: Project, true_without_a_count: None
) -> None:
    assert faults(ground, triples(checked.ontology.vocabulary), project, engine) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_vesicle_of_a_bacterium_is_no_exosome_and_none_of_a_cell(
    engine: str, checked: Checked, ground: list[Triple], project: Project, true_without_a_count: None
) -> None:
    wrong = {
        "F9201": {"from": "E. coli", "vesicle": "exosome", "promotes": "bone resorption"},
        "F9202": {"from": "osteoblast", "vesicle": "OMV", "promotes": "bone resorption"},
        "F9203": {"from": "E. coli", "vesicle": "plant vesicle", "promotes": "bone resorption"},
        "F9204": {"from": "S. aureus", "vesicle": "apoptotic body", "promotes": "bone resorption"},
    }
    vocabulary = checked.ontology.vocabulary
    emitted = [emit_finding(made({"id": name, **keys}, vocabulary)) for name, keys in wrong.items()]
    told = faults(ground, [t for one in emitted for t in (*one.logic, *one.record)], project, engine)
    assert len(told) == 4
    for message in (
        "A bacterium sheds no exosome: write 'outer membrane vesicle'",
        "A bacterium sheds no apoptotic body",
        "The vesicle of a bacterium is released by one",
        "A plant-derived vesicle is released by a plant",
    ):
        assert any(message in one for one in told), (message, told)


def test_a_vesicle_of_a_bacterium_is_found_in_a_fluid(checked: Checked, ground: list[Triple], project: Project) -> None:
    written = {"id": "F9205", "from": "serum", "vesicle": "OMV", "promotes": "bone resorption"}
    one = emit_finding(made(written, checked.ontology.vocabulary))
    assert faults(ground, [*one.logic, *one.record], project) == []
