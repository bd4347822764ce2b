"""The server as clients meet it: formats of an IRI, headers, caps, hostile queries, many clients, and how it ends."""

from __future__ import annotations

import concurrent.futures
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from typer.testing import CliRunner

from bevo.build import Release
from bevo.cli import app
from bevo.project import Project
from bevo.serve.guard import Refused, understand
from bevo.serve.limits import Limits
from bevo.serve.negotiate import best
from bevo.serve.results import Cut, table
from served import PAGES, Served, served, write_release

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
OFFERS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")
SECONDS = 3.0
ROWS = 500


@pytest.fixture(scope="module")
def root(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(built[0].dist / "bevo-kg.ttl", tmp_path_factory.mktemp("serve") / "root")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "log"
    with served(root, log, "--timeout", str(SECONDS), "--max-rows", str(ROWS)) as server:
        yield server


# --- which format


@pytest.mark.parametrize(
    ("accept", "offer"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("text/html;q=0.3, application/n-triples;q=0.8, text/turtle;q=0.5", "application/n-triples"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("*/*, text/html;q=0", "text/turtle"),
        ("text/*;q=0.9, text/html;q=0.1, application/ld+json;q=0.5", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x;q=0"', "application/ld+json"),
        ("text/html;level=1, text/html;q=0.2, text/turtle;q=0.5", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle;q=0.0", None),
        ("text/turtle;q=2", "text/html"),
        ("nonsense", "text/html"),
        ("nonsense, text/turtle", "text/turtle"),
        (", ,,text/turtle , ", "text/turtle"),
        ("*/turtle", "text/html"),
    ],
)
def test_the_client_gets_what_it_wants_most(accept: str | None, offer: str | None) -> None:
    assert best(accept, OFFERS) == offer


QUALITIES = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")


@given(st.permutations([(offer, i) for i, offer in enumerate(OFFERS)]), st.lists(QUALITIES, min_size=4, max_size=4))
def test_with_each_format_named_the_highest_quality_wins_in_any_order(
    order: list[tuple[str, int]], qualities: list[str]
) -> None:
    accept = ", ".join(f"{offer};q={qualities[i]}" for offer, i in order)
    ranked = sorted(zip(OFFERS, qualities, strict=True), key=lambda pair: -float(pair[1]))
    assert best(accept, OFFERS) == (ranked[0][0] if float(ranked[0][1]) > 0 else None)


@given(st.text(max_size=200))
def test_no_accept_header_breaks_it(accept: str) -> None:
    assert best(accept, OFFERS) in (*OFFERS, None)


# --- the site and the IRIs


@pytest.mark.parametrize(
    ("iri", "accept", "leads_to"),
    [
        ("finding/F0026", None, "/finding/F0026.html"),
        ("finding/F0026", BROWSER, "/finding/F0026.html"),
        ("finding/F0026", "text/turtle", "/finding/F0026.ttl"),
        ("finding/F0026", "application/ld+json", "/finding/F0026.jsonld"),
        ("finding/F0026", "application/n-triples", "/finding/F0026.nt"),
        ("finding/F0026", "text/html;q=0.1, application/n-triples;q=0.2", "/finding/F0026.nt"),
        ("finding/F0026-vesicle", BROWSER, "/finding/F0026.html#F0026-vesicle"),
        ("finding/F0026-vesicle", "text/turtle", "/finding/F0026.ttl"),
        ("review/yang-2021-table-3", "text/turtle", "/review/yang-2021.ttl"),
        ("molecule/miR-29a-3p", BROWSER, "/molecule/miR-29a-3p.html"),
        ("term/CL_0000092", "application/ld+json", "/term/CL_0000092.jsonld"),
        ("BoneGainFinding", "text/turtle", "/BoneGainFinding.ttl"),
        ("ontology", "text/turtle", "/ontology.ttl"),
        ("findings", BROWSER, "/findings.html"),
        ("", "text/turtle", "/ontology.ttl"),
        (".well-known/void", "text/turtle", "/void.ttl"),
        (".well-known/void", "application/ld+json", "/void.jsonld"),
    ],
)
def test_an_iri_leads_to_the_format_asked_for(iri: str, accept: str | None, leads_to: str, server: Served) -> None:
    answer = server.get(iri, accept)
    assert answer.status_code == 303 and answer.headers["vary"] == "Accept"
    target = httpx.URL(server.address).join(iri).join(answer.headers["location"])
    assert f"{target.path}{'#' if target.fragment else ''}{target.fragment}" == leads_to
    there = httpx.get(target)
    wanted = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
    assert there.status_code == 200
    assert there.headers["content-type"].partition(";")[0] == wanted[target.path.rpartition(".")[2]]


def test_all_rdf_formats_of_an_iri_have_the_same_triples(server: Served) -> None:
    def triples(ending: str, form: RdfFormat) -> set[object]:
        return {quad.triple for quad in parse(server.get(f"BoneGainFinding.{ending}").content, format=form)}

    turtle = triples("ttl", RdfFormat.TURTLE)
    assert turtle and turtle == triples("nt", RdfFormat.N_TRIPLES) == triples("jsonld", RdfFormat.JSON_LD)


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(".")])
def test_a_file_is_served_as_it_is(path: str, server: Served) -> None:
    answer = server.get(path)
    assert answer.status_code == 200 and answer.text == PAGES[path]
    assert answer.headers["content-type"] != "application/octet-stream"
    again = server.get(path, **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_the_front_page_is_at_the_root(server: Served) -> None:
    assert server.get("", BROWSER).text == PAGES["index.html"]


def test_an_entity_tag_changes_with_the_content_alone(server: Served, root: Path) -> None:
    page, other = root / "dist/site/findings.html", "<h1>Findings!</h1>"
    before = server.get("findings.html").headers["etag"]
    os.utime(page, (1, 1))
    assert server.get("findings.html").headers["etag"] == before
    page.write_text(other, encoding="utf-8")
    try:
        after = server.get("findings.html", **{"If-None-Match": before})
        assert (after.status_code, after.text) == (200, other) and after.headers["etag"] != before
    finally:
        page.write_text(PAGES["findings.html"], encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "nothing.html",
        "finding/F9999",
        "finding/F0026.exe",
        "finding/F0026-nobody",
        "finding/",
        "finding",
        "assets/",
        ".hidden",
        ".git/config",
        "leads-out.txt",
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "assets/..%2f..%2fsecret.txt",
        "assets/%2e%2e/%2e%2e/secret.txt",
        "%2Fetc/passwd",
        "/etc/passwd",
        "finding%5C..%5C..%5Csecret.txt",
        "finding/F0026.html%00",
        "%FF",
        "a" * 5000,
        ".ttl",
        ".nt",
    ],
)
def test_what_is_not_there_is_404_in_a_sentence(path: str, server: Served) -> None:
    """By a raw request, for clients tidy paths up before they send them."""
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 404 " in head.splitlines()[0] and body.startswith(b"There is nothing at /") and b"secret" not in body[40:]


def test_a_browser_gets_its_404_as_a_page_without_what_it_sent_as_markup(server: Served) -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.names: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.names.append(tag)

    answer = server.get("%3Cscript%3Ealert(1)%3C/script%3E", BROWSER)
    tags = Tags()
    tags.feed(answer.text)
    assert answer.status_code == 404 and "script" not in tags.names and "h1" in tags.names


def test_an_iri_that_no_offered_format_fits_gets_the_list(server: Served) -> None:
    answer = server.get("finding/F0026", "image/png")
    assert answer.status_code == 406
    for ending in ("html", "ttl", "jsonld", "nt"):
        assert f"/finding/F0026.{ending}" in answer.text


@pytest.mark.parametrize(
    "path", ["", "finding/F0026", "nothing", "sparql", "sparql?query=%3F", "healthz", "data/findings.json"]
)
def test_every_answer_has_the_headers(path: str, server: Served) -> None:
    headers = server.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cache-control"] and "server" not in headers and "set-cookie" not in headers


def test_a_page_cannot_be_written_to(server: Served) -> None:
    for method in ("PUT", "DELETE", "POST", "PATCH"):
        answer = httpx.request(method, f"{server.address}finding/F0026.html")
        assert answer.status_code == 405 and "GET" in answer.headers["allow"]


# --- refusals on the parsed query

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
    assert answer.status_code in ((403, 400) if "\r" in hiding or "u005C" in hiding or "u0022" in hiding else (403,))
    assert not calls


WORKER = """
import sys
from pathlib import Path
from bevo.serve.worker import confine
from bevo.store import load_graph
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


@given(st.text(max_size=60))
def test_no_text_breaks_the_guard(text: str) -> None:
    try:
        understand(text)
    except Refused as refusal:
        assert refusal.status in (400, 403) and refusal.sentence.endswith(".")


# --- hostile queries

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
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
        before = _workers(server)
        assert server.query(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}").status_code == 504
        assert server.query("ASK {}").json()["boolean"] is True
        after = _workers(server)
    assert len(before) == len(after) == 1 and before != after
    assert not _alive(before)


def _workers(server: Served) -> set[int]:
    """The ids of the server's child processes, from /proc."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(server.process.pid) and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


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


def test_an_answer_of_few_long_rows_is_cut_too(server: Served) -> None:
    long = "REPLACE(REPLACE(REPLACE('xxxxxxxxxx', 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx')"
    longer = ", ".join(["?x"] * 20)
    answer = server.query(f"SELECT ?y {{ ?s ?p ?o BIND({long} AS ?x) BIND(CONCAT({longer}) AS ?y) }}", "text/csv")
    assert answer.status_code == 200 and len(answer.content) <= Limits().answer_bytes
    assert answer.headers["x-bevo-truncated"].endswith("cap=bytes")


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
    with served(root, tmp_path / "log", "--timeout", "1") as server:
        with concurrent.futures.ThreadPoolExecutor(50) as clients:
            query = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
            waiting = [clients.submit(server.query, query) for _ in range(50)]
            time.sleep(1)
            start = time.monotonic()
            assert server.get("finding/F0026.html").status_code == 200
            assert server.get("healthz").status_code in (200, 503)
            assert time.monotonic() - start < 2
            answers = [future.result() for future in waiting]
        assert {answer.status_code for answer in answers} == {503, 504}
        for answer in answers:
            assert (answer.status_code == 503) is ("retry-after" in answer.headers)
        assert server.query("ASK {}").json()["boolean"] is True
        assert len(_workers(server)) == Limits().workers


def test_a_client_that_goes_away_takes_nobody_with_it(server: Served) -> None:
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{server.address}sparql", params={"query": f"SELECT * {{ {CROSS} }} ORDER BY ?l"}, timeout=0.2)
    answers = [server.query("ASK {}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3


# --- the log and the health


def test_the_log_has_a_line_of_json_a_request_and_no_query(server: Served) -> None:
    before = len(server.entries())
    server.query("SELECT ?secretly { ?secretly ?p ?o } LIMIT 7")
    server.get("finding/F0026%0d%0a%7B%22forged%22:1%7D")
    server.query("SELECT * { ?s ?p ?o }")
    first, second, third = server.entries()[before:]
    assert (first["method"], first["path"], first["status"], first["rows"]) == ("POST", "/sparql", 200, 7)
    assert isinstance(first["ms"], float) and len(str(first["query"])) == 12 and "truncated" not in first
    assert second["status"] == 404 and "forged" in str(second["path"])
    assert (third["rows"], third["truncated"]) == (ROWS, "rows")
    assert "secretly" not in server.log.read_text(encoding="utf-8")


def test_health_says_how_many_triples_are_served(server: Served) -> None:
    answer = server.get("healthz")
    counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    assert answer.status_code == 200 and answer.json()["status"] == "ok"
    assert str(answer.json()["triples"]) == counted


# --- start and end


def test_only_this_machine_is_listened_to_by_default(server: Served) -> None:
    assert server.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, {143, -signal.SIGTERM}), (signal.SIGINT, {0, 130})])
def test_told_to_stop_it_ends_with_its_processes(
    how: signal.Signals, code: set[int], root: Path, tmp_path: Path
) -> None:
    with served(root, tmp_path / "log") as server:
        workers = _workers(server)
        server.process.send_signal(how)
        assert server.process.wait(20) in code
    assert workers and not _alive(workers)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_killed_it_leaves_no_process_behind(root: Path, tmp_path: Path) -> None:
    """An idle one ends at once; one at work is ended by the kernel when its time is up."""
    with served(root, tmp_path / "log", "--timeout", "1") as server:
        workers = _workers(server)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(
                f"{server.address}sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"}, timeout=0.3
            )
        server.process.kill()
        deadline = time.monotonic() + 30
        while _alive(workers) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert workers and not _alive(workers)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda dist: (dist / "bevo-kg.ttl").unlink(), "bevo-kg.ttl is not there"),
        (lambda dist: (dist / "bevo-kg.ttl").write_text("<a:a> <a:b"), "is not Turtle"),
        (lambda dist: shutil.rmtree(dist / "site"), "has no site"),
    ],
    ids=["no release", "broken release", "no site"],
)
def test_without_a_whole_release_it_does_not_start(
    spoil: Callable[[Path], object], sentence: str, root: Path, tmp_path: Path
) -> None:
    own = write_release(root / "dist" / "bevo-kg.ttl", tmp_path / "own")
    spoil(own / "dist")
    result = CliRunner().invoke(app, ["serve", "--root", str(own), "--port", "0"])
    assert result.exit_code == 1 and sentence in result.stderr and "Traceback" not in result.stderr


