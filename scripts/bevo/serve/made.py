"""A server of pages that are made when they are asked for: no queries, and no copy of what they are made from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bevo.problems import BevoError
from bevo.serve.app import HANDLERS, resource
from bevo.serve.compression import compressing
from bevo.serve.limits import Limits
from bevo.serve.resources import Site
from bevo.serve.server import address, configured, listening, log

__all__ = ["serve_made"]


def serve_made(read: Callable[[], Site], told_by: Path, host: str, port: int, limits: Limits) -> None:
    """Serve a site until told to stop; log to standard error.

    :param read: reads what there is.
    :param told_by: a file that is another one when there is something else; then it is read again.
    :raises BevoError: if it cannot be read at the start, or the port cannot be had.
    """
    seen, site = _identity(told_by), read()
    with listening(host, port) as socket_:
        asyncio.run(_serve(socket_, read, told_by, site, seen, limits))


async def _serve(
    socket_: socket, read: Callable[[], Site], told_by: Path, site: Site, seen: object, limits: Limits
) -> None:
    app = _application(read, told_by, site, seen)
    log({"event": "ready", "address": address(socket_)})
    await uvicorn.Server(configured(app, log, limits)).serve(sockets=[socket_])


def _application(read: Callable[[], Site], told_by: Path, site: Site, seen: object) -> ASGIApp:
    app = Starlette(routes=[Route("/{path:path}", resource)], exception_handlers=HANDLERS)
    app.state.site, app.state.converting = site, asyncio.Semaphore(1)
    answer, turn = compressing(app), asyncio.Lock()

    async def fresh(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal seen
        async with turn:
            now = _identity(told_by)
            if now not in (seen, None):  # it is not there between the two renames that put another in its place
                seen = now
                try:
                    app.state.site = await asyncio.to_thread(read)
                    log({"event": "renewed"})
                except (BevoError, OSError) as error:
                    log({"event": "kept", "why": str(error)})
        await answer(scope, receive, send)

    return fresh


def _identity(file: Path) -> object:
    """What is another for another file under the same path; nothing if there is none."""
    with suppress(OSError):
        stat = file.stat()
        return stat.st_dev, stat.st_ino, stat.st_mtime_ns
    return None
