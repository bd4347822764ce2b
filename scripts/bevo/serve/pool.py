"""The processes that answer queries: a bounded queue before them, a clock over each, a new one for each that ends."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bevo.problems import BevoError
from bevo.serve.answer import Reply
from bevo.serve.formats import Cut
from bevo.serve.guard import Refused
from bevo.serve.limits import Limits

__all__ = ["Busy", "Pool"]

START_SECONDS = 60


class Busy(Refused):
    """All processes are at work and enough clients wait already."""

    def __init__(self) -> None:
        super().__init__(503, "Too many queries at one time; ask again in a few seconds.")


@dataclass
class Pool:
    """Worker processes over one graph; an asynchronous context, within which it answers.

    :param graph: the Turtle file that each process loads.
    :param triples: how many triples it has; known within the context.
    """

    graph: Path
    limits: Limits
    triples: int = 0
    _idle: asyncio.Queue[Process] = field(default_factory=asyncio.Queue)
    _all: set[Process] = field(default_factory=set)
    _replacing: set[asyncio.Task[None]] = field(default_factory=set)
    _inside: int = 0

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self.limits.workers):
                    group.create_task(self._add())
        except* BevoError as errors:
            self._stop()
            raise errors.exceptions[0] from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        await asyncio.gather(*(process.wait() for process in self._all))

    @property
    def alive(self) -> int:
        """How many processes are ready or at work."""
        return sum(process.returncode is None for process in self._all)

    async def ask(self, query: str, accept: str | None) -> Reply:
        """Answer a query in one of the processes.

        :raises Busy: if too many wait, or it waited too long.
        :raises Refused: 504 if it took too long, 503 if its process died of it.
        """
        if self._inside >= self.limits.workers + self.limits.queue:
            raise Busy
        self._inside += 1
        try:
            async with asyncio.timeout(self.limits.wait):
                process = await self._idle.get()
        except TimeoutError:
            raise Busy from None
        else:
            return await self._use(process, query, accept)
        finally:
            self._inside -= 1

    async def _use(self, process: Process, query: str, accept: str | None) -> Reply:
        try:
            async with asyncio.timeout(self.limits.seconds):
                reply = await _exchange(process, query, accept)
        except TimeoutError:
            self._replace(process)
            raise Refused(
                504, f"The query took longer than {self.limits.seconds:g} seconds and was stopped; ask for less."
            ) from None
        except (EOFError, OSError):
            self._replace(process)
            raise Refused(503, "The query needs more memory, or is nested more deeply, than a query may be.") from None
        except BaseException:  # the request was cancelled: its process is in the middle of something
            self._replace(process)
            raise
        self._idle.put_nowait(process)
        return reply

    async def _add(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bevo.serve.worker", str(self.graph), json.dumps(asdict(self.limits))),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,  # Ctrl-C is for the server, which then ends them
        )
        self._all.add(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = json.loads(await _line(process))
        except (TimeoutError, EOFError) as error:
            self._all.discard(process)
            _kill(process)
            raise BevoError("a process that answers queries does not start") from error
        if "error" in ready:
            raise BevoError(ready["error"])
        self.triples = ready["triples"]
        self._idle.put_nowait(process)

    def _replace(self, process: Process) -> None:
        _kill(process)
        self._all.discard(process)
        task = asyncio.create_task(self._renew(process))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _renew(self, ended: Process) -> None:
        await ended.wait()  # what it held is free again before another takes as much
        while True:
            try:
                return await self._add()
            except (BevoError, OSError):
                await asyncio.sleep(1)

    def _stop(self) -> None:
        for task in self._replacing:
            task.cancel()
        for process in self._all:
            _kill(process)


async def _exchange(process: Process, query: str, accept: str | None) -> Reply:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps({"query": query, "accept": accept}).encode() + b"\n")
    await process.stdin.drain()
    head: dict[str, Any] = json.loads(await _line(process))
    body = await process.stdout.readexactly(head["bytes"])
    cut = None if head["rows"] is None else Cut(head["rows"], head["why"])
    return Reply(head["status"], head["media"], body, cut)


async def _line(process: Process) -> bytes:
    assert process.stdout
    line = await process.stdout.readline()
    if not line:
        raise EOFError
    return line


def _kill(process: Process) -> None:
    if process.returncode is None:
        process.kill()
