"""A query and an ``Accept`` header in, an answer or a refusal out: what a worker does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from bevo.project import GRAPH as GRAPH_IRI
from bevo.rdf.names import BASE
from bevo.rdf.parse_faults import parse_fault
from bevo.serve.formats import BOOLEAN, GRAPH, TABLE, Cut, boolean, graph, table
from bevo.serve.guard import Form, Refused, understand
from bevo.serve.limits import Limits
from bevo.serve.negotiate import best

__all__ = ["ONE_GRAPH", "Reply", "answer"]

ONE_GRAPH = NamedNode(GRAPH_IRI)
"""Holds the data, and is what a query without a graph is about: so a query that names it gets the same."""

OFFERS = {Form.SELECT: TABLE, Form.ASK: BOOLEAN, Form.CONSTRUCT: GRAPH, Form.DESCRIBE: GRAPH}


@dataclass(frozen=True)
class Reply:
    """An answer for HTTP.

    :param status: 200, or that of a refusal.
    :param media: its media type.
    :param cut: how much was given; None for a refusal.
    :param tag: an entity tag, where the worker has made one: a long answer would keep the server from its turn.
    """

    status: int
    media: str
    body: bytes | bytearray
    cut: Cut | None = None
    tag: str = ""


def answer(store: Store, query: str, accept: str | None, limits: Limits) -> Reply:
    """Answer one query; never raises for what a client sent.

    :param store: has the data in :data:`ONE_GRAPH`.
    :param accept: the client's ``Accept`` header.
    """
    try:
        return _answer(store, query, accept, limits)
    except Refused as refusal:
        return Reply(refusal.status, "text/plain", refusal.sentence.encode())


def _answer(store: Store, query: str, accept: str | None, limits: Limits) -> Reply:
    with _at_most(limits.parse_seconds):
        text, form = understand(query)
    offers = OFFERS[form]
    media = best(accept, offers)
    if media is None:
        raise Refused(406, f"This server does not offer any format that you accept. It offers: {', '.join(offers)}.")
    try:
        found = store.query(text, base_iri=BASE, default_graph=ONE_GRAPH, named_graphs=[ONE_GRAPH])
        if isinstance(found, QueryBoolean):
            return Reply(200, media, boolean(bool(found), media), Cut(1))
        if isinstance(found, QueryTriples):
            return _graph(found, media, limits)
        return _table(found, media, limits)
    except SyntaxError as error:
        raise Refused(400, f"This is not a SPARQL 1.1 query: {parse_fault(text, error.msg)}.") from error
    except OSError as error:  # the process is confined, so that all it could not do is reach out
        raise Refused(403, "The query reaches for something outside of the graph.") from error
    except RuntimeError as error:
        raise Refused(400, f"The query cannot be evaluated: {error}") from error
    except MemoryError as error:
        raise Refused(503, "The query needs more memory than this server allows.") from error


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Refuse a query that takes long to parse; a process's main thread alone can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise Refused(
            400, f"The query takes more than {seconds:g} seconds to parse; make it shorter, or several of it."
        )

    former = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)  # again, should the parser take the first for a fault of its own
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _table(solutions: QuerySolutions, media: str, limits: Limits) -> Reply:
    names = [variable.value for variable in solutions.variables]
    body, cut = table(names, map(tuple, solutions), media, limits.rows, limits.answer_bytes)
    return Reply(200, media, body, cut)


def _graph(found: Iterable[Triple], media: str, limits: Limits) -> Reply:
    triples: list[Triple] = []
    size, why = 0, ""
    for triple in found:
        size += len(str(triple))
        if len(triples) == limits.rows or size > limits.answer_bytes:
            why = "rows" if len(triples) == limits.rows else "bytes"
            break
        triples.append(triple)
    body = graph(triples, media)
    if why and media in ("text/turtle", "application/n-triples"):
        body = f"# truncated: the first {len(triples)} triples\n".encode() + body
    return Reply(200, media, body, Cut(len(triples), why))
