"""Which release is answered from: the one at hand, until its successor is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from starlette.types import ASGIApp, Receive, Scope, Send

from bevo.serve.app import application
from bevo.serve.limits import Limits
from bevo.serve.pool import Pool
from bevo.serve.resources import read_site
from bevo.serve.search import prepare
from bevo.serve.snapshot import identity, own_folder, snapshot

__all__ = ["Live", "Switch"]


@dataclass
class Live:
    """A release that is being served, with processes and files of its own.

    :param name: the beginning of a hash of its graph.
    :param ending: ends the processes and removes the files.
    :param requests: how many are being answered from it.
    """

    name: str
    app: ASGIApp
    pool: Pool
    ending: AsyncExitStack
    requests: int = 0
    unused: asyncio.Event = field(default_factory=asyncio.Event)


class Switch:
    """An application that answers each request, to its end, from the release that was at hand when it came.

    An asynchronous context, within which it answers.

    :param dist: where a release is looked for, each time anew.
    :param told: is called with the release whenever another is at hand.
    """

    live: Live

    def __init__(self, dist: Path, limits: Limits, told: Callable[[Live], None]) -> None:
        self._dist, self._limits, self._told = dist, limits, told

    async def __aenter__(self) -> Self:
        self.live = await self._opened()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.live.ending.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        live = self.live
        live.requests += 1
        live.unused.clear()
        try:
            await live.app(scope, receive, send)
        finally:
            live.requests -= 1
            if not live.requests:
                live.unused.set()

    async def renew(self) -> None:
        """Answer from what is in ``dist/`` now; requests at work are ended on the former release, then it is let go.

        :raises BevoError: if there is no whole release; then the former stays.
        """
        former, self.live = self.live, await self._opened()
        try:
            with suppress(TimeoutError):  # after that no query can run, and files that are being sent are open
                async with asyncio.timeout(self._longest if former.requests else 0):
                    await former.unused.wait()
        finally:
            await former.ending.aclose()

    @property
    def _longest(self) -> float:
        return self._limits.body_seconds + self._limits.wait + self._limits.seconds + 5

    async def _opened(self) -> Live:
        async with AsyncExitStack() as stack:
            folder = own_folder()
            stack.push_async_callback(folder.remove)
            copy = await asyncio.to_thread(snapshot, self._dist, folder.path / "dist")
            graph = copy / "bevo-kg.ttl"
            site = await asyncio.to_thread(read_site, copy)
            await asyncio.to_thread(prepare, site)
            name = await asyncio.to_thread(identity, graph)
            pool = Pool(graph, self._limits)
            stack.push_async_exit(pool)  # before it is entered: stopped in between, its processes must end as well
            await pool.__aenter__()
            live = Live(name, application(site, pool, self._limits, name), pool, stack.pop_all())
        self._told(live)
        return live
