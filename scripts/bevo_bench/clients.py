"""Two hundred clients of all kinds at one server: ``python -m bevo_bench.clients --seconds 600``.

Each client has an address of its own (127.1.0.1 and on), but for the greedy ones, who share one. The server is started
here, over the release of a checkout, and must be as well afterwards as before.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Annotated
from urllib.parse import quote

import typer

__all__ = ["Load", "Seen", "main", "report", "run"]

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
PATIENCE = 45.0
"""Seconds that a client waits for an answer: longer than a query may wait and run."""
LONG_ANSWER = "SELECT (CONCAT(STR(?a), STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f }"
HOSTILE = (
    b"\0\1\2\3garbage\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nAccept: a/b" + b" " * 90_000 + b"x\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    b"GET /sparql?query=DROP%20ALL HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=ASK%20%7BSERVICE%20%3Curn%3Ax%3E%7B%7D%7D HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query="
    + quote("SELECT * {" + "{" * 3000 + "}" * 3000 + "}").encode()
    + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HT",
    b"",
)


@dataclass(frozen=True)
class Seen:
    """What came of one request.

    :param status: of HTTP; 0 where no whole answer came.
    :param why: the sentence of a refusal, or what was wrong.
    :param told_when: whether it was told when to come back.
    """

    kind: str
    status: int
    seconds: float
    why: str = ""
    told_when: bool = False


@dataclass
class Load:
    """All that was seen.

    :param server_mb: the most memory of the server's own process.
    :param all_mb: the most memory of it and its processes together.
    :param after_mb: that of its own process when all were gone.
    :param stopped: seconds that it took to end when told to.
    """

    seconds: float
    clients: int
    seen: list[Seen] = field(default_factory=list)
    server_mb: float = 0.0
    all_mb: float = 0.0
    after_mb: float = 0.0
    stopped: float = 0.0
    well: bool = False


@dataclass
class Client:
    """Somebody who asks.

    :param address: where they ask from.
    :param pages: the paths of pages that there are.
    """

    kind: str
    address: str
    port: int
    chance: random.Random
    pages: list[str]

    async def get(self, path: str, **reading: float) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer to a GET."""
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return await self.exchange(head.encode(), **reading)

    async def exchange(
        self, request: bytes, leave_after: float = 0, pause: float = 0, patience: float = PATIENCE
    ) -> tuple[int, dict[str, str], bytes]:
        """What is answered to some bytes.

        :param leave_after: seconds after which the client hangs up; 0 if it waits.
        :param pause: seconds before each 4,096 bytes that it reads.
        """
        async with asyncio.timeout(leave_after or patience):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(self.address, 0), limit=4096
            )
            try:
                writer.write(request)
                await writer.drain()
                data = bytearray()
                while part := await reader.read(4096 if pause else 65536):
                    data += part
                    await asyncio.sleep(pause)
            finally:
                writer.transport.abort()
        head, _, body = bytes(data).partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        words = lines[0].split()
        status = int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0
        if status and int(headers.get("content-length", len(body))) > len(body):
            status = 0
        return status, headers, body


def _seen(client: Client, start: float, answer: tuple[int, dict[str, str], bytes], right: bool = True) -> Seen:
    status, headers, body = answer
    seconds = time.monotonic() - start
    if status < 400:
        return Seen(client.kind, status if right else 0, seconds, "" if status and right else "not the answer")
    return Seen(client.kind, status, seconds, body.decode("utf-8", "replace").strip()[:90], "retry-after" in headers)


async def _page(client: Client) -> Seen:
    start = time.monotonic()
    answer = await client.get(client.chance.choice(client.pages))
    return _seen(client, start, answer)


async def _search(client: Client) -> Seen:
    start = time.monotonic()
    answer = await client.get("/search?q=" + client.chance.choice(("miR-21", "osteoclast", "bone%20loss", "2018")))
    return _seen(client, start, answer)


async def _cheap(client: Client) -> Seen:
    """A query of which each client knows the answer."""
    start, number = time.monotonic(), client.chance.randrange(10**6)
    text = f"SELECT ({number} AS ?n) (COUNT(*) AS ?m) {{ ?s a <https://w3id.org/bevo/BoneLossFinding> }}"
    answer = await client.get(f"/sparql?query={quote(text)}")
    right = answer[0] != 200 or json.loads(answer[2])["results"]["bindings"][0]["n"]["value"] == str(number)
    return _seen(client, start, answer, right)


