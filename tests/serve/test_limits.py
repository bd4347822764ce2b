"""What one client can take from the others: time, memory and connections; over a small graph, so that it is quick."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bevo.serve.guard import Refused
from bevo.serve.limits import Limits
from bevo.serve.negotiate import best
from bevo.serve.protocol import operation
from served import CROSS, Served, alive, family, served, settled, workers, write_small_release

SLOW = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
LONG = "SELECT (CONCAT(?c, ?f) AS ?x) { ?a ?b ?c . ?d ?e ?f }"
"""Has an answer as long as an answer may be."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_release(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(root, tmp_path_factory.mktemp("log") / "log") as server:
        yield server


def connected(server: Served) -> socket.socket:
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def asking(server: Served, query: str) -> socket.socket:
    """A connection on which a query was sent; its answer is not read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    client.connect((host, int(port)))
    client.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


def raw(server: Served, request: bytes) -> bytes:
    """All that is answered to a request, until the server closes the connection."""
    with connected(server) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(65536), b""))


def megabytes(pid: int) -> float:
    """What a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# --- time in the event loop


@pytest.mark.parametrize(
    "accept",
    ["a/b" + " " * 90_000 + "x", "a/b" + " ;" * 45_000, 'a/b;a="' + "\\" * 90_000, "a/b" + ';a=""' * 18_000 + "x"],
    ids=["spaces", "semicolons", "backslashes", "quotes"],
)
def test_accept_is_parsed_in_time_in_proportion_to_its_length(accept: str) -> None:
    start = time.process_time()
    best(accept, ("text/plain", "text/html"))
    assert time.process_time() - start < 1


def test_long_headers_are_refused_before_they_are_looked_at(server: Served) -> None:
    start = time.monotonic()
    answer = raw(server, b"GET / HTTP/1.1\r\nHost: x\r\nAccept: a/b" + b" " * 60_000 + b"x\r\n\r\n")
    assert b" 431 " in answer.splitlines()[0] and answer.endswith(b"are longer than 16000 bytes.\n")
    assert time.monotonic() - start < 2


def test_two_lengths_of_a_body_are_refused_and_the_connection_is_closed(server: Served) -> None:
    answer = raw(
        server,
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    )
    assert b" 400 " in answer.splitlines()[0] and answer.count(b"HTTP/1.1") == 1
    assert answer.endswith(b"must not have both Content-Length and Transfer-Encoding.\n")


def test_a_query_that_takes_long_to_parse_is_refused_in_time(server: Served) -> None:
    start = time.monotonic()
    answer = server.query("SELECT * { VALUES ?x { " + "1 " * 45_000 + "} }")
    assert answer.status_code == 400 and "to parse" in answer.text
    assert time.monotonic() - start < Limits().parse_seconds + 2


# --- memory of the server's own process


def test_clients_that_do_not_read_cost_little_memory_and_are_cut(root: Path, tmp_path: Path) -> None:
    with served(root, tmp_path / "log", "--timeout", "60") as server, ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(asking(server, LONG))
        most, deadline = 0.0, time.monotonic() + 2 * Limits().wait + Limits().stall_seconds
        while server.log.read_text().count("sparql") < 20 and time.monotonic() < deadline:
            most = max(most, megabytes(server.process.pid))
            time.sleep(0.1)
        assert server.query("ASK {}").json()["boolean"] is True
        assert most < 72 + 1.5 * Limits().held_bytes / 1e6
        freed = time.monotonic() + 20
        while megabytes(server.process.pid) >= 200 and time.monotonic() < freed:
            time.sleep(0.2)
        assert megabytes(server.process.pid) < 200


# --- clients that hang up


def test_abandoned_queries_are_dropped_at_once(server: Served) -> None:
    for _ in range(30):
        asking(server, SLOW).close()
    time.sleep(0.2)
    start = time.monotonic()
    assert server.query("ASK {}").json()["boolean"] is True
    assert time.monotonic() - start < 8
    assert settled(server, Limits().workers)


def test_a_short_query_that_is_abandoned_ends_no_process(server: Served) -> None:
    assert settled(server, Limits().workers)
    before = workers(server)
    for _ in range(20):
        asking(server, "ASK {}").close()
    time.sleep(1)
    assert workers(server) == before


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "%EF%BC%91", "%00"])
def test_a_sitemap_that_is_none_is_not_there(number: str, server: Served) -> None:
    assert server.get(f"sitemap-{number}.xml").status_code == 404


# --- silence


def test_a_head_that_does_not_come_is_408_and_a_silent_connection_is_closed(server: Served) -> None:
    def wait(sent: bytes) -> tuple[bytes, float]:
        start = time.monotonic()
        try:
            return raw(server, sent), time.monotonic() - start
        except ConnectionResetError:
            return b"", time.monotonic() - start

    answered = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = [b"", b"GET / HTTP/1.1\r\nHos", b"\0\1garbage", answered, answered + b"GET / HTT"]
    with concurrent.futures.ThreadPoolExecutor(5) as clients:
        nothing, part, garbage, idle, second = clients.map(wait, sent)
    assert nothing[0] == b"" and b" 408 " in part[0] and b" 4" in garbage[0]
    assert idle[0].count(b"HTTP/1.1") == 1 and b" 200 " in second[0]
    assert all(seconds < Limits().head_seconds + 2 for _, seconds in (nothing, part, garbage, idle, second))


