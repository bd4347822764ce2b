"""The same answers from a real server, and a sentence for every way in which a server can fail."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pyoxigraph import Store
from typer.testing import CliRunner

from bevo.build import Release
from bevo.cli import app
from bevo.problems import BevoError
from bevo.project import Project
from bevo.queries import Query, read_queries, run
from bevo.remote import ask
from conftest import ROOT

QUERIES = read_queries(ROOT / "queries")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def endpoint(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``oxigraph serve`` with the release, on a port of this machine alone."""
    program = shutil.which("oxigraph", path=str(ROOT / ".venv" / "bin")) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the program oxigraph is not installed (PyPI: oxigraph)")
    folder = str(tmp_path_factory.mktemp("oxigraph"))
    graph = str(built[0].dist / "bevo-kg.ttl")
    subprocess.run([program, "load", "--location", folder, "--file", graph], check=True, capture_output=True)
    port = free_port()
    command = [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except URLError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
        server.terminate()


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_server_gives_the_same_rows(query: Query, endpoint: str, store: Store) -> None:
    there = ask(endpoint, query.text)
    here = run(query.text, store)
    assert there.columns == here.columns
    assert sorted(there.plain()) == sorted(here.plain())


def test_the_command_asks_an_endpoint(endpoint: str) -> None:
    words = ["query", "run", "friend-or-foe", "--endpoint", endpoint, "--format", "csv"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0 and "\nosteoclast," in result.stdout


def test_a_long_query_goes_by_post(endpoint: str) -> None:
    padded = QUERIES["friend-or-foe"].text + "#" * 20_000
    assert ask(endpoint, padded).rows


def test_a_refused_query_is_a_sentence(endpoint: str) -> None:
    with pytest.raises(BevoError, match="refused the query"):
        ask(endpoint, "SELECT WHERE")


def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(BevoError, match="cannot be reached"):
        ask(f"http://127.0.0.1:{free_port()}/query", "SELECT * {}")


@pytest.fixture
def odd_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that answers each request with the same status and body, after a while."""
    status, body, wait = request.param

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(wait)
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize(
    ("odd_server", "message"),
    [
        (
            (200, b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a"', 0),
            "did not answer with SPARQL JSON results",
        ),
        ((200, b"<html>welcome</html>", 0), "did not answer with SPARQL JSON results"),
        ((503, b"busy", 0), "answered 503"),
        ((500, b"out of memory", 0), "refused the query: .*out of memory"),
        ((200, b"{}", 3), "did not answer within 1 seconds"),
    ],
    indirect=["odd_server"],
)
def test_odd_answers_are_sentences(odd_server: str, message: str) -> None:
    with pytest.raises(BevoError, match=message):
        ask(odd_server, "SELECT * {}", timeout=1)