async def _heavy(client: Client) -> Seen:
    """Some seconds, or more than a query may take."""
    start = time.monotonic()
    size = client.chance.choice((50, 100, 10**6))
    text = f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ ?a ?b ?c }} LIMIT {size} }} ?d ?e ?f FILTER(?c != ?f) }}"
    return _seen(client, start, await client.get(f"/sparql?query={quote(text)}", patience=2 * PATIENCE))


async def _abandons(client: Client) -> Seen:
    start = time.monotonic()
    with suppress(TimeoutError):
        text = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
        return _seen(
            client, start, await client.get(f"/sparql?query={quote(text)}", leave_after=client.chance.random())
        )
    return Seen(client.kind, 499, time.monotonic() - start, "hung up", True)


async def _reads_slowly(client: Client) -> Seen:
    start = time.monotonic()
    answer = await client.get(f"/sparql?query={quote(LONG_ANSWER)}", pause=client.chance.choice((0.5, 15)), patience=60)
    return _seen(client, start, answer)


async def _hostile(client: Client) -> Seen:
    start = time.monotonic()
    return _seen(client, start, await client.exchange(client.chance.choice(HOSTILE)))


Once = Callable[[Client], Awaitable[Seen]]
KINDS: dict[str, tuple[int, Once, tuple[float, float]]] = {
    "pages": (80, _page, (1, 5)),
    "search": (15, _search, (1, 5)),
    "cheap queries": (45, _cheap, (1, 5)),
    "heavy queries": (15, _heavy, (1, 10)),
    "greedy": (15, _heavy, (0, 0.1)),
    "abandoned": (12, _abandons, (0, 2)),
    "slow readers": (9, _reads_slowly, (0, 2)),
    "hostile": (9, _hostile, (0, 1)),
}
"""How many of two hundred clients are of each kind, what they do, and how many seconds they pause between."""
MAY_BE_CUT = {"slow readers", "hostile"}


async def _goes_on(client: Client, until: float, seen: list[Seen]) -> None:
    _, once, (least, most) = KINDS[client.kind]
    await asyncio.sleep(client.chance.uniform(0, 2))
    while time.monotonic() < until:
        start = time.monotonic()
        try:
            seen.append(await once(client))
        except (OSError, TimeoutError, ValueError) as error:
            seen.append(Seen(client.kind, 0, time.monotonic() - start, type(error).__name__))
        await asyncio.sleep(client.chance.uniform(least, most))


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def _proportional_megabytes(pid: int) -> float:
    """Memory of a process, where what it shares with others counts in part."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6
    return 0.0


def _descendants(pid: int) -> list[int]:
    with suppress(OSError):
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*children, *(later for child in children for later in _descendants(child))]
    return []


async def _watch(pid: int, load: Load) -> None:
    while True:
        own = _megabytes(pid)
        load.server_mb = max(load.server_mb, own)
        load.all_mb = max(load.all_mb, own + sum(map(_proportional_megabytes, _descendants(pid))))
        await asyncio.sleep(0.5)


async def run(root: Path, seconds: float, clients: int, seed: int) -> Load:
    """Start a server over a checkout's release, let the clients at it, and stop it."""
    load = Load(seconds, clients)
    with tempfile.TemporaryFile() as log:
        words = [sys.executable, "-P", "-m", "bevo", "serve", "--root", str(root), "--port", "0"]
        server = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE, limit=1 << 20)
        assert server.stderr
        port = int(json.loads(await server.stderr.readline())["address"].rstrip("/").rpartition(":")[2])

        async def keep_log() -> None:
            while line := await server.stderr.readline():  # type: ignore[union-attr]
                log.write(line)

        beside = [asyncio.create_task(keep_log()), asyncio.create_task(_watch(server.pid, load))]
        pages = [f"/{path.relative_to(root / 'dist' / 'site')}" for path in (root / "dist" / "site").rglob("*.html")]
        people = list(_people(clients, port, seed, [page for page in pages if page.isascii()] or ["/"]))
        until = time.monotonic() + seconds
        await asyncio.gather(*(_goes_on(client, until, load.seen) for client in people))
        await asyncio.sleep(3)
        with suppress(OSError, TimeoutError, ValueError):
            load.well = (await Client("", "127.0.0.1", port, random.Random(), pages).get("/healthz", patience=5))[
                0
            ] == 200
        load.after_mb = _megabytes(server.pid)
        start = time.monotonic()
        server.send_signal(signal.SIGTERM)
        await server.wait()
        load.stopped = time.monotonic() - start
        for task in beside:
            task.cancel()
        log.seek(0)
        load.well = load.well and b"Traceback" not in log.read()
    return load


