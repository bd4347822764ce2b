"""Each shape finds its fault in a graph that has nothing else wrong."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bevo.build.prepare import Checked, emit_by_source
from bevo.project import Project
from bevo.rdf.names import bevo, node
from bevo.rdf.vocabulary import TYPE
from bevo.shacl.validate import Engine, read_shapes, validate
from faults import FAULTS

FROM_ELSEWHERE = ("/disowns", "/hasPrimaryCheck", "/evidenceLevel")
"""What other records tell of the finding, which are not in the graph."""


@pytest.fixture(scope="module")
def checked(sample_checked: Checked) -> Checked:
    return sample_checked


@pytest.fixture(scope="module")
def sound(checked: Checked) -> list[Triple]:
    """The ontology and one finding with all it points to."""
    about = ("/finding/F0026", *(f"/discrepancy/D{number}" for number in ("0012", "0020", "0108", "0113", "0156")))
    every = [t for triples in emit_by_source(checked).values() for t in triples]
    others = ("/finding/", "/check/", "/discrepancy/")
    mine = [t for t in every if not (isinstance(t.subject, NamedNode) and any(o in t.subject.value for o in others))]
    mine += [t for t in every if isinstance(t.subject, NamedNode) and any(name in t.subject.value for name in about)]
    mine = [t for t in mine if not any(told in t.predicate.value for told in FROM_ELSEWHERE)]
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
        (bevo("locator"), "Say with 'at' where in its source"),
        (bevo("inhibits"), "The outcome has no sign"),
        (node("rdfs:label"), "A finding has exactly one label"),
        (node("rdfs:label"), "A step has one label"),
        (bevo("step"), "A step belongs to one finding"),
        (bevo("stepNumber"), "A step has one number, from 1"),
        (bevo("stepSubject"), "A step has one subject"),
        (bevo("stepVerb"), "A step has one verb"),
        (bevo("stepObject"), "A step has one object"),
    ],
)
def test_a_missing_part_is_found(missing: NamedNode, message: str, sound: list[Triple], shapes: list[Triple]) -> None:
    left = [t for t in sound if not (t.predicate == missing and "/finding/F0026" in str(t.subject))]
    assert any(message in problem.message for problem in validate(left, shapes, where))


@pytest.mark.parametrize("engine", ["sparql", "pyshacl"])
def test_a_fault_with_a_backslash_in_its_value_is_told(engine: Engine, project: Project) -> None:
    """pyshacl puts the value into its message as the replacement of a regular expression."""
    shapes = read_shapes(project.shapes)
    label = [Triple(bevo(name), node("rdfs:label"), Literal(r"a\u\d")) for name in ("One", "Two")]
    declared = [Triple(bevo(name), TYPE, node("owl:Class")) for name in ("One", "Two")]
    problems = validate([*declared, *label], shapes, lambda _: None, engine)
    assert any(r"Two classes have the label 'a\u\d'" in problem.message for problem in problems), problems
