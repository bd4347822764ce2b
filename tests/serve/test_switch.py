"""Another release under a server at work: each answer is of one release or the other, and none is lost."""

from __future__ import annotations

import asyncio
import errno
import os
import pty
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import gettempdir

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bevo.files import replaced_folder
from bevo.problems import BevoError
from bevo.serve.limits import Limits
from bevo.serve.pool import Pool
from bevo.serve.snapshot import PREFIX, own_folder, snapshot
from bevo.serve.switch import Live, Switch
from served import Served, alive, family, served, workers, write_named_release

pytestmark = pytest.mark.slow


def replace(dist: Path, name: str) -> None:
    """Put another release in its place, as a build does."""
    with replaced_folder(dist) as folder:
        write_named_release(folder, name)


def told(server: Served) -> tuple[str, str, str]:
    """The release by a page, by a query and by a search."""
    label = "SELECT ?l { ?f <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    page, rows = server.get("findings.html").text, server.query(label, "text/csv").text
    return page[4:-5], rows.split()[1], server.get("search?q=a+cell").json()["results"][0]["label"]


def until(what: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def events(server: Served) -> list[str]:
    return [str(entry["event"]) for entry in server.entries() if "event" in entry]


def more_left(server: Served, than: int) -> bool:
    return events(server).count("left") > than


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    write_named_release(tmp_path / "root" / "dist", "one")
    with served(tmp_path / "root", tmp_path / "log") as running:
        yield running


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return tmp_path / "root" / "dist"


def test_a_new_release_is_served_when_told_so_and_not_before(server: Served, dist: Path) -> None:
    replace(dist, "two")
    assert told(server) == ("one", "one", "one")
    before, former = server.get("healthz").json(), family(server)
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: server.get("healthz").json()["release"] != before["release"])
    assert told(server) == ("two", "two", "two")
    assert until(lambda: "left" in events(server)) and not alive(former)
    assert len(workers(server)) == Limits().workers


def test_while_it_switches_no_request_is_lost_and_no_answer_is_mixed(server: Served, dist: Path) -> None:
    answers: list[tuple[float, float, str]] = []
    faults: list[object] = []
    done = threading.Event()

    def client() -> None:
        while not done.is_set():
            start = time.monotonic()
            try:
                names = told(server)
            except (httpx.HTTPError, LookupError, ValueError) as fault:
                faults.append(fault)
                return
            answers.extend((start, time.monotonic(), name) for name in names)

    clients = [threading.Thread(target=client) for _ in range(4)]
    for thread in clients:
        thread.start()
    for number in range(3):
        left = events(server).count("left")
        replace(dist, f"next-{number}")
        server.process.send_signal(signal.SIGHUP)
        assert until(partial(more_left, server, left))
    done.set()
    for thread in clients:
        thread.join()
    order = ["one", "next-0", "next-1", "next-2"]
    assert not faults and {name for *_, name in answers} == set(order)
    for earlier, later in ((a, b) for a in answers for b in answers if a[1] < b[0]):
        assert order.index(earlier[2]) <= order.index(later[2]), "an answer of the former release after one of the next"


def test_a_release_that_is_broken_is_not_taken(server: Served, dist: Path) -> None:
    with replaced_folder(dist) as folder:
        write_named_release(folder, "broken")
        (folder / "bevo-kg.ttl").write_text("<a:a> <a:b", encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: "kept" in events(server))
    assert told(server) == ("one", "one", "one")
    (kept,) = (entry for entry in server.entries() if entry.get("event") == "kept")
    assert "is not Turtle" in str(kept["why"])
    shutil.rmtree(dist)
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: events(server).count("kept") == 2) and told(server) == ("one", "one", "one")
    replace(dist, "two")
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: told(server) == ("two", "two", "two"))
    assert server.process.poll() is None


def test_a_request_at_work_is_ended_on_the_release_that_it_came_to(tmp_path: Path) -> None:
    """Its processes and files are let go when it has ended, not before."""
    let_go: list[str] = []

    def release(name: str, answer: asyncio.Event) -> Live:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await answer.wait()
            await PlainTextResponse(name)(scope, receive, send)

        ending = AsyncExitStack()
        ending.callback(let_go.append, name)
        return Live(name, app, Pool(tmp_path, Limits()), ending)

    async def told() -> tuple[str, str, list[str]]:
        first, second = asyncio.Event(), asyncio.Event()
        second.set()
        waiting = iter([release("one", first), release("two", second)])

        class Ready(Switch):
            async def _opened(self) -> Live:
                return next(waiting)

        async with Ready(tmp_path, Limits(), lambda _: None) as switch:
            transport = httpx.ASGITransport(switch)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                slow = asyncio.create_task(client.get("/"))
                await asyncio.sleep(0.05)
                renewing = asyncio.create_task(switch.renew())
                await asyncio.sleep(0.05)
                quick = await client.get("/")
                before = list(let_go)
                first.set()
                await renewing
                return (await slow).text, quick.text, before

    assert asyncio.run(told()) == ("one", "two", [])
    assert let_go == ["one", "two"]


