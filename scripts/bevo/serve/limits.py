"""What one client may ask of the server."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The caps of a server.

    :param seconds: wall clock of one query; then its process is killed.
    :param rows: rows (or triples) of one answer; what is beyond is cut, and the answer says so.
    :param workers: processes that answer queries.
    :param queue: queries that may wait for a process.
    :param wait: seconds that a query may wait for a process.
    :param query_bytes: length of a query.
    :param answer_bytes: length of one answer; what is beyond is cut, and the answer says so.
    :param memory_bytes: address space of a process that answers queries.
    :param body_seconds: time to send a request's body.
    :param connections: connections open at one time.
    """

    seconds: float = 20
    rows: int = 100_000
    workers: int = 2
    queue: int = 100
    wait: float = 20
    query_bytes: int = 100_000
    answer_bytes: int = 32 * MEGABYTE
    memory_bytes: int = 1000 * MEGABYTE
    body_seconds: float = 5
    connections: int = 500
