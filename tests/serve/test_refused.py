"""Queries that are refused for what they would do: call another server, name graphs, or update."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bevo.build.build import Release
from bevo.project import Project
from bevo.serve.guard import Refused, understand
from served import Served, served, write_release


@pytest.fixture(scope="module")
def root(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(sample[0].dist / "bevo-kg.ttl", tmp_path_factory.mktemp("serve") / "root")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "log"
    with served(root, log) as server:
        yield server


PATTERN = "SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o }"
HIDING = {
    "plain": "SELECT * { @ }",
    "lower case": "SELECT * { service <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "no space": "SELECT*{service<http://127.0.0.1:{port}/>{?s?p?o}}",
    "by variable": "SELECT * { VALUES ?x { <http://127.0.0.1:{port}/> } SERVICE ?x { ?s ?p ?o } }",
    "by prefix": "PREFIX x: <http://127.0.0.1:{port}/> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "escaped keyword": r"SELECT * { \u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "long escape": r"SELECT * { S\U00000045RVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "after a comment": "SELECT * { # nothing\n @ }",
    "after a carriage return": "SELECT * { # nothing\r @ \n}",
    "after an escaped line feed": r"SELECT * { # nothing\u000A @ }",
    "behind an escaped quote": 'SELECT * { FILTER("\\u005C" = "a") @ # ")\n}',
    "behind a quote in an escape": 'SELECT * { BIND("\\u0022" AS ?q) @ BIND("\\u0022" AS ?r) }',
    "subselect": "SELECT * { { SELECT * { { SELECT ?s { @ } } } } }",
    "optional": "SELECT * { OPTIONAL { @ } }",
    "minus": "SELECT * { MINUS { @ } }",
    "union": "SELECT * { {} UNION { @ } }",
    "graph": "SELECT * { GRAPH ?g { @ } }",
    "exists": "SELECT * { FILTER NOT EXISTS { @ } }",
    "bind": "SELECT * { BIND(EXISTS { @ } AS ?x) }",
    "projection": "SELECT (EXISTS { @ } AS ?x) {}",
    "having": "SELECT (COUNT(*) AS ?n) {} HAVING (EXISTS { @ })",
    "order": "SELECT * {} ORDER BY (EXISTS { @ })",
    "aggregate": "SELECT (SUM(IF(EXISTS { @ }, 1, 2)) AS ?n) {}",
    "argument": "SELECT * { FILTER(COALESCE(1 IN (2, EXISTS { @ }), 1)) }",
    "ask": "ASK { @ }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { @ }",
    "describe": "DESCRIBE ?s { @ }",
}


NOT_FORBIDDEN = {
    HIDING["after a carriage return"]: 400,  # the engines differ about where the comment ends
    HIDING["behind an escaped quote"]: 400,  # to both, SERVICE stands in a string
    HIDING["behind a quote in an escape"]: 200,  # to both, SERVICE stands in a string
}


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and who has called there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def accept() -> None:
            while True:
                try:
                    calls.append(waiting.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield waiting.getsockname()[1], calls


@pytest.mark.parametrize("hiding", HIDING.values(), ids=HIDING)
def test_no_query_calls_another_server(hiding: str, server: Served, listener: tuple[int, list[object]]) -> None:
    port, calls = listener
    answer = server.query(hiding.replace("@", PATTERN).replace("{port}", str(port)))
    assert answer.status_code == (NOT_FORBIDDEN.get(hiding) or 403), answer.text
    assert not calls


WORKER = """
import sys
from pathlib import Path
from bevo.serve.worker import confine
from bevo.rdf.store import load_graph
store = load_graph(Path(sys.argv[1]))
if sys.argv[3] == "confined":
    confine(1_000_000_000)
try:
    print(len(list(store.query("SELECT * { SERVICE <http://127.0.0.1:%s/> { ?s ?p ?o } }" % sys.argv[2]))))
except OSError as error:
    print(error)
"""


@pytest.mark.parametrize(("how", "called"), [("free", 1), ("confined", 0)])
def test_a_confined_process_cannot_call_even_if_the_engine_tries(
    how: str, called: int, listener: tuple[int, list[object]], tmp_path: Path
) -> None:
    """A process as it was shows that the engine does call, so that the silence of the confined one means something."""
    port, calls = listener
    (tmp_path / "graph.ttl").write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    command = [sys.executable, "-P", "-c", WORKER, str(tmp_path / "graph.ttl"), str(port), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 20
        while process.poll() is None and len(calls) < max(called, 1) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.kill()
    assert len(calls) >= called and bool(calls) is bool(called)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "ASK FROM <http://example.org/> {}",
        "CONSTRUCT FROM <http://example.org/> WHERE { ?s ?p ?o }",
        "DESCRIBE <http://example.org/> FROM <http://example.org/>",
        r"SELECT * \u0046ROM <http://example.org/> {}",
        "LOAD <http://example.org/>",
        "LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://example.org/>",
        "CLEAR ALL",
        "DROP DEFAULT",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "BASE <http://example.org/> # harmless\nCREATE GRAPH <x>",
    ],
)
def test_from_and_every_update_is_forbidden(query: str, server: Served) -> None:
    assert server.query(query).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER('SERVICE <http://x/> {}' = \"SERVICE <http://x/> {}\") }",
        "# SERVICE <http://x/> {} FROM <http://x/>\nASK {} # LOAD <http://x/>",
        "ASK { FILTER('''FROM\n<http://x/>''' = 'FROM\\n<http://x/>') }",
        "PREFIX service: <http://example.org/from/> ASK { FILTER(service:load != <http://example.org/SERVICE>) }",
        "ASK { VALUES ?from { 1 } BIND(?from AS ?service) }",
        "ASK {\r\n# two ways to end a line\r\n}",
    ],
)
def test_the_words_alone_are_harmless(query: str, server: Served) -> None:
    answer = server.query(query)
    assert answer.status_code == 200 and answer.json()["boolean"] is True, answer.text


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_guard(text: str) -> None:
    try:
        understand(text)
    except Refused as refusal:
        assert refusal.status in (400, 403) and refusal.sentence.endswith(".")