def test_a_port_that_is_taken_is_a_sentence(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--root", str(root), "--port", port])
    assert result.exit_code == 1 and f"cannot listen on 127.0.0.1 port {port}" in result.stderr


# --- result formats

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
IRIS = st.sampled_from(["https://w3id.org/bevo/Finding", "http://example.org/é?a=b&c=d#e", "urn:x"]).map(NamedNode)
TYPED = st.builds(lambda text, kind: Literal(text, datatype=kind), TEXT, IRIS)
TAGGED = st.builds(lambda text, tag: Literal(text, language=tag), TEXT, st.sampled_from(["en", "en-gb"]))
TERMS = st.one_of(st.none(), IRIS, TEXT.map(Literal), TYPED, TAGGED, st.just(BlankNode("b1")))
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=6)


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
@given(TABLES)
def test_what_is_written_is_read_back_by_oxigraph(
    media: str, form: QueryResultsFormat, rows: list[tuple[Literal | None, ...]]
) -> None:
    body, cut = table(["a", "b"], rows, media, 100, 100_000)
    read = parse_query_results(body, form)
    assert isinstance(read, QuerySolutions)
    assert [tuple(row) for row in read] == rows and cut == Cut(len(rows))


@given(TABLES)
def test_xml_is_read_back_but_for_characters_that_xml_has_not(rows: list[tuple[Literal | None, ...]]) -> None:
    body, _ = table(["a", "b"], rows, "application/sparql-results+xml", 100, 100_000)
    space = "{http://www.w3.org/2005/sparql-results#}"
    results = ET.fromstring(body).findall(f"{space}results/{space}result")
    read = [{b.attrib["name"]: "".join(b.itertext()) for b in result} for result in results]

    def plain(text: str) -> str:
        return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)

    assert read == [
        {name: plain(term.value) for name, term in zip("ab", row, strict=True) if term is not None} for row in rows
    ]


@given(st.integers(0, 8), st.integers(0, 8))
def test_a_table_is_cut_where_the_cap_is(rows: int, most: int) -> None:
    body, cut = table(["a"], [(Literal("x"),)] * rows, "text/csv", most, 100_000)
    assert cut == Cut(min(rows, most), "rows" if rows > most else "")
    assert body.count(b"\r\n") == 1 + cut.rows


def test_a_table_is_cut_by_bytes(tmp_path: Path) -> None:
    limits = replace(Limits(), answer_bytes=1000)
    body, cut = table(["a"], [(Literal("x" * 100),)] * 50, "application/json", limits.rows, limits.answer_bytes)
    assert cut.why == "bytes" and len(body) < 1100
    assert len(json.loads(body)["results"]["bindings"]) == cut.rows
