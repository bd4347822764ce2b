"""kill -9 of the server's processes while clients ask: each gets its own answer or a sentence, and nothing is left."""

from __future__ import annotations

import concurrent.futures
import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bevo.serve.limits import Limits
from served import CROSS, Served, alive, family, served, settled, workers, write_small_release

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_release(tmp_path_factory.mktemp("serve"))


def _ask(server: Served, number: int) -> bool:
    """Whether it was answered; else it was told why, and when to come back."""
    if number % 20 == 0:
        with suppress(httpx.TimeoutException):
            httpx.get(f"{server.address}sparql", params={"query": f"SELECT * {{ {CROSS} }}"}, timeout=0.5)
        return True
    answer = server.query(f"SELECT (COUNT(*) * 0 + {number} AS ?n) {{ ?s ?p ?o }}", "application/json")
    if answer.status_code == 200:
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(number)
        return True
    assert answer.status_code == 503 and answer.headers["retry-after"] and answer.text.endswith(".\n")
    return False


def test_processes_that_answer(
    root: Path, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path
) -> None:
    done = threading.Event()

    def kill(server: Served) -> int:
        killed = 0
        while not done.wait(chance.uniform(0.1, 1.5)):
            some = sorted(workers(server))
            if some:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(some), signal.SIGKILL)
                    killed += 1
        return killed

    with served(root, tmp_path / "log", "--timeout", "2") as server:
        with concurrent.futures.ThreadPoolExecutor(21) as clients:
            killer = clients.submit(kill, server)
            try:
                answers = list(clients.map(lambda number: _ask(server, number), range(300 * rounds)))
            finally:
                done.set()
            counted["kills of processes that answer"] += killer.result()
        assert answers.count(True) > len(answers) / 2
        assert settled(server, Limits().workers)
        assert server.query("ASK {}").json()["boolean"] is True
        assert "Traceback" not in server.log.read_text(encoding="utf-8")
        counted["requests meanwhile"] += len(answers)
        counted["of these told to come back"] += answers.count(False)


def test_the_server_itself(
    root: Path, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path
) -> None:
    for _ in range(rounds * 2):
        log = tmp_path / "log"
        with served(root, log, "--timeout", "2") as server, concurrent.futures.ThreadPoolExecutor(4) as clients:
            asked = [clients.submit(server.query, f"SELECT * {{ {CROSS} }} ORDER BY ?a") for _ in range(4)]
            time.sleep(chance.uniform(0, 1.5))
            processes = family(server)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            for one in asked:
                with suppress(httpx.TransportError):
                    assert one.result().status_code in (503, 504)
        end = time.monotonic() + 15
        while alive(processes):
            assert time.monotonic() < end
            time.sleep(0.1)
        counted["kills of the server"] += 1
