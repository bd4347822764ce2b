"""Each shape finds its fault in a graph that has nothing else wrong."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo.build.prepare import Checked, emit_reviews
from bevo.findings.emit import TYPE, finding_iri
from bevo.project import Project
from bevo.rdf.names import bevo, node
from bevo.shacl.validate import read_shapes, validate

F = finding_iri("F0026")


def part(name: str) -> NamedNode:
    return finding_iri("F0026", name)


FAULTS = {
    "A finding is of exactly one kind; it has 2": [Triple(F, TYPE, bevo("SummaryFinding"))],
    "A finding has exactly one label": [Triple(F, node("rdfs:label"), Literal("another"))],
    "'cites' names ids of studies.yaml": [Triple(F, bevo("cites"), node("study:nobody-1900"))],
    "A finding has one outcome": [Triple(F, bevo("outcome"), part("ATF4"))],
    "A finding is about one extracellular vesicle": [Triple(F, bevo("vesicle"), part("recipient"))],
    "The outcome has more than one sign": [Triple(part("vesicle"), bevo("promotes"), part("outcome"))],
    "A vesicle carries molecules": [Triple(part("vesicle"), bevo("carries"), part("recipient"))],
    "A vesicle is released by a cell or tissue": [Triple(part("vesicle"), bevo("releasedBy"), part("cargo"))],
    "A vesicle acts on a cell or tissue": [Triple(part("vesicle"), bevo("actsOn"), part("cargo"))],
    "A vesicle is found in a fluid": [Triple(part("vesicle"), bevo("foundIn"), part("origin"))],
    "A cargo that is less in a vesicle is not carried": [Triple(part("cargo"), bevo("lessIn"), part("vesicle"))],
    "Nothing acts on itself": [Triple(part("ATF4"), bevo("inhibits"), part("ATF4"))],
    "A state is a condition or a disease": [Triple(part("origin"), bevo("hasState"), part("ATF4"))],
    "An evidence level is in vitro, animal or patients": [Triple(F, bevo("evidenceLevel"), Literal("in silico"))],
    "'certainty' is hedged or proposed": [Triple(F, bevo("certainty"), Literal("sure"))],
    "An area under the curve lies between 0 and 1": [
        Triple(F, bevo("areaUnderCurve"), Literal("1.5", datatype=node("xsd:decimal")))
    ],
    "A DOI starts with 10": [Triple(node("study:qi-2016"), node("bibo:doi"), Literal("doi:10.7150/ijbs.14809"))],
    "Two classes have the label 'osteoblast'": [Triple(bevo("CellGain"), node("rdfs:label"), Literal("osteoblast"))],
    "An outcome class has one polarity": [
        Triple(node("obo:GO_0001649"), node("rdfs:subClassOf"), bevo("BoneLossOutcome"))
    ],
    "An own class needs a definition": [
        Triple(bevo("Undefined"), TYPE, node("owl:Class")),
        Triple(bevo("Undefined"), node("rdfs:label"), Literal("undefined"))
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(checked: Checked) -> list[Triple]:
    """The ontology and one finding with all it points to."""
    about = ("F0026", "D0012", "D0020")
    every = [t for triples in emit_reviews(checked).values() for t in triples]
    mine = [t for t in every if not (isinstance(t.subject, NamedNode) and "/finding/" in t.subject.value)]
    mine += [t for t in every if isinstance(t.subject, NamedNode) and f"/finding/{about[0]}" in t.subject.value]
    return [*checked.ontology.triples(), *mine]


@pytest.fixture(scope="module")
def shapes(project: Project) -> list[Triple]:
    return read_shapes(project.shapes)


def where(record: str) -> tuple[str, int] | None:
    return ("table-2.yaml", 7) if record == "F0026" else None


def test_a_sound_graph_conforms(sound: list[Triple], shapes: list[Triple]) -> None:
    assert validate(sound, shapes, where) == []


@pytest.mark.parametrize("message", FAULTS)
def test_a_fault_is_found_and_placed(message: str, sound: list[Triple], shapes: list[Triple]) -> None:
    problems = validate([*sound, *FAULTS[message]], shapes, where)
    found = [problem for problem in problems if message in problem.message]
    assert found, problems
    if "finding:F0026" in found[0].about:
        assert (found[0].file, found[0].line) == ("table-2.yaml", 7)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (bevo("outcome"), "An effect needs an outcome"),
        (bevo("cites"), "Say which studies it cites"),
        (bevo("locator"), "Say with 'at' where in the review"),
        (bevo("inhibits"), "The outcome has no sign"),
        (node("rdfs:label"), "A finding has exactly one label"),
    ],
)
def test_a_missing_part_is_found(missing: NamedNode, message: str, sound: list[Triple], shapes: list[Triple]) -> None:
    left = [t for t in sound if not (t.predicate == missing and "/finding/F0026" in str(t.subject))]
    assert any(message in problem.message for problem in validate(left, shapes, where))
