"""Faults of a graph, one a shape, and the records of ``tests/invalid``: for the tests of both SHACL engines."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE
from checkout import ROOT

CASES = sorted((ROOT / "tests" / "invalid").glob("*.yaml"))

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
