"""Stores that lie, stall, hang up, refuse and send elsewhere, at random requests: what is said of them is true."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from bevo.problems import BevoError
from bevo.rdf.rdfio import read_turtle
from bevo.stores.load import Holding, Way, by_protocol, by_update, holding, load
from servers import Reply, answering, oxigraph, passed_on

pytestmark = pytest.mark.chaos
GRAPH = "urn:x-bevo:chaos"
STALLED = 1.5
"""Seconds that a request may take here."""


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with oxigraph() as url:
        yield url


def _lines_lost(body: bytes, chance: random.Random) -> bytes:
    lines = body.splitlines(keepends=True)
    return b"".join(line for line in lines if chance.random() < 0.8)


Fault = Callable[["Meddler", BaseHTTPRequestHandler, bytes], Reply | None]


class Meddler:
    """Passes requests on, until chance has it do something else, once or from then on."""

    def __init__(self, to: str, chance: random.Random) -> None:
        self.to, self.chance = to, chance
        self.left, self.forever = chance.randrange(0, 8), chance.random() < 0.3
        self.fault = chance.choice(sorted(self.FAULTS))

    def __call__(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        self.left -= 1
        if self.left == -1 or (self.left < 0 and self.forever):
            return self.FAULTS[self.fault](self, handler, body)
        return passed_on(handler, body, self.to)

    def _hangs_up(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        return None

    def _hangs_up_when_done(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        passed_on(handler, body, self.to)
        return None

    def _stalls(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        time.sleep(2 * STALLED)
        return None

    def _drips(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\n\r\n")
        try:
            for _ in range(int(40 * STALLED)):
                handler.wfile.write(b"#")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass
        return None

    def _breaks_off(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        status, headers, content = passed_on(handler, body, self.to)
        return status, {**headers, "Content-Length": str(len(content) + 100)}, content

    def _keeps_back(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        status, headers, content = passed_on(handler, body, self.to)
        return status, headers, _lines_lost(content, self.chance)

    def _loses(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        return passed_on(handler, _lines_lost(body, self.chance), self.to) if body else self._keeps_back(handler, body)

    def _lies(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        return 204, {}, b""

    def _refuses(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        return self.chance.choice([400, 401, 404, 500, 503]), {"Content-Type": "text/html"}, b"<h1>\xff\0no</h1>" * 50

    def _sends_elsewhere(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        where = self.chance.choice([handler.path, "http://127.0.0.1:9/", "file:///etc/passwd", "//", "http://["])
        return self.chance.choice([301, 302, 307, 308]), {"Location": where}, b""

    def _talks_nonsense(self, handler: BaseHTTPRequestHandler, body: bytes) -> Reply | None:
        handler.wfile.write(self.chance.randbytes(300))
        return None

    FAULTS: ClassVar[dict[str, Fault]] = {
        "hangs up": _hangs_up,
        "hangs up when it is done": _hangs_up_when_done,
        "stalls": _stalls,
        "drips": _drips,
        "breaks off": _breaks_off,
        "keeps lines back": _keeps_back,
        "loses lines": _loses,
        "says done and does nothing": _lies,
        "refuses": _refuses,
        "sends elsewhere": _sends_elsewhere,
        "talks nonsense": _talks_nonsense,
    }


def _way(by: str, url: str, timeout: float) -> Way:
    return by_protocol(f"{url}/store", timeout) if by == "gsp" else by_update(f"{url}/update", f"{url}/query", timeout)


def test_that_meddle(store: str, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path) -> None:
    files: list[tuple[Path, Holding]] = []
    for name in ("one", "other"):
        path = tmp_path / f"{name}.ttl"
        path.write_text("".join(f'<urn:{name}:{n}> <urn:p> "{n}" .\n' for n in range(400)), encoding="utf-8")
        files.append((path, holding(read_turtle(path))))
    for number in range(rounds * 12):
        by = chance.choice(["gsp", "update"])
        direct = _way(by, store, 30)
        load(files[0][0], GRAPH, direct)
        meddler = Meddler(store, chance)
        what = f"{by}: {meddler.fault}, from request {meddler.left + 1} on"
        file, wanted = files[number % 2]
        start = time.monotonic()
        with answering(meddler) as url:
            try:
                load(file, GRAPH, _way(by, url, STALLED))
                said = ""
            except BevoError as error:
                said = str(error)
        assert time.monotonic() - start < 60 * STALLED, what
        time.sleep(2 * STALLED if meddler.fault == "stalls" else 0)
        found = direct.look(GRAPH)
        if not said:
            assert found == wanted, what
        elif "holds what it held before" in said:
            assert found == files[0][1], (what, said)
        elif "of the file all the same" in said:
            assert found == wanted, (what, said)
        elif state := re.search(r"now holds (\d+) triples, neither", said):
            lies = meddler.fault in ("keeps lines back", "loses lines", "says done and does nothing")
            assert lies or found.count == int(state[1]), (what, said)
        counted["loads into a store that meddles"] += 1
        if meddler.left < 0:
            counted[f"of these one that {meddler.fault}"] += 1
