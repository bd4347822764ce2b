"""The process of the server: its sockets, signals and log."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bevo.problems import BevoError
from bevo.serve import notify
from bevo.serve.connection import connection_class
from bevo.serve.limits import Limits
from bevo.serve.metrics import Metrics
from bevo.serve.middleware import sentence, with_manners
from bevo.serve.switch import Live, Switch

__all__ = ["address", "configured", "listening", "log", "serve"]


def serve(dist: Path, host: str, port: int, limits: Limits, metrics_at: tuple[str, int] | None = None) -> None:
    """Serve a built release until told to stop; log to standard error. SIGHUP has it serve what is in ``dist`` by then.

    :param dist: its folder, with ``bevo-kg.ttl`` and ``site/``.
    :param metrics_at: where figures for Prometheus are given, in a place of their own; nowhere by default.
    :raises BevoError: if there is no release, or the port cannot be had.
    """
    metrics = Metrics()
    with listening(host, port) as socket_, metrics.served(*metrics_at) if metrics_at else nullcontext():
        asyncio.run(_serve(socket_, dist, limits, metrics))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    :raises BevoError: if the port cannot be had.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise BevoError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error


async def _serve(socket_: socket.socket, dist: Path, limits: Limits, metrics: Metrics) -> None:
    def record(entry: dict[str, object]) -> None:
        metrics.count(entry)
        log(entry)

    renew = asyncio.Event()
    _on_hangup(renew)
    async with Switch(dist, limits, metrics.watch) as switch:
        config = configured(switch, record, limits)
        log({"event": "ready", "address": address(socket_), **_facts(switch.live)})
        notify.ready(f"serving release {switch.live.name}")
        async with (
            _beside(_renewing(switch, renew)),
            _beside(notify.heartbeat(lambda: switch.live.pool.alive > 0)),
        ):
            await uvicorn.Server(config).serve(sockets=[socket_])


def configured(app: ASGIApp, record: Callable[[dict[str, object]], None], limits: Limits) -> uvicorn.Config:
    """How a server answers from an application.

    :param record: is given the entry of each request for the log.
    """
    return uvicorn.Config(
        with_manners(app, record, limits.header_bytes),
        http=connection_class(limits, with_manners(_crowded, record, limits.header_bytes)),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=limits.stop_seconds,
        h11_max_incomplete_event_size=limits.query_bytes,
    )


def _on_hangup(renew: asyncio.Event) -> None:
    """SIGHUP asks for another release, unless the terminal of the server was closed: then it stops as ever."""
    terminal = sys.stdin is not None and sys.stdin.isatty()

    def hangup() -> None:
        if terminal and not sys.stdin.isatty():
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            renew.set()

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hangup)


async def _renewing(switch: Switch, renew: asyncio.Event) -> None:
    while True:
        await renew.wait()
        renew.clear()
        notify.reloading()
        former = switch.live
        said = "serving release"
        try:
            await switch.renew()
        except (BevoError, OSError) as error:
            log({"event": "kept", "why": str(error), **_facts(switch.live)})
            said = f"{error}; still serving release"
        else:
            log({"event": "left", **_facts(former), "unfinished": former.requests})
        notify.ready(f"{said} {switch.live.name}".replace("\n", " "))


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have work done until the end of the context."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _facts(live: Live) -> dict[str, object]:
    return {"release": live.name, "triples": live.pool.triples}


async def _crowded(scope: Scope, receive: Receive, send: Send) -> None:
    response = sentence(Request(scope), 503, "Too many clients at one time; ask again in a few seconds.")
    response.headers["Connection"] = "close"
    await response(scope, receive, send)


def address(socket_: socket.socket) -> str:
    """Where a socket is asked."""
    host, port = socket_.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def log(entry: dict[str, object]) -> None:
    """Write an entry of the log to standard error."""
    line = json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **entry})
    with suppress(OSError):  # a full disk stops the log, not the answers
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
