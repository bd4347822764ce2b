"""One connection under clocks: uvicorn's protocol, with the limits that uvicorn has no option for.

uvicorn closes a connection that says nothing after an answer. It waits without end for a first request, for the rest of
one, and for a client that does not read; and it counts connections only when a request is complete.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import h11
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from bevo.serve.limits import Limits

__all__ = ["connection_class"]

LATE = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    b"The request did not arrive in time.\n"
)


def connection_class(limits: Limits, crowded: ASGIApp) -> type[H11Protocol]:
    """The protocol of a server.

    :param crowded: answers in place of the application where all connections have a request at work.
    """

    class Connection(H11Protocol):
        """A connection that is cut where its client lets a clock run out.

        The first runs while no request is at work, from the start or from the first byte after an answer; the second
        while the client does not read what was sent; the third from the first such moment to the end of the answer.
        """

        _await_request: asyncio.TimerHandle | None = None
        _await_reader: asyncio.TimerHandle | None = None
        _await_answer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # of TCP
            super().connection_made(transport)
            transport.set_write_buffer_limits(high=0)  # so that one is told of every byte that waits
            self._clock_request()
            if len(self.connections) > limits.connections:
                self._make_room()

        def connection_lost(self, exc: Exception | None) -> None:
            for clock in (self._await_request, self._await_reader, self._await_answer):
                if clock:
                    clock.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if not self.at_work:
                self._clock_request()
            elif self._await_request:
                self._await_request.cancel()
                self._await_request = None

        def on_response_complete(self) -> None:
            if self._await_answer:
                self._await_answer.cancel()
                self._await_answer = None
            super().on_response_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._await_reader = self._await_reader or self.loop.call_later(limits.stall_seconds, self.transport.abort)
            self._await_answer = self._await_answer or self.loop.call_later(limits.send_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            if self._await_reader:
                self._await_reader.cancel()
                self._await_reader = None
            super().resume_writing()

        @property
        def at_work(self) -> bool:
            """Whether a request is being answered."""
            return self.cycle is not None and not self.cycle.response_complete

        @property
        def silent_since(self) -> float | None:
            """When a request was first awaited; none if one is at work, or the end is near."""
            if self.at_work or self.transport.is_closing():
                return None
            return self._await_request.when() if self._await_request else self.loop.time()

        def _clock_request(self) -> None:
            if self._await_request is None:
                self._await_request = self.loop.call_later(limits.head_seconds, self._late)

        def _late(self) -> None:
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0] and not self.flow.write_paused:
                self.transport.write(LATE)
                self.transport.close()
            else:
                self.transport.abort()

        def _make_room(self) -> None:
            """Cut the connection that has been silent longest; if none is, tell the client of this one to come back."""
            silent = min(self._others(), key=lambda pair: pair[0], default=None)
            if silent:
                silent[1].abort()
            elif len(self.connections) > 2 * limits.connections:
                self.transport.abort()
            else:
                self.app: Any = crowded

        def _others(self) -> Iterator[tuple[float, asyncio.Transport]]:
            for other in self.connections:
                since = other.silent_since if isinstance(other, Connection) and other is not self else None
                if since is not None:
                    yield since, other.transport

    return Connection
