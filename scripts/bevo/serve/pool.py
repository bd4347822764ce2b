"""The processes that answer queries: a fair queue before them, a clock over each, a new one for each that ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet, finalize

from bevo.problems import BevoError
from bevo.serve.answer import Reply
from bevo.serve.formats import Cut
from bevo.serve.guard import Refused
from bevo.serve.limits import Limits
from bevo.serve.nursery import Nursery, Worker
from bevo.serve.turns import Asked, Turn, Turns

__all__ = ["Busy", "Load", "Pool"]

START_COSTS = 0.1
"""Seconds of a processor that another process takes to start: so much a query took that ended its own."""
GRACE_SECONDS = 0.1
"""Time that an abandoned query has to end by itself: another process takes as long to start."""
SHORT = 65536
"""Bytes of an answer that does not count as held."""


class Busy(Refused):
    """All processes are at work and enough clients wait already."""

    def __init__(self) -> None:
        super().__init__(503, "Too many queries at one time; ask again in a few seconds.", "busy")


@dataclass(frozen=True)
class Load:
    """How much a pool has to do: processes at work, queries that wait, bytes held for clients; and its processes."""

    busy: int
    waiting: int
    held: int
    pids: tuple[int, ...]


class _DiedIdle(Exception):
    """A process had ended before it took the query."""


class _Postponed(Exception):
    """The query is a long one, and the places for those are taken: it was stopped and waits for one."""


@dataclass(eq=False)
class _Waiting:
    asked: Asked
    given: asyncio.Future[Worker]


@dataclass
class Pool:
    """Worker processes over one graph; an asynchronous context, within which it answers.

    :param graph: the Turtle file that each process loads.
    """

    graph: Path
    limits: Limits
    _idle: list[Worker] = field(default_factory=list)
    _waiting: list[_Waiting] = field(default_factory=list)
    _at_work: dict[Worker, Turn] = field(default_factory=dict)
    _all: set[Worker] = field(default_factory=set)
    _lowered: WeakSet[Worker] = field(default_factory=WeakSet)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _inside: int = 0
    _held: int = 0
    _closed: bool = False

    def __post_init__(self) -> None:
        self._turns = Turns(max(1, self.limits.workers // 2))
        self._nursery = Nursery(self.graph, self.limits)

    async def __aenter__(self) -> Self:
        try:
            await self._nursery.open()
            for _ in range(self.limits.workers):
                await self._add()
        except BevoError:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    @property
    def triples(self) -> int:
        """How many triples the graph has; known within the context."""
        return self._nursery.triples

    @property
    def alive(self) -> int:
        """How many processes are ready or at work."""
        return sum(process.alive for process in tuple(self._all))

    def load(self) -> Load:
        """How much there is to do at this moment."""
        busy = max(0, self.alive - len(self._idle))
        pids = (self._nursery.pid, *(process.pid for process in tuple(self._all)))
        return Load(busy, max(0, self._inside - busy), self._held, tuple(pid for pid in pids if pid))

    async def ask(self, query: str, accept: str | None, client: str = "") -> Reply:
        """Answer a query in one of the processes; cancelled, it drops the query.

        A long answer counts as held for as long as the reply lives.

        :param client: whose query it is; see :mod:`bevo.serve.turns`.
        :raises Busy: if too many wait, or it waited too long.
        :raises Refused: 504 if it took too long, 503 if its process died of it, or if too much is held already.
        """
        if self._inside >= self.limits.workers + self.limits.queue:
            self._make_room(client)
        self._inside += 1
        try:
            async with asyncio.timeout(self.limits.wait) as waiting:
                while True:
                    process = await self._process((client, query))
                    waiting.reschedule(None)
                    with suppress(_DiedIdle, _Postponed):
                        return await self._use(process, query, accept)
                    waiting.reschedule(asyncio.get_running_loop().time() + self.limits.wait)
        except TimeoutError:
            raise Busy from None
        finally:
            self._inside -= 1

    async def _process(self, asked: Asked) -> Worker:
        """A process, as soon as it is the turn of this query."""
        mine = _Waiting(asked, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        self._give()
        try:
            return await mine.given
        except asyncio.CancelledError:
            if mine in self._waiting:
                self._waiting.remove(mine)
            elif mine.given.done() and not mine.given.cancelled():
                self._free(mine.given.result())
            raise

    def _make_room(self, client: str) -> None:
        """Send the last query of the client that has most of them waiting away; or this one, if it would have as many.

        :raises Busy: if so.
        """
        waiting = Counter(waiting.asked[0] for waiting in self._waiting)
        fullest = max(waiting, key=waiting.__getitem__, default=client)
        if waiting[fullest] <= waiting[client] + 1:
            raise Busy
        last = next(waiting for waiting in reversed(self._waiting) if waiting.asked[0] == fullest)
        self._waiting.remove(last)
        if not last.given.done():
            last.given.set_exception(Busy())

    def _free(self, process: Worker) -> None:
        if turn := self._at_work.pop(process, None):
            self._turns.end(turn)
        self._idle.append(process)
        self._give()

    def _give(self) -> None:
        """Give idle processes to those whose turn it is."""
        while self._idle and self._waiting:
            index = self._turns.next([waiting.asked for waiting in self._waiting])
            if index is None:
                return
            waiting = self._waiting.pop(index)
            if not waiting.given.done():
                process = self._idle.pop(0)
                self._at_work[process] = self._turns.begin(waiting.asked, _used(process.pid))
                waiting.given.set_result(process)

    async def _use(self, process: Worker, query: str, accept: str | None) -> Reply:
        exchange = asyncio.create_task(self._exchange(process, query, accept))
        exchange.add_done_callback(lambda task: task.cancelled() or task.exception())  # seen, also when nobody waits
        try:
            async with asyncio.timeout(self.limits.seconds):
                if not await self._may_go_on(process, exchange):
                    exchange.cancel()
                    self._replace(process)
                    raise _Postponed
                reply = await asyncio.shield(exchange)
        except TimeoutError:
            exchange.cancel()
            self._replace(process)
            raise Refused(
                504, f"The query took longer than {self.limits.seconds:g} seconds and was stopped; ask for less."
            ) from None
        except asyncio.CancelledError:
            self._soon(self._abandon(process, exchange))
            raise
        except (EOFError, OSError):
            why = await _why_it_died(process)
            self._replace(process)
            raise Refused(503, why, "process ended") from None
        except _DiedIdle:
            self._replace(process)
            raise
        self._done(process)
        if reply is None:
            raise Refused(503, "Too many long answers are being read at one time; ask again in a few seconds.", "held")
        return reply

    async def _may_go_on(self, process: Worker, exchange: asyncio.Task[Reply | None]) -> bool:
        """Wait until a query is answered, or is known to be long; whether it has a place then."""
        turn = self._at_work.get(process)
        short = self.limits.short_seconds
        while not exchange.done() and turn:
            await asyncio.wait([exchange], timeout=max(short - turn.used(), short / 10))
            if not exchange.done() and turn.used() >= short:
                self._lowered.add(process)
                self._nursery.lower(process)
                return self._turns.lengthen(turn)
        return True

    async def _exchange(self, process: Worker, query: str, accept: str | None) -> Reply | None:
        """What the process answers; none if it is too long to be held beside the others."""
        try:
            process.writer.write(json.dumps({"query": query, "accept": accept}).encode() + b"\n")
            await process.writer.drain()
            await _line(process)  # that it took the query
        except (EOFError, OSError):
            raise _DiedIdle from None
        head: dict[str, Any] = json.loads(await _line(process))
        length = head["bytes"] if head["bytes"] > SHORT else 0
        if self._held + length > self.limits.held_bytes:
            await _body(process, head["bytes"], None)
            return None
        self._held += length
        try:
            body = bytearray(head["bytes"])
            await _body(process, len(body), body)
            reply = Reply(head["status"], head["media"], body, _cut(head), head["tag"])
        except BaseException:
            self._held -= length
            raise
        finalize(reply, self._release, length)
        return reply

    def _release(self, length: int) -> None:
        self._held -= length

    async def _abandon(self, process: Worker, exchange: asyncio.Task[Reply | None]) -> None:
        await asyncio.wait([exchange], timeout=GRACE_SECONDS)
        if exchange.done() and not exchange.cancelled() and exchange.exception() is None:
            self._done(process)
        else:
            exchange.cancel()
            self._replace(process)

    def _done(self, process: Worker) -> None:
        """A query is over; a process that yields to others does so to its end, and another takes its place."""
        if process in self._lowered:
            self._replace(process)
        else:
            self._free(process)

    async def _add(self) -> None:
        process = await self._nursery.start()
        self._all.add(process)
        self._free(process)
        self._soon(self._watch(process))

    async def _watch(self, process: Worker) -> None:
        await process.wait()
        self._replace(process)

    def _replace(self, process: Worker) -> None:
        if process in self._idle:
            self._idle.remove(process)
        turn = self._at_work.pop(process, None)
        if process in self._all:
            self._all.remove(process)
            self._nursery.kill(process)
            self._soon(self._renew(process, turn))
        elif turn:  # it had ended before it took the query, and another is on its way
            self._turns.end(turn)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        if self._closed:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self, ended: Worker, turn: Turn | None) -> None:
        """Start another process; until then the place is taken, at the cost of the client whose query it was."""
        await ended.wait()  # what it held is free again before another takes as much
        while True:
            try:
                await self._add()
                break
            except (BevoError, OSError):
                await asyncio.sleep(1)
        if turn:
            self._turns.end(turn, START_COSTS)
        self._give()

    async def _stop(self) -> None:
        self._closed = True
        closing = asyncio.create_task(self._nursery.close())  # first: a task that starts a process may let go of it
        for task in self._tasks:
            task.cancel()
        ended = asyncio.gather(closing, *self._tasks, return_exceptions=True)
        try:
            await asyncio.shield(ended)
        except asyncio.CancelledError:  # uvicorn passes Ctrl-C on when it has stopped
            await ended
            raise


def _used(pid: int) -> Callable[[], float]:
    """The seconds of a processor that a process takes from now on; where they are not known, those of the clock."""
    ticks = os.sysconf("SC_CLK_TCK")

    def taken() -> float:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / ticks

    last = 0.0
    begun = time.monotonic()
    try:
        start = taken()
    except OSError:
        return lambda: time.monotonic() - begun

    def used() -> float:
        nonlocal last
        with suppress(OSError, IndexError):  # it has ended
            last = max(last, taken() - start)
        return last

    return used


def _cut(head: dict[str, Any]) -> Cut | None:
    return None if head["rows"] is None else Cut(head["rows"], head["why"])


async def _line(process: Worker) -> bytes:
    line = await process.reader.readline()
    if not line:
        raise EOFError
    return line


async def _body(process: Worker, length: int, into: bytearray | None) -> None:
    """Read so many bytes, into a buffer of that length or nowhere."""
    done = 0
    while done < length:
        part = await process.reader.read(min(SHORT, length - done))
        if not part:
            raise EOFError
        if into is not None:
            into[done : done + len(part)] = part
        done += len(part)


async def _why_it_died(process: Worker) -> str:
    if await process.wait() == -signal.SIGKILL:
        return "The process that answered was ended from outside; ask again in a few seconds."
    return "The query needs more memory, or is nested more deeply, than a query may be."
