"""Where processes that answer queries come from: the server's side of :mod:`bevo.serve.preloaded`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bevo.problems import BevoError
from bevo.serve.limits import Limits

__all__ = ["Nursery", "Worker"]

LOAD_SECONDS = 60
START_SECONDS = 20
STOP_SECONDS = 2
LATER = 2
"""Steps of priority that the processes stand behind the server."""
UNSTARTED = "a process that answers queries does not start"


@dataclass(eq=False)
class Worker:
    """A process that answers queries.

    :param ended: its exit code, or minus the signal that ended it, as soon as it has.
    """

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet, as far as is known."""
        return not self.ended.done()

    async def wait(self) -> int:
        """How it ended, once it has."""
        return await asyncio.shield(self.ended)


@dataclass
class Nursery:
    """Makes and ends processes over one graph. Should the one that has the graph die, another is started.

    :param graph: the Turtle file.
    :param triples: how many triples it has; known when it is open.
    """

    graph: Path
    limits: Limits
    triples: int = 0
    _process: Process | None = None
    _control: socket.socket | None = None
    _listening: asyncio.Task[None] | None = None
    _started: asyncio.Future[int] | None = None
    _workers: dict[int, Worker] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def pid(self) -> int | None:
        """The process that has the graph."""
        return self._process.pid if self._process else None

    async def open(self) -> None:
        """Load the graph.

        :raises BevoError: if it cannot be read, or the process does not start.
        """
        async with self._lock:
            await self._open()

    async def start(self) -> Worker:
        """Another process.

        :raises BevoError: if there is none.
        """
        async with self._lock:
            if self._control is None:
                await self._open()
            assert self._control
            ours, theirs = socket.socketpair()
            self._started = asyncio.get_running_loop().create_future()
            try:
                with theirs:
                    socket.send_fds(self._control, [b"start\n"], [theirs.fileno()])
                async with asyncio.timeout(START_SECONDS):
                    pid = await self._started
                reader, writer = await asyncio.open_connection(sock=ours)
            except (OSError, TimeoutError, EOFError) as error:
                ours.close()
                self._forget()
                raise BevoError(UNSTARTED) from error
            except BaseException:
                ours.close()  # and so it ends, if it was started
                self._forget()
                raise
            worker = Worker(pid, reader, writer, asyncio.get_running_loop().create_future())
            if self._control is None:  # all of them died meanwhile
                _end(worker, -signal.SIGKILL)
            else:
                self._workers[pid] = worker
            return worker

    def kill(self, worker: Worker) -> None:
        """End a process, whatever it does."""
        self._say("kill", worker)

    def lower(self, worker: Worker) -> None:
        """Have a process take what the others leave of the processors, from now on."""
        self._say("yield", worker)

    async def close(self) -> None:
        """End all processes."""
        process, loading = self._process, not self.triples
        self._forget(kill=loading)
        if process:
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await process.wait()
                    return
            _kill_all(process)
            await process.wait()

    async def _open(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "bevo.serve.preloaded", str(self.graph), json.dumps(asdict(self.limits))),
                stdin=theirs.fileno(),
                stdout=2,
                start_new_session=True,  # Ctrl-C is for the server, which then ends them; and all can be ended together
            )
        with suppress(ProcessLookupError):
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, self._process.pid, own + LATER)  # the server itself goes first
        self._control = ours
        reader, writer = await asyncio.open_connection(sock=ours.dup())
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                line = await reader.readline()
        except TimeoutError:
            line = b""
        told = json.loads(line or b'{"error": "%s"}' % UNSTARTED.encode())
        if "error" in told:
            writer.close()
            self._forget(kill=True)
            raise BevoError(told["error"])
        self.triples = told["triples"]
        self._listening = asyncio.create_task(self._listen(reader, writer))

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(OSError):
            while line := await reader.readline():
                told = json.loads(line)
                if "started" in told:
                    if self._started and not self._started.done():
                        self._started.set_result(told["started"])
                elif worker := self._workers.pop(told["ended"], None):
                    _end(worker, told["code"])
        self._forget(kill=True)

    def _forget(self, kill: bool = False) -> None:
        """Let go of the process that has the graph, and so end all that came of it."""
        process, self._process = self._process, None
        control, self._control = self._control, None
        listening, self._listening = self._listening, None
        if control:
            with suppress(OSError):
                control.shutdown(socket.SHUT_RDWR)
            control.close()
        if listening and listening is not asyncio.current_task():
            listening.cancel()
        if kill and process:
            _kill_all(process)
        if self._started and not self._started.done():
            self._started.set_exception(EOFError())
            self._started.exception()  # seen, also when nobody waits
        while self._workers:
            _end(self._workers.popitem()[1], -signal.SIGKILL)

    def _say(self, what: str, worker: Worker) -> None:
        if self._control and worker.pid in self._workers:
            with suppress(OSError):
                self._control.sendall(f"{what} {worker.pid}\n".encode())


def _end(worker: Worker, code: int) -> None:
    worker.writer.close()
    if worker.alive:
        worker.ended.set_result(code)


def _kill_all(process: Process) -> None:
    """The process and all that it made: they are one group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
