"""Queries, ready or free, asked of processes that the limits of the SPARQL endpoint hold."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import RdfFormat, parse

from bevo.agents.bounds import cut
from bevo.agents.release import Release
from bevo.agents.tools import told
from bevo.problems import BevoError
from bevo.questions.complete import completed
from bevo.questions.questions import TRIPLE, in_order, named, with_values
from bevo.rdf.answer import Answer
from bevo.rdf.names import expand
from bevo.rdf.results import read_results
from bevo.serve.answer import Reply
from bevo.serve.guard import Refused
from bevo.serve.pool import Pool

__all__ = ["ask", "sparql"]

TRIPLES = "application/n-triples"
ACCEPT = f"application/sparql-results+json, {TRIPLES}"
LONGEST_VALUE = 300


async def ask(
    release: Release, pool: Pool, name: str, values: Mapping[str, object], limit: int, offset: int
) -> dict[str, Any]:
    """The answer to a ready question: rows of text, completed with IRIs, verdicts, studies, DOIs and PMIDs.

    :param values: parameters by name, each as a person would say it.
    :raises BevoError: if there is no such question or parameter, or a value does not fit its type.
    :raises Refused: if the answer takes too long.
    """
    query = named(name, release.questions)
    if query.federated:
        raise BevoError(
            f"'{name}' asks other endpoints too; run it with 'bevo query run {name}' where there is a network"
        )
    given = {key: str(value).strip() for key, value in values.items()}
    for key, value in given.items():
        if not value or len(value) > LONGEST_VALUE:
            raise BevoError(f"the value of '{key[:100]}' has 1 to {LONGEST_VALUE} characters")
    text = await asyncio.to_thread(with_values, query, given, release.store)
    reply = await _reply(pool, text)
    answer = completed(in_order(_table(reply), text), release.rests, release.labels)
    part = cut(answer.plain(), limit, offset, _more(reply))
    used = {p.name: given.get(p.name, p.default) for p in query.parameters.values()}
    return told(
        release,
        {
            "question": query.question,
            "parameters": used,
            "iri": expand(f"question:{query.name}"),
            "number_of_rows": len(answer.rows),
            "columns": answer.columns,
            "rows": part.rows,
        },
        part.says,
    )


async def sparql(release: Release, pool: Pool, query: str, limit: int, offset: int) -> dict[str, Any]:
    """The answer to a SPARQL query: a table, a yes or no, or triples as N-Triples.

    :raises Refused: if it is no query, updates, reaches out, or takes too long.
    """
    if len(query.encode()) > pool.limits.query_bytes:
        raise Refused(413, f"The query is longer than {pool.limits.query_bytes} bytes.")
    reply = await _reply(pool, query)
    if reply.media == TRIPLES:
        lines = bytes(reply.body).decode().splitlines()
        triples = [line for line in lines if not line.startswith("#")]
        part = cut(triples, limit, offset, _more(reply))
        return told(release, {"number_of_triples": len(triples), "triples": part.rows}, part.says)
    body = json.loads(reply.body)
    if "boolean" in body:
        return told(release, {"boolean": body["boolean"]})
    answer = _table(reply)
    rows = [[str(getattr(cell, "value", "")) for cell in row] for row in answer.rows]
    part = cut(rows, limit, offset, _more(reply))
    return told(release, {"number_of_rows": len(rows), "columns": answer.columns, "rows": part.rows}, part.says)


async def _reply(pool: Pool, query: str) -> Reply:
    reply = await pool.ask(query, ACCEPT)
    if reply.cut is None:
        raise Refused(reply.status, bytes(reply.body).decode())
    return reply


def _more(reply: Reply) -> bool:
    return bool(reply.cut and reply.cut.why)


def _table(reply: Reply) -> Answer:
    """A reply as a table; of triples their parts."""
    if reply.media == TRIPLES:
        quads = sorted(parse(bytes(reply.body), RdfFormat.N_TRIPLES), key=str)
        return Answer(list(TRIPLE), [[q.subject, q.predicate, q.object] for q in quads])
    return read_results(bytes(reply.body))
