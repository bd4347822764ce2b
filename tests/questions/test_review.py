"""The canned questions against the release: sound, reviewed, and told alike wherever they are listed."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from bevo.build.build import Release
from bevo.exports.questions import by_group, questions_markdown, questions_triples
from bevo.exports.void import used_terms
from bevo.project import Project
from bevo.questions.questions import GROUPS, Query, read_queries, run
from bevo.questions.review import differences, faults
from bevo.rdf.answer import answer_csv
from bevo.rdf.names import expand, node
from bevo.rdf.rdfio import read_turtle
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")

Used = tuple[set[str], set[str]]
"""The classes and the properties that a release uses."""


@pytest.fixture(scope="module")
def used(built: tuple[Project, Release]) -> Used:
    return used_terms(read_turtle(built[0].dist / "void.ttl"))


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_each_question_is_sound(query: Query, store: Store, used: Used) -> None:
    """That it has rows as well is a matter of the records: tests/content asks for it."""
    found = [str(problem) for problem in faults(query, store, used, "")]
    assert [problem for problem in found if "has no rows" not in problem] == []


def test_there_are_thirty_questions_in_all_groups() -> None:
    assert len(QUERIES) >= 30
    assert [group for group, _ in by_group(QUERIES.values())] == list(GROUPS)


def test_a_changed_answer_shows_as_a_difference(sample_store: Store, tmp_path: Path) -> None:
    query = QUERIES["friend-or-foe"]
    today = answer_csv(run(query.text, sample_store))
    row = next(line for line in today.splitlines() if line.startswith("osteoclast,"))
    (tmp_path / "friend-or-foe.csv").write_text(today.replace(row, "osteoclast,99"), encoding="utf-8")
    ((name, difference, _),) = differences([query], sample_store, tmp_path)
    assert name == "friend-or-foe"
    assert difference.splitlines()[3:] == ["-osteoclast,99", f"+{row}"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bevo:vesicle", "bevo:vesikel", "no property of the release: bevo:vesikel"),
        ("bevo:BoneGainFinding", "bevo:BoneGane", "no class of the release: bevo:BoneGane"),
        ("SELECT ?source", "SELECT ?source FROM <x", "rdflib cannot read it"),
        ("WHERE {", "WHERE { FILTER (1 = 2)", "has no rows"),
    ],
)
def test_an_unsound_question_is_told(old: str, new: str, message: str, store: Store, used: Used) -> None:
    query = QUERIES["friend-or-foe"]
    assert old in query.text
    broken = replace(query, text=query.text.replace(old, new))
    assert any(message in str(problem) for problem in faults(broken, store, used, "queries/friend-or-foe.rq"))


def test_a_default_that_the_sparql_does_not_have_is_told(store: Store, used: Used) -> None:
    query = QUERIES["cargo-profile"]
    parameters = {"cargo": replace(query.parameters["cargo"], default="miR-21")}
    told = [str(problem) for problem in faults(replace(query, parameters=parameters), store, used, "q")]
    assert told == ["q:1: cargo-profile: the default of cargo reads miR-21, the SPARQL says molecule:miR-214"]


def test_queries_ttl_holds_each_question_as_an_executable(built: tuple[Project, Release]) -> None:
    triples = {(t.subject, t.predicate, t.object) for t in read_turtle(built[0].dist / "queries.ttl")}
    for query in QUERIES.values():
        this = node(f"question:{query.name}")
        kind, text = ("Select", "select") if query.form == "SELECT" else ("Construct", "construct")
        assert (this, node("rdf:type"), node(f"sh:SPARQL{kind}Executable")) in triples
        assert (this, node(f"sh:{text}"), Literal(query.text)) in triples
        for parameter in query.parameters:
            assert (this, node("sh:parameter"), NamedNode(f"{expand('question:')}{query.name}#{parameter}")) in triples
    assert len(triples) == len(set(questions_triples(QUERIES.values())))


def test_the_archive_has_the_questions_as_a_graph_of_their_own(built: tuple[Project, Release]) -> None:
    data = subprocess.run(["gzip", "-dc", built[0].dist / "bevo-kg.nq.gz"], capture_output=True, check=True).stdout
    graph = node("bevo:graph/queries")
    quads = [quad for quad in parse(data, format=RdfFormat.N_QUADS) if quad.graph_name == graph]
    assert {quad.triple for quad in quads} == set(questions_triples(QUERIES.values()))


def test_the_page_of_questions_is_complete() -> None:
    page = questions_markdown(QUERIES.values())
    assert all(f"### {name}\n" in page for name in QUERIES)
