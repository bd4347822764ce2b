"""A process that answers queries, one at a time, and can do nothing else; :mod:`bevo.serve.preloaded` makes it.

It reads requests from a socket and writes replies to it, each as a line of JSON; that of a reply says how many bytes of
body follow. Before a reply it writes ``{}``: it took the request.
"""

from __future__ import annotations

import json
import math
import os
import resource
import socket
import sys
import traceback
from typing import BinaryIO

from pyoxigraph import Store

from bevo.serve.answer import Reply, answer
from bevo.serve.limits import Limits
from bevo.serve.tags import tag_of

__all__ = ["confine", "warm_up", "work"]

RECURSION = 4000
"""Enough for rdflib to parse 200 patterns in a row, or groups 100 deep."""

_WARM_UP = (
    "SELECT * { ?s ?p ?o FILTER(?o > 1 && REGEX(STR(?s), 'a')) } LIMIT 1",
    "ASK {}",
    "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1",
    "DESCRIBE <https://w3id.org/bevo/Finding>",
    "DROP ALL",
    "?",
)


def warm_up(store: Store, limits: Limits) -> None:
    """Import what is imported late, while files can still be opened."""
    for query in _WARM_UP:
        for accept in ("*/*", "application/n-triples, text/csv", "application/ld+json, application/xml"):
            answer(store, query, accept, limits)


def work(store: Store, connection: socket.socket, limits: Limits) -> None:
    """Confine this process, and answer until there is nobody to ask."""
    requests, replies = connection.makefile("rb"), connection.makefile("wb")
    sys.setrecursionlimit(RECURSION)
    confine(limits.memory_bytes)
    for line in requests:
        _reply(store, json.loads(line), limits, replies)


def confine(memory_bytes: int) -> None:
    """No more memory than this, no core dump, and no new file or socket: the network is out of reach for good."""
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reply(store: Store, request: dict[str, str | None], limits: Limits, replies: BinaryIO) -> None:
    _send(replies, {})
    _end_when_abandoned(limits.seconds)
    try:
        reply = answer(store, request["query"] or "", request["accept"], limits)
    except Exception:
        traceback.print_exc()
        reply = Reply(500, "text/plain", b"The server has a fault; it is in its log.")
    head = {
        "status": reply.status,
        "media": reply.media,
        "rows": reply.cut.rows if reply.cut else None,
        "why": reply.cut.why if reply.cut else "",
        "bytes": len(reply.body),
        "tag": tag_of(reply.body),
    }
    _send(replies, head, reply.body)


def _end_when_abandoned(seconds: float) -> None:
    """Have the kernel end this process soon after its time is up, should nobody else be left to do it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _send(replies: BinaryIO, head: dict[str, object], body: bytes | bytearray = b"") -> None:
    replies.write(json.dumps(head).encode() + b"\n")
    replies.write(body)
    replies.flush()
