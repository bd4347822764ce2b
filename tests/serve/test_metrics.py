"""The figures for operators: what they count, and that the world does not see them."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from bevo.cli.main import app
from bevo.serve.limits import Limits
from served import CROSS, Served, served, write_named_release

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("metrics")
    write_named_release(folder / "dist", "one")
    with served(folder, folder / "log", "--metrics-port", str(port), "--timeout", "1") as running:
        yield running


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_status_and_reason(server: Served, port: int) -> None:
    for number in range(3):
        server.get(f"made-up-{number}")
    server.query("SELECT * { ?s ?p ?o }")
    server.query("DROP ALL")
    server.query(f"SELECT (COUNT(*) AS ?n) {{ {CROSS}. {CROSS.replace('?', '?x')} . {CROSS.replace('?', '?y')} }}")
    time.sleep(0.3)  # a request is counted when its answer is already sent
    told = figures(httpx.get(f"http://127.0.0.1:{port}/metrics").text)
    assert told["bevo_requests_total", "site", "404"] == 3
    assert told["bevo_requests_total", "/sparql", "200"] >= 1
    assert told["bevo_refused_total", "not there"] == 3 and told["bevo_refused_total", "forbidden"] == 1
    assert told[("bevo_query_seconds_count",)] == 3
    assert (
        told[("bevo_triples",)] == 2
        and told[("bevo_workers",)] == Limits().workers
        and told[("bevo_requests_open",)] == 0
    )
    assert told[("process_resident_memory_bytes",)] > 10_000_000 < told[("bevo_workers_resident_memory_bytes",)]
    assert "made-up" not in str(told)


def test_the_site_has_no_figures_and_they_are_for_this_machine(server: Served, port: int) -> None:
    assert server.get("metrics").status_code == 404
    assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 200
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if " 0A " in line]
    assert f"0100007F:{port:04X}" in listening and f"00000000:{port:04X}" not in listening


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    write_named_release(tmp_path / "dist", "one")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--root", str(tmp_path), "--port", "0", "--metrics-port", port])
    assert result.exit_code == 1 and f"cannot give metrics on 127.0.0.1 port {port}" in result.stderr


def test_the_log_says_who_asked_what_and_why_it_was_refused(server: Served) -> None:
    answer = server.get("sparql?query=DROP+ALL", **{"X-Request-ID": "proxy-7.a_b"})
    assert answer.headers["x-request-id"] == "proxy-7.a_b"
    forged = server.get("sparql?query=secretly", **{"X-Request-ID": 'a" b' + "c" * 100})
    assert len(forged.headers["x-request-id"]) == 16
    time.sleep(0.3)
    entries = {entry.get("id"): entry for entry in server.entries()}
    refused = entries["proxy-7.a_b"]
    assert (refused["status"], refused["refused"]) == (403, "forbidden") and "read-only" in str(refused["said"])
    assert entries[forged.headers["x-request-id"]]["refused"] == "malformed"
    assert all(str(entry["time"]).endswith("Z") for entry in server.entries())
    assert "secretly" not in server.log.read_text(encoding="utf-8")
