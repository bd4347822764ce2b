"""The process of the server: over standard input and output, or over HTTP."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import uvicorn
from mcp.server.mcpserver import MCPServer
from starlette.responses import PlainTextResponse

from bevo.agents.bounds import LIMITS
from bevo.agents.release import read_release
from bevo.agents.server import mcp_server
from bevo.problems import BevoError
from bevo.project import Project, built
from bevo.serve.connection import connection_class
from bevo.serve.limits import Limits
from bevo.serve.pool import Pool
from bevo.serve.server import listening
from bevo.serve.snapshot import own_folder

__all__ = ["over_http", "over_stdio"]

Say = Callable[[str], None]


@asynccontextmanager
async def _opened(project: Project, limits: Limits, say: Say) -> AsyncIterator[MCPServer]:
    """A server over the release as it is now: builds that follow do not change its answers."""
    folder = own_folder()
    try:
        graph = folder.path / "bevo-kg.ttl"
        try:
            shutil.copyfile(built(project.dist / "bevo-kg.ttl"), graph)
        except OSError as error:
            raise BevoError(f"cannot copy the release to {folder.path}: {error.strerror or error}") from error
        reading = asyncio.create_task(asyncio.to_thread(read_release, project, graph, say))
        async with Pool(graph, limits) as pool:
            yield mcp_server(await reading, pool)
    finally:
        folder.cleanup()


async def over_stdio(project: Project, seconds: float, say: Say) -> None:
    """Serve one client on standard input and output until it closes them.

    :param seconds: how long a query may take.
    :raises BevoError: if nothing is built.
    """
    told = asyncio.Event()
    async with _opened(project, replace(LIMITS, seconds=seconds), say) as server:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told.set)
        serving, stopping = asyncio.create_task(server.run_stdio_async()), asyncio.create_task(told.wait())
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            stopping.cancel()
            serving.result()
    if told.is_set():
        os._exit(128 + signal.SIGTERM)  # a thread waits for input, and nothing else ends it


async def over_http(project: Project, seconds: float, host: str, port: int, say: Say) -> None:
    """Serve clients at ``/mcp`` (streamable HTTP), each request by itself, until told to stop.

    On an address of this machine alone, requests whose ``Host`` or ``Origin`` is another one's are refused.

    :raises BevoError: if nothing is built, or the port cannot be had.
    """
    limits = replace(LIMITS, seconds=seconds)
    with listening(host, port) as socket:
        async with _opened(project, limits, say) as server:
            app = server.streamable_http_app(
                json_response=True, stateless_http=True, host=host, max_request_body_size=limits.query_bytes * 5
            )
            config = uvicorn.Config(
                app,
                http=connection_class(limits, PlainTextResponse("Too many clients at one time.\n", 503)),
                ws="none",
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=limits.stop_seconds,
                h11_max_incomplete_event_size=limits.header_bytes,
            )
            at, number = socket.getsockname()[:2]
            say(f"bevo: tools at http://{f'[{at}]' if ':' in at else at}:{number}/mcp")
            await uvicorn.Server(config).serve(sockets=[socket])
