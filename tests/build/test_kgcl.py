"""Changes of classes as KGCL, and what its grammar reads of them."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode, Quad

from bevo.build.kgcl import changes
from bevo.rdf.names import BASE, bevo, node
from bevo.rdf.vocabulary import CLASS, DEFINITION, LABEL, SUBCLASS, SYNONYM, TYPE

ONTOLOGY = NamedNode(f"{BASE}graph/ontology")
TEXT = r"'(?:[^'\\]|\\.)*'"
ID = r"(?:<[^>\s]+>|\w+:\w+)"
GRAMMAR = re.compile(
    rf"create class {ID} {TEXT}|rename {ID} from {TEXT} to {TEXT}|obsolete {ID}"
    rf"|create exact synonym {TEXT} for {ID}|remove synonym {TEXT} for {ID}"
    rf"|add definition {TEXT} to {ID}|change definition of {ID} from {TEXT} to {TEXT}|remove definition for {ID}"
    rf"|(?:create|delete) edge {ID} {ID} {ID}"
)
"""Of kgcl-java (https://github.com/gouttegd/kgcl-java), in short."""


def of_class(curie: str, label: str, *more: tuple[NamedNode, NamedNode | Literal]) -> list[Quad]:
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [(TYPE, CLASS), (LABEL, Literal(label)), *more]
    return [Quad(node(curie), predicate, value, ONTOLOGY) for predicate, value in facts]


def test_each_kind_of_change_is_a_line() -> None:
    old = [
        *of_class("CL:0000062", "osteoblast", (SYNONYM, Literal("bone cell")), (SUBCLASS, bevo("Old"))),
        *of_class("bevo:Gone", "gone"),
        *of_class("bevo:Old", "old", (DEFINITION, Literal("What was.")), (DEFINITION, Literal("Z"))),
        *of_class("bevo:Told", "told", (DEFINITION, Literal("x"))),
    ]
    new = [
        *of_class("CL:0000062", "osteoblast's", (SYNONYM, Literal("OB")), (SUBCLASS, bevo("New"))),
        *of_class("bevo:New", "new", (DEFINITION, Literal("What\nis."))),
        *of_class("bevo:Old", "old", (DEFINITION, Literal("What was, \\ told better."))),
        *of_class("bevo:Told", "told"),
        *of_class("molecule:miR-1", "miR-1"),
    ]
    lines = list(changes(old, new))
    assert lines == [
        "create class bevo:New 'new'",
        f"create class <{BASE}molecule/miR-1> 'miR-1'",
        "rename CL:0000062 from 'osteoblast' to 'osteoblast\\'s'",
        "remove synonym 'bone cell' for CL:0000062",
        "create exact synonym 'OB' for CL:0000062",
        "delete edge CL:0000062 rdfs:subClassOf bevo:Old",
        "create edge CL:0000062 rdfs:subClassOf bevo:New",
        "add definition 'What is.' to bevo:New",
        "change definition of bevo:Old from 'What was.' to 'What was, \\\\ told better.'",
        "remove definition for bevo:Told",
        "obsolete bevo:Gone",
    ]
    assert [line for line in lines if not GRAMMAR.fullmatch(line)] == []


def test_nothing_changed_is_no_line_and_findings_are_left_to_words() -> None:
    same = of_class("CL:0000062", "osteoblast")
    finding = Quad(node("finding:F0001"), LABEL, Literal("x"), NamedNode(f"{BASE}graph/findings"))
    assert list(changes(same, [*same, finding])) == []
