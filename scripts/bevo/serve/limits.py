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
    :param workers: processes that answer queries; half of them, or the one that there is, may be at work on long ones.
    :param short_seconds: a query that takes more of a processor is a long one.
    :param queue: queries that may wait for a process.
    :param wait: seconds that a query may wait for a process.
    :param query_bytes: length of a query.
    :param answer_bytes: length of one answer; what is beyond is cut, and the answer says so.
    :param memory_bytes: address space of a process that answers queries.
    :param parse_seconds: time to parse a query.
    :param header_bytes: length of a request's headers together.
    :param head_seconds: time to send a request's head, from the opening of the connection.
    :param body_seconds: time to send a request's body.
    :param stall_seconds: time that a client may read nothing of what it was sent.
    :param send_seconds: time to read a whole answer.
    :param held_bytes: length of all answers together that wait for their clients; short ones (64 KB) do not count.
    :param connections: connections open at one time.
    :param stop_seconds: time that requests have to end when the server is told to stop.
    """

    seconds: float = 20
    rows: int = 100_000
    workers: int = 4
    short_seconds: float = 0.2
    queue: int = 100
    wait: float = 20
    query_bytes: int = 100_000
    answer_bytes: int = 32 * MEGABYTE
    memory_bytes: int = 1000 * MEGABYTE
    parse_seconds: float = 5
    header_bytes: int = 16_000
    head_seconds: float = 10
    body_seconds: float = 5
    stall_seconds: float = 10
    send_seconds: float = 300
    held_bytes: int = 200 * MEGABYTE
    connections: int = 500
    stop_seconds: int = 4