def _people(clients: int, port: int, seed: int, pages: list[str]) -> Iterable[Client]:
    whole = sum(share for share, _, _ in KINDS.values())
    number = 0
    for kind, (share, _, _) in KINDS.items():
        for _ in range(max(1, round(clients * share / whole))):
            number += 1
            address = "127.1.255.1" if kind == "greedy" else f"127.1.{number // 250}.{number % 250 + 1}"
            yield Client(kind, address, port, random.Random(f"{seed} {number}"), pages)


def report(load: Load) -> str:
    """The table, and what was lost or refused without a reason."""
    lines = ["| clients | requests | answered | refused | lost | p50 ms | p95 ms | longest ms |", "| --- " * 8 + "|"]
    for kind in KINDS:
        seen = [one for one in load.seen if one.kind == kind]
        times = sorted(1000 * one.seconds for one in seen if 0 < one.status < 400) or [0.0]
        p50, p95 = (
            quantiles(times, n=20, method="inclusive")[place] if len(times) > 1 else times[0] for place in (9, 18)
        )
        numbers = (
            len(seen),
            sum(0 < s.status < 400 for s in seen),
            sum(s.status >= 400 for s in seen),
            len(lost(seen)),
        )
        lines.append(
            f"| {kind} | " + " | ".join(map(str, (*numbers, *(round(t) for t in (p50, p95, times[-1]))))) + " |"
        )
    refused = Counter((one.status, one.why) for one in load.seen if one.status >= 400 and one.kind != "hostile")
    lines += [
        "",
        f"{load.clients} clients, {load.seconds:g} s. The server's own process: at most {load.server_mb:.0f} MB, "
        f"{load.after_mb:.0f} MB afterwards; with its processes at most {load.all_mb:.0f} MB. "
        f"Told to stop, it ended in {load.stopped:.1f} s. {'Well' if load.well else 'NOT WELL'} afterwards.",
        "",
    ]
    lines += [f"- refused {number} times: {status} {why}" for (status, why), number in refused.most_common(12)]
    lines += [f"- LOST: {one}" for one in lost(load.seen)[:20]]
    lines += [f"- REFUSED WITHOUT A REASON: {one}" for one in unexplained(load.seen)[:20]]
    return "\n".join(lines)


def lost(seen: Iterable[Seen]) -> list[Seen]:
    """Requests of those who behave that got no whole answer, or not their own; and answers that tell a fault."""
    return [s for s in seen if (s.status == 0 and s.kind not in MAY_BE_CUT) or s.status == 500]


def unexplained(seen: Iterable[Seen]) -> list[Seen]:
    """Refusals without a sentence, and those for want of room that do not say when to come back."""
    return [
        s
        for s in seen
        if s.status >= 400 and (not s.why or (s.status == 503 and not s.told_when and "memory" not in s.why))
    ]


def main(
    root: Annotated[Path, typer.Option(help="A checkout with a release.")] = Path(),
    seconds: Annotated[float, typer.Option(help="How long they come.", min=1)] = 600,
    clients: Annotated[int, typer.Option(help="How many they are.", min=8)] = 200,
    seed: Annotated[int, typer.Option(help="Decides what they do.")] = 1,
) -> None:
    """Print how a server fares under clients of all kinds; fail if anything was lost."""
    load = asyncio.run(run(root.resolve(), seconds, clients, seed))
    sys.stdout.write(report(load) + "\n")
    if lost(load.seen) or unexplained(load.seen) or not load.well:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