def test_a_head_that_drips_is_cut_as_well(server: Served) -> None:
    with connected(server) as client:
        start = time.monotonic()
        client.settimeout(0.5)
        client.sendall(b"GET / HTTP/1.1\r\n")
        while time.monotonic() - start < Limits().head_seconds + 5:
            try:
                if not client.recv(65536):
                    break
            except TimeoutError:
                client.sendall(b"A: a\r\n")
            except OSError:
                break
        assert time.monotonic() - start < Limits().head_seconds + 3


def test_silent_connections_do_not_keep_others_out(server: Served) -> None:
    with ExitStack() as stack:
        for _ in range(Limits().connections + 20):
            stack.enter_context(connected(server))
        assert server.get("healthz").status_code == 200
        assert server.query("ASK {}").status_code == 200


# --- processes that end


def test_an_idle_process_that_was_killed_is_not_noticed_by_who_asks(server: Served) -> None:
    assert settled(server, Limits().workers)
    for pid in workers(server):
        os.kill(pid, signal.SIGKILL)
    assert server.query("ASK {}").json()["boolean"] is True
    assert settled(server, Limits().workers)


def test_the_process_that_has_the_graph_may_be_killed(server: Served) -> None:
    assert settled(server, Limits().workers)
    for pid in family(server) - workers(server):
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while server.query("ASK {}").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert settled(server, Limits().workers)


def test_processes_draw_lots_of_their_own(server: Served) -> None:
    """They are copies of one process; what is by chance must not be the same in each."""
    assert settled(server, Limits().workers)
    with concurrent.futures.ThreadPoolExecutor(4) as clients:
        query = "SELECT (UUID() AS ?u) (RAND() AS ?r) (BNODE() AS ?b) {}"
        answers = list(clients.map(server.query, [query] * 16))
    assert len({answer.json()["results"]["bindings"][0]["u"]["value"] for answer in answers}) == 16


def test_a_long_query_yields_to_others(server: Served) -> None:
    assert settled(server, Limits().workers)
    with asking(server, SLOW):
        time.sleep(1.5)
        steps = sorted(os.getpriority(os.PRIO_PROCESS, pid) for pid in workers(server))
    assert steps[0] < steps[-1]


def test_who_asks_a_process_that_is_killed_is_told_so(server: Served) -> None:
    assert settled(server, Limits().workers)
    with concurrent.futures.ThreadPoolExecutor(1) as client:
        answer = client.submit(server.query, SLOW)
        time.sleep(1)
        for pid in workers(server):
            os.kill(pid, signal.SIGKILL)
        assert answer.result().status_code == 503 and "ended from outside" in answer.result().text
    assert settled(server, Limits().workers)


@pytest.mark.parametrize("queries", [1, 2, 5])
def test_told_to_stop_it_ends_in_time_whatever_runs(queries: int, root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TMPDIR", str(folder))
        with served(root, tmp_path / "log", "--timeout", "60") as server, ExitStack() as stack:
            for _ in range(queries):
                stack.enter_context(asking(server, SLOW))
            stack.enter_context(connected(server))
            time.sleep(1)
            processes = family(server)
            start = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            try:
                assert server.process.wait(20) in (143, -signal.SIGTERM)
            finally:
                server.process.kill()
            assert time.monotonic() - start < 6
    assert len(processes) == Limits().workers + 1 and not alive(processes)
    assert not list(folder.iterdir())


# --- parsers under nonsense

HEADER = st.text(st.sampled_from('a/*;=,q01."\\ \t\r\n'), max_size=200)


@settings(max_examples=300, deadline=500)
@given(accept=HEADER)
def test_any_accept_gives_an_offer_or_none(accept: str) -> None:
    assert best(accept, ("text/plain", "text/html")) in ("text/plain", "text/html", None)


@settings(max_examples=300, deadline=500)
@given(
    method=st.sampled_from(["GET", "POST"]),
    address=st.one_of(st.binary(max_size=80), st.text("query=&%+;a1", max_size=80).map(str.encode)),
    kind=st.one_of(
        st.none(), HEADER, st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded"])
    ),
    body=st.binary(max_size=80),
)
def test_any_request_is_a_query_or_refused(method: str, address: bytes, kind: str | None, body: bytes) -> None:
    try:
        query = operation(method, address, kind, body)
    except Refused as refusal:
        assert 400 <= refusal.status < 500 and refusal.sentence.endswith((".", "UTF-8."))
    else:
        assert query is None or isinstance(query, str)