def test_stopped_while_it_switches_it_leaves_nothing(server: Served, dist: Path) -> None:
    former = family(server)
    replace(dist, "two")
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: len(family(server)) > len(former))
    both = family(server)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(10) in (143, -signal.SIGTERM)
    assert not alive(both)


def test_a_copy_is_of_one_release_whatever_takes_its_place_meanwhile(tmp_path: Path) -> None:
    dist, done = tmp_path / "dist", threading.Event()
    write_named_release(dist, "r0")

    def builds() -> None:
        number = 0
        while not done.is_set():
            number += 1
            replace(dist, f"r{number}")
            time.sleep(0.1)

    builder = threading.Thread(target=builds)
    builder.start()
    try:
        names: set[str] = set()
        deadline = time.monotonic() + 60
        for number in count():
            if len(names) > 5 or time.monotonic() > deadline:
                break
            try:
                copy = snapshot(dist, tmp_path / str(number))
            except BevoError:  # on a slow machine another may come each time
                continue
            graph = (copy / "bevo-kg.ttl").read_text(encoding="utf-8")
            page = (copy / "site" / "findings.html").read_text(encoding="utf-8")
            assert page[4:-5] in graph and page[4:-5]
            names.add(page)
    finally:
        done.set()
        builder.join()
    assert len(names) > 5
    assert not list(copy.rglob(".*")) and not (copy / "site" / "leads-out.txt").exists()


def test_what_never_stays_in_its_place_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_named_release(tmp_path / "dist", "one")
    places = iter(range(100))
    monkeypatch.setattr("bevo.serve.snapshot._place", lambda dist: (dist, 0, next(places)))
    with pytest.raises(BevoError, match="changed each time while it was read"):
        snapshot(tmp_path / "dist", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_disk_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_named_release(tmp_path / "dist", "one")
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(BevoError, match=r"cannot copy .*dist to .*copy: No space left on device"):
        snapshot(tmp_path / "dist", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_told_fifty_times_at_once_it_reads_once_or_twice(server: Served, dist: Path) -> None:
    replace(dist, "two")
    for _ in range(50):
        server.process.send_signal(signal.SIGHUP)
    assert until(lambda: told(server) == ("two", "two", "two"))
    until(lambda: events(server).count("left") == 2, 15)  # once, if all came before it looked
    assert until(lambda: len(workers(server)) == Limits().workers) and 1 <= events(server).count("left") <= 2


def test_the_folder_of_a_killed_server_is_removed_by_the_next_one(tmp_path: Path) -> None:
    write_named_release(tmp_path / "root" / "dist", "one")
    mine = own_folder()
    before = set(Path(gettempdir()).glob(f"{PREFIX}*"))
    with served(tmp_path / "root", tmp_path / "log") as server:
        (left,) = set(Path(gettempdir()).glob(f"{PREFIX}*")) - before
        server.process.kill()
        server.process.wait()
        assert left.is_dir()
    with served(tmp_path / "root", tmp_path / "log-2"):
        assert not left.exists() and mine.path.is_dir()
    mine.cleanup()


def test_systemd_is_told_when_it_is_ready_reloads_and_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_named_release(tmp_path / "root" / "dist", "one")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(30)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "400000")

        def next_but_heartbeats() -> str:
            while (message := systemd.recv(1000).decode()) == "WATCHDOG=1":
                pass
            return message

        with served(tmp_path / "root", tmp_path / "log") as server:
            release = server.get("healthz").json()["release"]
            assert next_but_heartbeats() == f"READY=1\nSTATUS=serving release {release}"
            assert systemd.recv(1000) == b"WATCHDOG=1"
            (tmp_path / "root/dist/bevo-kg.ttl").write_text("<a:a> <a:b", encoding="utf-8")
            server.process.send_signal(signal.SIGHUP)
            assert next_but_heartbeats().startswith("RELOADING=1\nMONOTONIC_USEC=")
            said = next_but_heartbeats()
            assert said.startswith("READY=1\nSTATUS=") and said.endswith(f"; still serving release {release}")


def test_when_its_terminal_is_closed_it_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGHUP has two meanings; a window that is closed must not leave a server behind."""
    write_named_release(tmp_path / "root" / "dist", "one")
    window, terminal = pty.openpty()
    saved = os.dup(0)
    os.dup2(terminal, 0)  # served() starts it with the standard input of this process
    try:
        with served(tmp_path / "root", tmp_path / "log") as server:
            os.dup2(saved, 0)
            os.close(terminal)
            server.process.send_signal(signal.SIGHUP)
            assert until(lambda: "left" in events(server))
            os.close(window)
            server.process.send_signal(signal.SIGHUP)
            assert server.process.wait(10) in (143, -signal.SIGTERM)
    finally:
        os.dup2(saved, 0)
        os.close(saved)
