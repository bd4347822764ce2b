"""What clients should not do: queries that never end, requests too long, and many at one time."""

from __future__ import annotations

import concurrent.futures
import socket
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import (
    RdfFormat,
    parse,
)

from bevo.build.build import Release
from bevo.project import Project
from bevo.serve.limits import Limits
from served import CROSS, Served, alive, served, settled, workers, write_release

SECONDS = 1.5
ROWS = 500


@pytest.fixture(scope="module")
def root(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(sample[0].dist / "bevo-kg.ttl", tmp_path_factory.mktemp("serve") / "root")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "log"
    with served(root, log, "--timeout", str(SECONDS), "--max-rows", str(ROWS)) as server:
        yield server


DOUBLING = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
TEN_BY_TEN = "REPLACE(" * 10 + "'x'" + ", '.', 'xxxxxxxxxx')" * 10
HOSTILE: dict[str, tuple[str, set[int]]] = {
    "count of a cross product": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", {504}),
    "distinct cross product": (f"SELECT DISTINCT ?a ?d ?g {{ {CROSS} }}", {200, 503, 504}),
    "sorted cross product": (f"SELECT * {{ {CROSS} }} ORDER BY ?l", {503, 504}),
    "negated cross product": ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?c . ?d ?e ?f FILTER(?a = ?f) } }", {504}),
    "closure of everything": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b }", {503, 504}),
    "closure of closures": ("SELECT (COUNT(*) AS ?n) { ?a ((!<x:y>)+/(^(!<x:y>))+)+ ?b }", {503, 504}),
    "one string of everything": (f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) {{ {CROSS} }}", {503, 504}),
    "a string doubled forty times": (
        f"SELECT (STRLEN(?a40) AS ?n) {{ BIND('xxxxxxxx' AS ?a0) {DOUBLING} }}",
        {503, 504},
    ),
    "a string replaced ten by ten": (
        f"SELECT (STRLEN({TEN_BY_TEN}) AS ?n) {{}}",
        {503, 504},
    ),
    "a regex that backtracks elsewhere": ("ASK { FILTER(REGEX('%s', '(x+x+)+y')) }" % ("x" * 5000), {200}),
    "a regex too large to compile": (
        "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '((a{1,100}){1,100}){1,100}')) }",
        {200, 503, 504},
    ),
    "groups in groups": (f"SELECT * {'{' * 30000}{'}' * 30000}", {400, 504}),
    "brackets in brackets": (f"SELECT * {{ FILTER({'(' * 30000}1{')' * 30000}) }}", {400, 504}),
    "lists in lists": (f"SELECT * {{ ?s ?p {'(' * 30000}{')' * 30000} }}", {400, 504}),
    "functions in functions": (f"SELECT ({'IF(1,1,' * 3000}1{')' * 3000} AS ?x) {{}}", {400, 504}),
    "subselects in subselects": (f"SELECT * {'{ SELECT * ' * 3000}{{}}{'}' * 3000}", {400, 504}),
    "a long sum": (f"SELECT ({'1+' * 40000}1 AS ?x) {{}}", {400, 503, 504}),
    "a long path": (f"SELECT * {{ ?s {'<a:b>/' * 10000}<a:b> ?o }}", {400, 503, 504}),
    "many alternatives": (f"SELECT * {{ {'{} UNION' * 10000} {{}} }}", {200, 400, 503, 504}),
    "many patterns": (f"SELECT * {{ {'?s ?p ?o . ' * 8000} }}", {400, 504}),
    "many values": (f"SELECT * {{ VALUES ?x {{ {'1 ' * 45000} }} }}", {200, 503, 504}),
    "a character that is none": (r"ASK { FILTER('\uD800' = '') }", {400}),
    "an escape of an escape": (r"ASK { FILTER('\u005Cu0041' = '') }", {400}),
    "a null character": ("ASK { FILTER('\0' != '') }", {200, 400}),
    "every statement described": ("DESCRIBE * { ?s ?p ?o }", {200}),
}


