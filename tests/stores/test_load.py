"""Loading into real servers: twice is once, a failure leaves the former data, and what is there is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import RdfFormat, Store
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.problems import BevoError, InputError
from bevo.project import GRAPH, Project
from bevo.rdf.rdfio import read_turtle
from bevo.stores.endpoint import ask
from bevo.stores.load import CHUNK, Way, by_protocol, by_update, holding, load, look_by_queries
from bevo.stores.virtuoso import by_bulk_loader
from bevo_bench.virtuoso import Virtuoso
from servers import Reply, answering, oxigraph, passed_on, virtuoso

OTHER = "urn:x-bevo:another"
HARD = """
PREFIX x: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
x:status\\/draft x:p 0.80 , -7 , 1.50e2 , true , "a\\"b\\\\c\\nd\\te" , "µm — 骨" , "Bone"@en-GB , "5 ' $x ; -- ?y" ;
  x:when "2026-11-21T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
  x:long "%s" .
x:c owl:equivalentClass [ owl:intersectionOf ( x:a [ owl:onProperty x:r ; owl:someValuesFrom x:b ] ) ] .
<http://example.org/%%C3%%A9?q=1&r=2#f> x:p x:c .
""" % ("long " * 1000)
LATER = "<http://example.org/a> <http://example.org/p> 1 , 2 ."


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BEVO_USER", "BEVO_PASSWORD", "BEVO_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    return written(tmp_path / "hard.ttl", HARD)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return written(tmp_path / "later.ttl", LATER)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(params=["gsp", "update", "virtuoso"])
def way(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    if request.param == "virtuoso":
        server: Virtuoso = request.getfixturevalue("virtuoso_server")
        monkeypatch.setenv("BEVO_PASSWORD", server.password)
        return by_bulk_loader(server.sql, tmp_path, server.sparql, 60)
    url = request.getfixturevalue("oxigraph_server")
    return by_protocol(f"{url}/store", 60) if request.param == "gsp" else by_update(f"{url}/update", f"{url}/query", 60)


def test_twice_is_once_and_another_file_takes_its_place(way: Way, hard: Path, later: Path) -> None:
    load(later, GRAPH + "-other", way)
    for _ in range(2):
        assert load(hard, OTHER, way).count == 19
        assert way.look(OTHER) == holding(read_turtle(hard))
    assert load(later, OTHER, way).count == 2
    assert way.look(OTHER) == holding(read_turtle(later))
    assert way.look(f"{OTHER}-loading").count == 0
    assert way.look(GRAPH + "-other") == holding(read_turtle(later))


def test_a_file_that_is_not_turtle_is_not_sent(way: Way, later: Path, tmp_path: Path) -> None:
    load(later, OTHER, way)
    with pytest.raises(InputError, match=r"bad\.ttl:1: is not Turtle"):
        load(written(tmp_path / "bad.ttl", LATER + " <http://a"), OTHER, way)
    assert way.look(OTHER).count == 2


@pytest.mark.parametrize("graph", ["kg", "urn:x> } ; DROP ALL ; #", "http://a b/", ""])
def test_a_graph_is_an_iri(way: Way, later: Path, graph: str) -> None:
    with pytest.raises(BevoError, match="is no IRI for a graph"):
        load(later, graph, way)


def test_the_release_loads_and_twice_is_once(loaded_oxigraph: str, built: tuple[Project, Release]) -> None:
    file = built[0].dist / "bevo-kg.ttl"
    wanted = holding(read_turtle(file))
    assert by_protocol(f"{loaded_oxigraph}/store", 60).look(GRAPH) == wanted
    by_updates = by_update(f"{loaded_oxigraph}/update", f"{loaded_oxigraph}/query", 60)
    assert wanted.count > 2 * CHUNK
    assert load(file, GRAPH, by_updates) == wanted
    text = urlopen(Request(_of(loaded_oxigraph, GRAPH), headers={"Accept": "text/turtle"})).read()
    here, there = Store(), Store()
    here.load(path=file, format=RdfFormat.TURTLE)
    there.load(text, format=RdfFormat.TURTLE)
    assert len(here) == len(there)


def _of(url: str, graph: str) -> str:
    return f"{url}/store?graph={graph}"


def test_the_release_loads_into_virtuoso(loaded_virtuoso: str, built: tuple[Project, Release]) -> None:
    assert look_by_queries(loaded_virtuoso, GRAPH, 60) == holding(read_turtle(built[0].dist / "bevo-kg.ttl"))


def test_a_store_that_cuts_answers_without_a_word_is_looked_at_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = "".join(f"<http://example.org/s{i}> <http://example.org/p{i % 3}> {i} ." for i in range(300))
    file = written(tmp_path / "many.ttl", statements)
    (tmp_path / "virtuoso").mkdir()
    with virtuoso(tmp_path / "virtuoso", tmp_path, rows=40) as server:
        monkeypatch.setenv("BEVO_PASSWORD", server.password)
        text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        assert load(file, OTHER, by_bulk_loader(server.sql, tmp_path, server.sparql, 60)).count == 300
        assert len(ask(server.sparql, text, graph=OTHER).rows) < 50


def test_a_store_that_says_it_cuts_is_looked_at_in_parts(oxigraph_server: str, tmp_path: Path) -> None:
    statements = "".join(f"<http://example.org/s{i}> <http://example.org/p{i % 3}> {i} ." for i in range(300))
    file = written(tmp_path / "many.ttl", statements)
    load(file, OTHER, by_protocol(f"{oxigraph_server}/store", 60))

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> Reply:
        status, headers, content = passed_on(handler, body, oxigraph_server)
        lines = content.splitlines(keepends=True)
        if len(lines) <= 40:
            return status, headers, content
        return status, {**headers, "X-BEVO-Truncated": "rows=40"}, b"".join(lines[:40])

    with answering(answer) as url:
        assert look_by_queries(f"{url}/query", OTHER, 60) == holding(read_turtle(file))


def test_a_store_that_keeps_statements_back_is_told(oxigraph_server: str, hard: Path) -> None:
    load(hard, OTHER, by_protocol(f"{oxigraph_server}/store", 60))

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> Reply:
        status, headers, content = passed_on(handler, body, oxigraph_server)
        lines = content.splitlines(keepends=True)
        return status, headers, b"".join(line for line in lines if b'"-7"' not in line)

    with answering(answer) as url, pytest.raises(BevoError, match="counts 11 statements and gives 10"):
        look_by_queries(f"{url}/query", OTHER, 60)


# --- failures


def test_a_store_that_may_only_be_read_is_left_as_it_was(tmp_path: Path, hard: Path, later: Path) -> None:
    folder = tmp_path / "store"
    store = Store(str(folder))
    store.update(f"INSERT DATA {{ GRAPH <{OTHER}> {{ {LATER} }} }}")
    store.flush()
    del store
    with oxigraph(folder) as url:
        for way in (by_protocol(f"{url}/store", 60), by_update(f"{url}/update", f"{url}/query", 60)):
            with pytest.raises(BevoError, match=rf"\(40.\).*; <{OTHER}> holds what it held before, 2 triples"):
                load(hard, OTHER, way)


def test_nobody_there_is_a_sentence(later: Path) -> None:
    with oxigraph() as url:
        pass
    with pytest.raises(BevoError, match=r"/store cannot be reached: Connection refused$"):
        load(later, OTHER, by_protocol(f"{url}/store", 60))


Meddling = Callable[[BaseHTTPRequestHandler, bytes, str], Reply | None]


@pytest.fixture
def meddled(oxigraph_server: str, later: Path) -> Iterator[tuple[Callable[[Meddling], str], list[str]]]:
    """An Oxigraph that has two triples, behind a server that meddles with what is passed on."""
    load(later, OTHER, by_protocol(f"{oxigraph_server}/store", 60))
    seen: list[str] = []
    opened = []

    def behind(meddle: Meddling) -> str:
        def answer(handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
            seen.append(f"{handler.command} {body[:11].decode('utf-8', 'replace')}")
            return meddle(handler, body, oxigraph_server)

        context = answering(answer)
        opened.append(context)
        return context.__enter__()

    yield behind, seen
    for context in opened:
        context.__exit__(None, None, None)


def test_an_upload_that_is_lost_leaves_the_former_data(
    meddled: tuple[Callable[[Meddling], str], list[str]], hard: Path
) -> None:
    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        return None if handler.command == "PUT" else passed_on(handler, body, to)

    behind, seen = meddled
    with pytest.raises(BevoError, match=f"broke off its answer; <{OTHER}> holds what it held before, 2 triples"):
        load(hard, OTHER, by_protocol(f"{behind(meddle)}/store", 60))
    assert sum(request.startswith("PUT") for request in seen) == 1  # writing is never repeated


def test_an_answer_that_is_lost_is_no_loss_of_data(
    meddled: tuple[Callable[[Meddling], str], list[str]], hard: Path
) -> None:
    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        reply = passed_on(handler, body, to)
        return None if handler.command == "PUT" else reply

    with pytest.raises(BevoError, match=f"<{OTHER}> holds the 19 triples of the file all the same"):
        load(hard, OTHER, by_protocol(f"{meddled[0](meddle)}/store", 60))


def test_data_that_arrive_changed_are_told_by_example(
    meddled: tuple[Callable[[Meddling], str], list[str]], hard: Path
) -> None:
    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        if handler.command == "PUT":
            lines = body.replace(b'"-7"', b'"-8"').splitlines(keepends=True)
            body = b"".join(line for line in lines if b"150" not in line and b"1.50e2" not in line)
        return passed_on(handler, body, to)

    with pytest.raises(BevoError) as caught:
        load(hard, OTHER, by_protocol(f"{meddled[0](meddle)}/store", 60))
    message = str(caught.value)
    assert "holds 18 triples where the file has 19" in message
    assert "2 are lacking and 1 are not in the file" in message
    assert re.search(r'lacking: <\S+> <\S+> "-7"', message) and re.search(r'not in the file: .*"-8"', message)
    assert message.endswith("now holds 18 triples, neither the 2 of before nor the 19 of the file")


def test_a_store_that_falls_silent_is_told(meddled: tuple[Callable[[Meddling], str], list[str]], hard: Path) -> None:
    behind, seen = meddled

    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        lost = any(request.startswith("PUT") for request in seen)
        return None if lost else passed_on(handler, body, to)

    with pytest.raises(BevoError, match=rf"what <{OTHER}> holds now is not known \(.*\); it held 2 triples before$"):
        load(hard, OTHER, by_protocol(f"{behind(meddle)}/store", 60))


@pytest.mark.parametrize("broken", [b"INSERT DATA", b"MOVE GRAPH"])
def test_an_update_that_fails_leaves_the_former_data_and_nothing_beside(
    broken: bytes, meddled: tuple[Callable[[Meddling], str], list[str]], oxigraph_server: str, hard: Path
) -> None:
    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        return (500, {}, b"disk full") if body.startswith(broken) else passed_on(handler, body, to)

    url = meddled[0](meddle)
    message = rf"failed on the update \(500\): disk full; <{OTHER}> holds what it held before, 2 triples"
    with pytest.raises(BevoError, match=message):
        load(hard, OTHER, by_update(f"{url}/update", f"{url}/query", 60))
    graphs = ask(f"{oxigraph_server}/query", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").plain()
    assert [f"{OTHER}-loading"] not in graphs and [OTHER] in graphs


def test_an_update_that_loses_a_statement_is_not_moved(
    meddled: tuple[Callable[[Meddling], str], list[str]], hard: Path
) -> None:
    def meddle(handler: BaseHTTPRequestHandler, body: bytes, to: str) -> Reply | None:
        return passed_on(handler, body.replace(b'"-7"', b'"-8"'), to)

    behind, seen = meddled
    url = behind(meddle)
    with pytest.raises(BevoError, match=f"1 are lacking and 1 are not in the file[^;]*; <{OTHER}> holds what it held"):
        load(hard, OTHER, by_update(f"{url}/update", f"{url}/query", 60))
    assert not any("MOVE" in request for request in seen)


def test_the_address_of_a_store_keeps_its_own_parameters(later: Path) -> None:
    seen = []

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> Reply:
        seen.append(parse_qs(urlsplit(handler.path).query))
        return (200, {"Content-Type": "application/n-triples"}, b"") if handler.command == "GET" else (204, {}, b"")

    with answering(answer) as url, pytest.raises(BevoError, match="2 are lacking"):
        load(later, "http://g/?a=1&b=2#c", by_protocol(f"{url}/rdf?infer=false", 5))
    assert seen[0] == {"infer": ["false"], "graph": ["http://g/?a=1&b=2#c"]}


# --- Virtuoso


@pytest.fixture
def held(virtuoso_server: Virtuoso, tmp_path: Path, later: Path, monkeypatch: pytest.MonkeyPatch) -> Virtuoso:
    """A Virtuoso that has two triples."""
    monkeypatch.setenv("BEVO_PASSWORD", virtuoso_server.password)
    load(later, OTHER, by_bulk_loader(virtuoso_server.sql, tmp_path, virtuoso_server.sparql, 60))
    return virtuoso_server


def test_what_others_wait_to_load_is_not_touched(held: Virtuoso, tmp_path: Path, hard: Path) -> None:
    held.isql("INSERT INTO DB.DBA.load_list (ll_file, ll_graph) VALUES ('/other.nt', 'urn:other')")
    try:
        with pytest.raises(BevoError, match=r"other files wait in Virtuoso's load list, for example /other\.nt"):
            load(hard, OTHER, by_bulk_loader(held.sql, tmp_path, held.sparql, 60))
    finally:
        held.isql("DELETE FROM DB.DBA.load_list")
    assert look_by_queries(held.sparql, OTHER, 60).count == 2


def test_the_load_list_and_the_folder_are_left_clean(held: Virtuoso, tmp_path: Path) -> None:
    assert "bevo" not in held.isql("SELECT ll_file FROM DB.DBA.load_list")
    assert not list(tmp_path.glob("*.nt"))


def test_a_folder_that_virtuoso_cannot_read_is_told(held: Virtuoso, tmp_path: Path, hard: Path) -> None:
    folder = tmp_path / "it's here"
    folder.mkdir()
    with pytest.raises(BevoError, match=r"cannot be given the file '.*'.*; <.*> holds what it held before, 2 triples"):
        load(hard, OTHER, by_bulk_loader(held.sql, folder, held.sparql, 60))
    with pytest.raises(BevoError, match="nowhere cannot be written to"):
        load(hard, OTHER, by_bulk_loader(held.sql, tmp_path / "nowhere", held.sparql, 60))


def test_virtuosos_password_is_needed_and_shown_to_nobody(
    held: Virtuoso, tmp_path: Path, hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = by_bulk_loader(held.sql, tmp_path, held.sparql, 60)
    monkeypatch.setenv("BEVO_PASSWORD", "a wrong one")
    with pytest.raises(BevoError, match=r"does not accept the user dba.*; <.*> holds what it held before") as caught:
        load(hard, OTHER, way)
    assert "a wrong one" not in str(caught.value)
    monkeypatch.setenv("BEVO_PASSWORD", held.password)
    assert load(hard, OTHER, way).count == 19  # one wrong password does not lock out
    monkeypatch.delenv("BEVO_PASSWORD")
    with pytest.raises(BevoError, match="set BEVO_PASSWORD to the password"):
        load(hard, OTHER, way)


# --- the command


def test_the_command_loads_and_says_what_it_verified(oxigraph_server: str, hard: Path) -> None:
    words = ["load", f"{oxigraph_server}/store", str(hard), "--graph", OTHER]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"<{OTHER}> holds 19 triples, as many as the file; the 11 without blank nodes are the"
    )
    words = ["load", f"{oxigraph_server}/update", str(hard), "--graph", OTHER, "--by", "update"]
    result = CliRunner().invoke(app, [*words, "--endpoint", f"{oxigraph_server}/query"])
    assert result.exit_code == 0, result.stderr


def test_the_command_loads_into_virtuoso(held: Virtuoso, hard: Path) -> None:
    words = ["load", held.sql, str(hard), "--store", "virtuoso", "--endpoint", held.sparql, "--graph", OTHER]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0 and "holds 19 triples" in result.stdout, result.stderr


def test_the_command_fails_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["load", "http://127.0.0.1:1/store", str(tmp_path / "no.ttl")])
    assert result.exit_code == 1 and "no.ttl: cannot be read" in result.stderr
