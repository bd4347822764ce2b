"""What is wrong with a query is told in one short sentence, whoever parsed it."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import Store

from bevo.problems import BevoError
from bevo.questions.questions import run
from bevo.rdf.parse_faults import parse_fault, undeclared
from bevo.serve.answer import answer
from bevo.serve.limits import Limits

BEVO = "the prefix bevo: is not declared: add 'PREFIX bevo: <https://w3id.org/bevo/>'"
FAULTS = {
    "SELECT * { ?s a bevo:Finding }": BEVO,
    "SELECT * {\n  ?s a bevo:Finding ;\n    obo:RO_1 ?o }": BEVO,
    "SELECT * { ?s a foo:Finding }": "the prefix foo: is not declared",
    "SELECT * { ?s a :Finding }": "the prefix : is not declared",
    "PREFIX bevo: <https://w3id.org/bevo/> SELECT * { ?s bevo:actsOn/^rdfs:label 'a' }": (
        "the prefix rdfs: is not declared: add 'PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>'"
    ),
    "SELECT * { ?s ?p ?o FILTER(?o = xsd:integer(1)) }": (
        "the prefix xsd: is not declared: add 'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>'"
    ),
    "SELECT (1 AS ?x) (2 AS ?x) {}": "line 1, column 30: SELECT names a variable twice",
    "SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }": (
        "line 1, column 41: SELECT names a variable that is neither grouped nor counted; GROUP BY it"
    ),
}


@pytest.mark.parametrize("query", FAULTS)
def test_server_and_questions_say_the_same_sentence(query: str) -> None:
    reply = answer(Store(), query, None, Limits())
    assert (reply.status, bytes(reply.body).decode()) == (400, f"This is not a SPARQL 1.1 query: {FAULTS[query]}.")
    with pytest.raises(BevoError) as told:
        run(query, Store())
    assert str(told.value) == f"this is not a SPARQL 1.1 query: {FAULTS[query]}"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT",
        "SELEC * {}",
        "SELECT * { ?s ?p ?o ",
        "SELECT (COUNT(*) AS ?n { ?s ?p ?o }",
        'SELECT * { ?s ?p "a }',
        "SELECT * { ?s ?p ?o FILTER(?o > }",
        'SELECT * { ?s ?p ?o BIND("a" AS ?s) }',
    ],
)
def test_other_faults_are_told_by_line_and_column_without_lists(query: str) -> None:
    with pytest.raises(BevoError, match=r"query: line 1, column \d+: [^\[\n]{3,60}$"):
        run(query, Store())
    said = bytes(answer(Store(), query, None, Limits()).body).decode()
    assert said.startswith("This is not a SPARQL 1.1 query: line 1, column ")
    assert len(said) < 120 and "Query" not in said and "[" not in said


def test_what_has_no_prefix_is_not_taken_for_one() -> None:
    text = """PREFIX a: <x:y> prefix b-c: <http://x/#> # d:e
    SELECT ?x { ?x a a:b:c , b-c:d , <f:g> , "h:i" , '''j:k\n''' , "l"@en ; !(a:m|a:n) _:o . $p a:q ?r:s }"""
    assert list(undeclared(text)) == []
    assert list(undeclared("ASK { x:a|y:b x:c z.z:d }")) == ["x", "y", "z.z"]
    assert list(undeclared('ASK { ?s ?p "a x:b }')) == []


@pytest.mark.parametrize("part", ['"""\\', "'''\\", '"""a', '"\\', "a.", "a:", "a:\\", "<a", "PREFIX ", ":"])
def test_a_long_text_is_looked_through_in_proportion_to_its_length(part: str) -> None:
    start = time.perf_counter()
    list(undeclared(part * (100_000 // len(part))))
    assert time.perf_counter() - start < 3  # what is quadratic takes a minute


def test_what_is_no_message_of_the_parser_is_kept_in_one_line() -> None:
    assert parse_fault("ASK {}", "something\n  else.") == "something else"
