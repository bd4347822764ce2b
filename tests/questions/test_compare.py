"""Every canned question gives the same rows in every engine: sorted, numbers by value, blank nodes without names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store
from rdflib import Graph
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.problems import BevoError
from bevo.project import GRAPH, Project
from bevo.questions.compare import Engine, as_rdflib, ask_rdflib, compare, embedded, normal_rows
from bevo.questions.questions import Query, read_queries
from bevo.rdf.answer import Answer
from bevo.rdf.store import load_graph
from bevo.stores.endpoint import ask
from bevo_bench.peers import PEERS, comunica, jena
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")

LOCAL = [query for query in QUERIES.values() if "federated" not in query.tags]

asked = pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def graph(store: Store) -> Graph:
    return as_rdflib(store)


def test_rdflib_has_the_triples_that_it_reads_from_a_file(sample: tuple[Project, Release]) -> None:
    file = sample[0].dist / "findings.ttl"  # without blank nodes
    assert set(as_rdflib(load_graph(file))) == set(Graph().parse(file))


def agree(query: Query, store: Store, engine: Engine) -> None:
    (one,) = compare([query], {"Oxigraph": embedded(store), "other": engine})
    assert one.differences == {}


@asked
def test_rdflib_agrees(query: Query, store: Store, graph: Graph) -> None:
    agree(query, store, ask_rdflib(graph))


@asked
def test_oxigraphs_server_agrees(query: Query, store: Store, loaded_oxigraph: str) -> None:
    agree(query, store, partial(ask, f"{loaded_oxigraph}/query", graph=GRAPH))


@asked
def test_virtuoso_agrees(query: Query, store: Store, loaded_virtuoso: str) -> None:
    agree(query, store, partial(ask, loaded_virtuoso, graph=GRAPH))


@pytest.fixture(scope="module", params=[jena, comunica], ids=lambda peer: peer.__name__)
def peer(request: pytest.FixtureRequest, built: tuple[Project, Release]) -> Iterator[Engine]:
    """An engine of others that `make peers` has fetched, over the release."""
    if not (ROOT / PEERS).is_dir():
        pytest.skip("Jena and Comunica are not there; run 'make peers'")
    with request.param(built[0].dist / "bevo-kg.ttl", ROOT / PEERS) as engine:
        yield engine


@asked
def test_a_peer_agrees(query: Query, store: Store, peer: Engine) -> None:
    agree(query, store, peer)


def _integer(value: str) -> Literal:
    return Literal(value, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def _decimal(value: str) -> Literal:
    return Literal(value, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


ONE: list[list[NamedNode | Literal | BlankNode | None]]
ONE = [[Literal("b; a"), _decimal("0.80"), None], [BlankNode("x"), _integer("7"), Literal("X", language="en-GB")]]

SAME: dict[str, Callable[[], list[list[NamedNode | Literal | BlankNode | None]]]] = {
    "another order of rows": lambda: ONE[::-1],
    "another order in a list": lambda: [[Literal("a; b"), *ONE[0][1:]], ONE[1]],
    "another form of a number": lambda: [[ONE[0][0], _decimal("0.8"), None], [ONE[1][0], _decimal("7.0"), ONE[1][2]]],
    "another name of a blank node": lambda: [ONE[0], [BlankNode("y"), *ONE[1][1:]]],
    "a language in small letters": lambda: [ONE[0], [*ONE[1][:2], Literal("X", language="en-gb")]],
}
OTHER: dict[str, Callable[[], list[list[NamedNode | Literal | BlankNode | None]]]] = {
    "a row less": lambda: ONE[:1],
    "a row twice": lambda: [*ONE, ONE[0]],
    "another number": lambda: [[ONE[0][0], _decimal("0.81"), None], ONE[1]],
    "a list with more": lambda: [[Literal("a; b; c"), *ONE[0][1:]], ONE[1]],
    "a space in a list": lambda: [[Literal("b;  a"), *ONE[0][1:]], ONE[1]],
    "a name in place of a blank node": lambda: [ONE[0], [NamedNode("http://a/"), *ONE[1][1:]]],
}


@pytest.mark.parametrize("rows", SAME.values(), ids=list(SAME))
def test_what_stores_may_change_is_no_difference(
    rows: Callable[[], list[list[NamedNode | Literal | BlankNode | None]]],
) -> None:
    assert normal_rows(Answer([], ONE)) == normal_rows(Answer([], rows()))


@pytest.mark.parametrize("rows", OTHER.values(), ids=list(OTHER))
def test_what_they_may_not_is_one(rows: Callable[[], list[list[NamedNode | Literal | BlankNode | None]]]) -> None:
    query = Query(**{**vars(QUERIES["friend-or-foe"]), "text": ""})
    (found,) = compare([query], {"one": lambda _: Answer(["a"], ONE), "other": lambda _: Answer(["a"], rows())})
    assert "rows lack" in found.differences["other"]


def test_an_engine_that_fails_differs() -> None:
    def fail(_: str) -> Answer:
        raise BevoError("no")

    query = QUERIES["friend-or-foe"]
    (found,) = compare([query], {"one": lambda _: Answer(["a"], ONE), "other": fail})
    assert found.differences == {"other": "no"} and list(found.milliseconds) == ["one"]
    with pytest.raises(BevoError, match="no"):
        list(compare([query], {"one": fail}))


def test_the_command_prints_rows_and_milliseconds(loaded_oxigraph: str, built: tuple[Project, Release]) -> None:
    endpoint = f"{loaded_oxigraph}/query"
    words = ["query", "compare", "findings-by-study", "--endpoint", endpoint, "--root", str(built[0].root)]
    result = CliRunner().invoke(app, words)
    head, line = (row.split("\t") for row in result.stdout.splitlines())
    assert result.exit_code == 0 and head == [
        "question",
        "rows",
        "Oxigraph ms",
        "rdflib ms",
        f"{endpoint} ms",
        "answers",
    ]
    assert line[0] == "findings-by-study" and int(line[1]) > 0 and line[-1] == "same"
    assert all(int(milliseconds) >= 0 for milliseconds in line[2:-1])


def test_the_command_fails_where_one_differs(oxigraph_server: str, built: tuple[Project, Release]) -> None:
    words = ["query", "compare", "friend-or-foe", "--endpoint", f"{oxigraph_server}/query", "--graph", "urn:x"]
    result = CliRunner().invoke(app, [*words, "--root", str(built[0].root)])
    assert result.exit_code == 1 and "\tdiffer\n" in result.stdout and "rows lack" in result.stderr
