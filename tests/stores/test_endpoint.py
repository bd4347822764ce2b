"""A sentence for every way in which a server can fail, and no answer that is not whole."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from typer.testing import CliRunner

from bevo.cli.main import app
from bevo.problems import BevoError
from bevo.questions.questions import read_queries
from bevo.stores import http_client as http
from bevo.stores.endpoint import CutAnswer, ask
from bevo_bench.virtuoso import free_port
from checkout import ROOT
from servers import Reply, answering, virtuoso

QUERIES = read_queries(ROOT / "queries")
JSON = {"Content-Type": "application/sparql-results+json; charset=utf-8"}
EMPTY = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
SELECT = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def test_the_command_asks_an_endpoint(loaded_oxigraph: str) -> None:
    words = ["query", "run", "friend-or-foe", "--endpoint", f"{loaded_oxigraph}/query", "--format", "csv"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0 and "\nosteoclast," in result.stdout


def test_the_graph_is_asked_that_load_wrote_to_or_the_endpoints_own(loaded_oxigraph: str) -> None:
    endpoint, text = f"{loaded_oxigraph}/query", "SELECT * { ?s a <https://w3id.org/bevo/Finding> } LIMIT 1"
    assert ask(endpoint, text, graph="https://w3id.org/bevo/graph/kg").rows
    assert not ask(endpoint, text).rows
    words = ["query", "run", "friend-or-foe", "--endpoint", endpoint, "--graph", "default", "--format", "csv"]
    assert len(CliRunner().invoke(app, words).stdout.splitlines()) == 1


def test_a_construct_gives_triples(loaded_oxigraph: str) -> None:
    text = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3"
    answer = ask(f"{loaded_oxigraph}/query", text, graph="https://w3id.org/bevo/graph/kg")
    assert answer.columns == ["subject", "predicate", "object"] and len(answer.rows) == 3


def test_a_long_query_goes_by_post(loaded_oxigraph: str) -> None:
    padded = QUERIES["friend-or-foe"].text + "#" * 200_000
    assert ask(f"{loaded_oxigraph}/query", padded, graph="https://w3id.org/bevo/graph/kg").rows


def test_short_queries_go_by_get_and_long_ones_by_post() -> None:
    methods = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> Reply:
        methods.append((handler.command, b"query=" in body))
        return 200, JSON, EMPTY

    with answering(answer) as url:
        ask(url, SELECT)
        ask(url, SELECT + " " * 3000)
    assert methods == [("GET", False), ("POST", True)]


def test_a_refused_query_is_the_servers_sentence(loaded_oxigraph: str) -> None:
    with pytest.raises(BevoError, match=r"refused the query \(400\): error at 1:13: expected"):
        ask(f"{loaded_oxigraph}/query", "SELECT WHERE")


def test_virtuosos_refusal_is_its_first_paragraph(loaded_virtuoso: str) -> None:
    with pytest.raises(BevoError, match=r"refused the query \(400\): Virtuoso 37000 Error SP030") as caught:
        ask(loaded_virtuoso, "SELECT WHERE")
    assert "SPARQL query" not in str(caught.value)


def test_virtuosos_cut_is_noticed(tmp_path: Path) -> None:
    with virtuoso(tmp_path, tmp_path, rows=40) as server:
        assert len(ask(server.sparql, f"{SELECT} LIMIT 39").rows) == 39
        with pytest.raises(CutAnswer, match="cut the answer at 40 rows"):
            ask(server.sparql, SELECT)


def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(BevoError, match="cannot be reached: Connection refused"):
        ask(f"http://127.0.0.1:{free_port()}/query", SELECT)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "is no address that starts with http:// or https://"),
        ("ftp://127.0.0.1/x", "is no address that starts with http:// or https://"),
        ("localhost:7878/query", "is no address that starts with http:// or https://"),
        ("http://", "is no address that starts with http:// or https://"),
        ("http://me:secret@127.0.0.1:1/", "credentials belong in BEVO_USER"),
        ("http://no-such-host.invalid/", "cannot be reached"),
    ],
)
def test_an_address_that_is_none_is_a_sentence_without_secrets(url: str, message: str) -> None:
    with pytest.raises(BevoError, match=message) as caught:
        ask(url, SELECT, timeout=5)
    assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


STACK = b"java.lang.NullPointerException: bad \x1b[31mnode\n\tat org.example.Store.find(Store.java:12)"
PAGE = b"<!DOCTYPE html><html><head><title>Welcome &amp; hello</title></head><body>many words</body></html>"
DEEP = b'{"head": {"vars": []}, "results": {"bindings": ' + b"[" * 100_000

FAULTS = {
    "JSON that ends early": (200, JSON, EMPTY[:-3], "did not answer with whole SPARQL JSON results"),
    "JSON of another kind": (200, JSON, b'["a"]', "did not answer with whole SPARQL JSON results"),
    "JSON nested without end": (200, JSON, DEEP, "did not answer with whole SPARQL JSON results"),
    "bytes that are no UTF-8": (200, JSON, b"\xff\xfe\xfd", "did not answer with whole SPARQL JSON results"),
    "an IRI that is none": (
        200,
        JSON,
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "a b"}}]}}',
        "did not answer with whole SPARQL JSON results",
    ),
    "a page with 200": (200, {"Content-Type": "text/html"}, PAGE, "answered with text/html, not with SPARQL JSON"),
    "XML results": (
        200,
        {"Content-Type": "application/sparql-results+xml"},
        b"<sparql/>",
        "results.xml, not with SPARQL",
    ),
    "no media type": (200, {}, EMPTY, "answered with no media type, not with SPARQL JSON"),
    "nothing at all": (200, JSON, b"", "did not answer with whole SPARQL JSON results"),
    "a stack trace": (
        500,
        {"Content-Type": "text/plain"},
        STACK,
        r"failed on the query \(500\): java.*: bad \[31mnode$",
    ),
    "a page with 404": (404, {"Content-Type": "text/html"}, PAGE, r"refused the query \(404\): Welcome & hello$"),
    "an object with 400": (
        400,
        {"Content-Type": "application/json"},
        b'{"message": "no {", "x": 1}',
        r"\(400\): no {$",
    ),
    "an object without words": (400, {}, b'{"code": 1}', r"refused the query \(400\)$"),
    "no words": (500, {}, b"", r"failed on the query \(500\)$"),
    "many words": (500, {}, b"w" * 100_000, r"\(500\): w{300}$"),
    "no leave": (401, {"WWW-Authenticate": "Basic"}, b"who?", "BEVO_USER and BEVO_PASSWORD, or BEVO_TOKEN: who"),
    "out of time": (206, JSON, EMPTY, "gave a part of the answer, for it ran out of time"),
    "Virtuoso out of time": (200, {**JSON, "X-SQL-State": "S1TAT"}, EMPTY, "gave a part of the answer"),
    "a cut of our own": (200, {**JSON, "X-BEVO-Truncated": "rows=100000"}, EMPTY, "cut the answer: rows=100000"),
    "a longer answer told": (200, {**JSON, "Content-Length": "5000"}, EMPTY, "broke off its answer"),
    "busy for long": (503, {"Retry-After": "3600"}, b"later", r"failed on the query \(503\): later"),
    "a redirect to no address": (302, {"Location": "http://["}, b"", "does not answer in HTTP: Invalid IPv6 URL"),
    "a time to come back that no clock has": (
        503,
        {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -2359"},
        b"busy",
        "busy",
    ),
    "a redirect to a file": (302, {"Location": "file:///etc/passwd"}, b"", "has moved to file:///etc/passwd"),
}


@pytest.mark.parametrize(("status", "headers", "body", "message"), FAULTS.values(), ids=list(FAULTS))
def test_a_faulty_answer_is_one_sentence(status: int, headers: dict[str, str], body: bytes, message: str) -> None:
    with answering(lambda *_: (status, headers, body)) as url, pytest.raises(BevoError, match=message) as caught:
        ask(url, SELECT, timeout=5)
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("media_type", "body", "message"),
    [
        ("application/n-triples", b"<http://a> <http://b> <http://c> .\n<http://a> <htt", "did not answer with whole"),
        ("text/turtle", b"<http://a> a", "did not answer with whole triples"),
        ("application/sparql-results+json", EMPTY, "answered with application/sparql-results.json, not with triples"),
        ("application/n-quads", b"", "not with triples"),
        ("text/html", PAGE, "not with triples"),
    ],
)
def test_triples_that_are_none_are_told(media_type: str, body: bytes, message: str) -> None:
    reply = (200, {"Content-Type": media_type}, body)
    with answering(lambda *_: reply) as url, pytest.raises(BevoError, match=message):
        ask(url, CONSTRUCT)


def test_chunks_that_break_off_are_told() -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nTransfer-Encoding: chunked\r\n\r\n"
        handler.wfile.write(head + b"%x\r\n%s\r\n" % (len(EMPTY), EMPTY))

    with answering(answer) as url, pytest.raises(BevoError, match="broke off its answer"):
        ask(url, SELECT, timeout=10)


def test_what_is_no_http_is_told() -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.wfile.write(b"220 mail ready\r\n\r\n")

    with answering(answer) as url, pytest.raises(BevoError, match="does not answer in HTTP: 220 mail ready"):
        ask(url, SELECT, timeout=10)


def test_a_silent_server_is_given_up() -> None:
    with answering(lambda *_: time.sleep(3)) as url:
        start = time.monotonic()
        with pytest.raises(BevoError, match="did not answer within 1 seconds"):
            ask(url, SELECT, timeout=1)
    assert time.monotonic() - start < 2.5


def test_an_answer_that_drips_is_given_up() -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
        for _count in range(60):
            handler.wfile.write(b" ")
            time.sleep(0.1)

    with answering(answer) as url:
        start = time.monotonic()
        with pytest.raises(BevoError, match="did not answer within 1 seconds"):
            ask(url, SELECT, timeout=1)
    assert time.monotonic() - start < 3


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST", 2**20)
    with (
        answering(lambda *_: (200, JSON, b" " * 2**21)) as url,
        pytest.raises(CutAnswer, match="more than 1 megabytes"),
    ):
        ask(url, SELECT)


@pytest.fixture
def counted() -> Iterator[list[float]]:
    yield []


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int, counted: list[float]) -> None:
    def answer(*_: object) -> Reply:
        counted.append(time.monotonic())
        return (status, {"Retry-After": "1"}, b"busy") if len(counted) == 1 else (200, JSON, EMPTY)

    with answering(answer) as url:
        assert ask(url, SELECT).columns == ["a"]
    assert len(counted) == 2 and counted[1] - counted[0] >= 1


def test_a_broken_connection_is_tried_three_times(counted: list[float]) -> None:
    def answer(*_: object) -> None:
        counted.append(time.monotonic())

    with answering(answer) as url, pytest.raises(BevoError, match="broke off its answer"):
        ask(url, SELECT)
    assert len(counted) == 3


def test_repeating_stays_within_the_time(counted: list[float]) -> None:
    def answer(*_: object) -> Reply:
        counted.append(time.monotonic())
        return 503, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}, b""

    with answering(answer) as url, pytest.raises(BevoError, match=r"failed on the query \(503\)"):
        ask(url, SELECT, timeout=5)
    assert len(counted) == 1


@pytest.mark.parametrize("status", [400, 404, 500, 504])
def test_a_refusal_is_not_repeated(status: int, counted: list[float]) -> None:
    def answer(*_: object) -> Reply:
        counted.append(0)
        return status, {}, b"no"

    with answering(answer) as url, pytest.raises(BevoError, match=f"the query .{status}.: no"):
        ask(url, SELECT)
    assert len(counted) == 1


def test_a_redirect_is_followed_without_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEVO_USER", "me")
    monkeypatch.setenv("BEVO_PASSWORD", "pass:word")
    seen = []

    def there(handler: BaseHTTPRequestHandler, _: bytes) -> Reply:
        seen.append(handler.headers.get("Authorization"))
        return 200, JSON, EMPTY

    with answering(there) as other:

        def here(handler: BaseHTTPRequestHandler, _: bytes) -> Reply:
            seen.append(handler.headers.get("Authorization"))
            return 307, {"Location": other + handler.path}, b""

        with answering(here) as url:
            assert ask(url, SELECT).columns == ["a"]
            with pytest.raises(BevoError, match=f"has moved to {other}"):
                ask(url, SELECT + " " * 3000)
    assert seen == ["Basic bWU6cGFzczp3b3Jk", None, "Basic bWU6cGFzczp3b3Jk"]


def test_a_token_goes_as_bearer_and_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> Reply:
        seen.append(handler.headers.get("Authorization"))
        return 200, JSON, EMPTY

    with answering(answer) as url:
        monkeypatch.setenv("BEVO_TOKEN", "abc.def")
        ask(url, SELECT)
        monkeypatch.setenv("BEVO_TOKEN", "abc\r\nX-Evil: 1")
        with pytest.raises(BevoError, match="BEVO_TOKEN has a character that no token has"):
            ask(url, SELECT)
    assert seen == ["Bearer abc.def"]


def test_all_kinds_of_terms_are_read() -> None:
    body = """{"head": {"vars": ["a", "b", "c", "d", "e", "f"]}, "results": {"bindings": [{
        "a": {"type": "uri", "value": "http://a/"}, "b": {"type": "bnode", "value": "nodeID://b1"},
        "c": {"type": "literal", "value": "\\u00b5m"}, "d": {"type": "literal", "xml:lang": "en", "value": "x"},
        "e": {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1"}}]}}"""
    with answering(lambda *_: (200, JSON, body.encode())) as url:
        (row,) = ask(url, SELECT).rows
    number = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert [row[0], *row[2:]] == [NamedNode("http://a/"), Literal("µm"), Literal("x", language="en"), number, None]


def test_a_reset_connection_is_asked_again() -> None:
    """A server that resets the first connection and answers on the second."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            first, _ = listener.accept()
            first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            first.close()
            second, _ = listener.accept()
            with second:
                second.recv(65536)
                head = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: {JSON['Content-Type']}\r\nContent-Length: {len(EMPTY)}\r\n\r\n"
                )
                second.sendall(head.encode() + EMPTY)

        threading.Thread(target=serve, daemon=True).start()
        assert ask(f"http://127.0.0.1:{listener.getsockname()[1]}/", SELECT).columns == ["a"]
