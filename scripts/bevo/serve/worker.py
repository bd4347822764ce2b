"""A process that answers queries, one at a time, and can do nothing else: ``python -m bevo.serve.worker``.

It reads requests on its standard input and writes replies on its standard output, each as a line of JSON; that of a
reply says how many bytes of body follow. Before a reply it writes ``{}``: it took the request. First of all it writes
``{"triples": n}`` when it is ready, or ``{"error": "..."}``.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Store

from bevo.problems import BevoError
from bevo.rdf.store import load_graph
from bevo.serve.answer import ONE_GRAPH, Reply, answer
from bevo.serve.limits import Limits

__all__ = ["confine", "main"]

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


def main(graph: Path, limits: Limits) -> None:
    """Load the graph, confine the process, answer until there is nobody to ask."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may write where the replies go
    try:
        store = load_graph(graph, ONE_GRAPH)
    except BevoError as error:
        _send(replies, {"error": str(error)})
        return
    for query in _WARM_UP:  # imports what is imported late, while files can still be opened
        for accept in ("*/*", "application/n-triples, text/csv", "application/ld+json, application/xml"):
            answer(store, query, accept, limits)
    sys.setrecursionlimit(RECURSION)
    confine(limits.memory_bytes)
    _send(replies, {"triples": len(store)})
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
    }
    _send(replies, head, reply.body)


def _end_when_abandoned(seconds: float) -> None:
    """Have the kernel end this process soon after its time is up, should the server be gone by then."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _send(replies: BinaryIO, head: dict[str, object], body: bytes | bytearray = b"") -> None:
    replies.write(json.dumps(head).encode() + b"\n")
    replies.write(body)
    replies.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
