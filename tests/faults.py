"""Faults of a graph, one a shape, and the records of ``tests/invalid``: for the tests of both SHACL engines."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE, integer
from checkout import ROOT

CASES = sorted((ROOT / "tests" / "invalid").glob("*.yaml"))

F = finding_iri("F0026")


def part(name: str) -> NamedNode:
    return finding_iri("F0026", name)


STEP, ATF4 = part("step-1"), part("ATF4")


def step(number: int, obj: NamedNode = ATF4) -> list[Triple]:
    """A second step of the finding, like its first but for its number and object."""
    this = part("step-2")
    return [
        Triple(F, bevo("step"), this),
        Triple(this, TYPE, bevo("Step")),
        Triple(this, node("rdfs:label"), Literal("second step")),
        Triple(this, bevo("stepNumber"), integer(number)),
        Triple(this, bevo("stepSubject"), part("cargo")),
        Triple(this, bevo("stepVerb"), bevo("inhibits")),
        Triple(this, bevo("stepObject"), obj),
    ]


FAULTS = {
    "A finding is of exactly one kind; it has 2": [Triple(F, TYPE, bevo("SummaryFinding"))],
    "A finding has exactly one label": [Triple(F, node("rdfs:label"), Literal("another"))],
    "'cites' names ids of studies.yaml": [Triple(F, bevo("cites"), node("study:nobody-1900"))],
    "A finding has one outcome": [Triple(F, bevo("outcome"), part("ATF4"))],
    "A finding is about one extracellular vesicle": [Triple(F, bevo("vesicle"), part("recipient"))],
    "The outcome has more than one sign": [Triple(part("vesicle"), bevo("promotes"), part("outcome"))],
    "The sign that the finding tells is not": [Triple(F, bevo("sign"), Literal("binds"))],
    "A no-effect finding says": [Triple(F, TYPE, bevo("NoEffectFinding"))],
    "An association says": [Triple(F, TYPE, bevo("AssociationFinding"))],
    "A vesicle carries molecules": [Triple(part("vesicle"), bevo("carries"), part("recipient"))],
    "A vesicle is released by a cell or tissue": [Triple(part("vesicle"), bevo("releasedBy"), part("cargo"))],
    "A vesicle acts on a cell or tissue": [Triple(part("vesicle"), bevo("actsOn"), part("cargo"))],
    "A vesicle is found in a fluid": [Triple(part("vesicle"), bevo("foundIn"), part("origin"))],
    "A cargo that is less in a vesicle is not carried": [Triple(part("cargo"), bevo("lessIn"), part("vesicle"))],
    "Nothing acts on itself": [Triple(part("ATF4"), bevo("inhibits"), part("ATF4"))],
    "A state is a condition or a disease": [Triple(part("origin"), bevo("hasState"), part("ATF4"))],
    "A cargo is a molecule": [Triple(F, bevo("cargo"), part("recipient"))],
    "A recipient is a cell or tissue": [Triple(F, bevo("recipient"), part("cargo"))],
    "What a finding has as a step is one": [Triple(F, bevo("step"), part("ATF4"))],
    "A step belongs to one finding": [Triple(finding_iri("F9998"), bevo("step"), STEP)],
    "A step has one label": [Triple(STEP, node("rdfs:label"), Literal("another"))],
    "A step has one number, from 1": [Triple(STEP, bevo("stepNumber"), Literal("first"))],
    "A step has one subject": [Triple(STEP, bevo("stepSubject"), part("vesicle"))],
    "A step has one verb": [Triple(STEP, bevo("stepVerb"), bevo("binds"))],
    "A step has one object": [Triple(STEP, bevo("stepObject"), part("outcome"))],
    "The steps of a finding are numbered from 1 without a gap": step(3),
    "What a step says stands in the graph": step(2, obj=part("outcome")),
    "The subject and the object of a step are participants": step(2, obj=finding_iri("F9998", "ATF4")),
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