@pytest.mark.parametrize(("query", "allowed"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_stopped_and_the_next_one_is_answered(query: str, allowed: set[int], server: Served) -> None:
    start = time.monotonic()
    answer = server.query(query)
    taken = time.monotonic() - start
    assert answer.status_code in allowed, answer.text
    assert taken < SECONDS + 4
    assert answer.status_code == 200 or answer.text.endswith(".\n")
    assert server.query("ASK {}").json()["boolean"] is True


def test_a_stopped_query_no_longer_runs(root: Path, tmp_path: Path) -> None:
    with served(root, tmp_path / "log", "--timeout", "1", "--workers", "1") as server:
        before = workers(server)
        assert server.query(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}").status_code == 504
        assert server.query("ASK {}").json()["boolean"] is True
        after = workers(server)
    assert len(before) == len(after) == 1 and before != after
    assert not alive(before)


# --- caps


def test_a_table_that_is_too_long_is_cut_and_says_so(server: Served) -> None:
    query = "SELECT * { ?s ?p ?o }"
    answer = server.query(query)
    assert answer.headers["x-bevo-truncated"] == f"rows={ROWS}; cap=rows"
    assert len(answer.json()["results"]["bindings"]) == ROWS
    assert answer.json()["truncated"] == {"rows": ROWS, "cap": "rows"}
    xml = server.query(query, "application/sparql-results+xml").text
    assert f"truncated: the first {ROWS} rows" in xml and ET.fromstring(xml) is not None
    for media in ("text/csv", "text/tab-separated-values"):
        cut = server.query("SELECT ?p { ?s ?p ?o }", media)
        assert len(cut.text.splitlines()) == ROWS + 1 and "x-bevo-truncated" in cut.headers


def test_a_graph_that_is_too_large_is_cut_and_says_so(server: Served) -> None:
    for media, form in (("text/turtle", RdfFormat.TURTLE), ("application/n-triples", RdfFormat.N_TRIPLES)):
        answer = server.query("CONSTRUCT WHERE { ?s ?p ?o }", media)
        assert answer.headers["x-bevo-truncated"] == f"rows={ROWS}; cap=rows" and "# truncated" in answer.text
        assert len(list(parse(answer.content, format=form))) == ROWS


def test_what_fits_exactly_is_not_called_cut(server: Served) -> None:
    answer = server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}")
    assert len(answer.json()["results"]["bindings"]) == ROWS
    assert "x-bevo-truncated" not in answer.headers and "truncated" not in answer.json()


def test_a_query_that_is_too_long_is_413(server: Served) -> None:
    assert server.query("ASK {} #" + "x" * 200_000).status_code == 413
    answer = httpx.post(f"{server.address}sparql", data={"query": "ASK {} #" + "x" * 10_000_000}, timeout=60)
    assert answer.status_code == 413 and "100000 bytes" in answer.text


def test_a_body_without_a_length_is_413_as_well(server: Served) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(500):
            yield b"#" * 1000

    headers = {"Content-Type": "application/sparql-query"}
    assert httpx.post(f"{server.address}sparql", content=chunks(), headers=headers).status_code == 413


POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"


def test_a_body_announced_far_too_long_is_refused_unread(server: Served) -> None:
    assert b" 413 " in _raw(server, POST + b"Content-Length: 99999999999\r\n\r\n")


def test_a_body_that_does_not_come_is_408(server: Served) -> None:
    start = time.monotonic()
    assert b" 408 " in _raw(server, POST + b"Content-Length: 10\r\n\r\nASK")
    assert time.monotonic() - start < Limits().body_seconds + 5


def _raw(server: Served, request: bytes) -> bytes:
    """The first line of the answer to a request sent as it is."""
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as client:
        client.sendall(request)
        return client.recv(65536).partition(b"\r\n")[0]


# --- many clients


def test_fifty_clients_at_one_time_each_get_their_own_answer(server: Served) -> None:
    def one(number: int) -> tuple[int, int, int]:
        page = server.get("finding/F0026", "text/turtle").status_code
        answer = server.query(f"SELECT (COUNT(*) + {number} - COUNT(*) AS ?n) {{ ?s a ?o }}", "application/json")
        return page, answer.status_code, int(answer.json()["results"]["bindings"][0]["n"]["value"])

    with concurrent.futures.ThreadPoolExecutor(50) as clients:
        assert list(clients.map(one, range(50))) == [(303, 200, number) for number in range(50)]


def test_fifty_hostile_clients_leave_the_pages_served(root: Path, tmp_path: Path) -> None:
    with served(root, tmp_path / "log", "--timeout", "0.5") as server:
        with concurrent.futures.ThreadPoolExecutor(50) as clients:
            query = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
            waiting = [clients.submit(server.query, query) for _ in range(50)]
            time.sleep(1)
            start = time.monotonic()
            assert server.get("finding/F0026.html").status_code == 200
            assert server.get("healthz").status_code in (200, 503)
            assert time.monotonic() - start < 2
            answers = [future.result() for future in waiting]
        assert {answer.status_code for answer in answers} <= {503, 504}
        for answer in answers:
            assert (answer.status_code == 503) is ("retry-after" in answer.headers)
        assert server.query("ASK {}").json()["boolean"] is True
        assert settled(server, Limits().workers)


def test_a_client_that_goes_away_takes_nobody_with_it(server: Served) -> None:
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{server.address}sparql", params={"query": f"SELECT * {{ {CROSS} }} ORDER BY ?l"}, timeout=0.2)
    answers = [server.query("ASK {}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
