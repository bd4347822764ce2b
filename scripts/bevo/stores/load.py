"""Load the release into one graph of a triple store, and look afterwards whether it is there.

A :class:`Way` is how one kind of store is looked at and written to; :func:`load` is what all have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from urllib.parse import quote, urlunsplit
from urllib.request import Request

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from bevo.problems import BevoError
from bevo.rdf.answer import normal
from bevo.rdf.rdfio import ntriples, read_turtle
from bevo.stores.endpoint import CutAnswer, ask
from bevo.stores.http_client import Response, address, fetch, refusal, shown

__all__ = ["Holding", "Way", "by_protocol", "by_update", "holding", "load", "look_by_queries", "staged"]

CHUNK = 5000
"""Triples in one update."""


@dataclass(frozen=True)
class Holding:
    """What a graph holds, as far as two stores can be compared.

    :param count: all its triples.
    :param lines: those without blank nodes, as sorted N-Triples with numbers and language tags in one form.
    """

    count: int
    lines: tuple[str, ...]


NOTHING = Holding(0, ())

Look = Callable[[str], Holding]
"""Takes the name of a graph."""


@dataclass(frozen=True)
class Way:
    """How to load into a store.

    :param look: what a graph holds.
    :param replace: puts these triples in the place of a graph, whole or not at all as far as the store can.
    """

    look: Look
    replace: Callable[[str, list[Triple]], None]


def load(file: Path, graph: str, way: Way) -> Holding:
    """Put a Turtle file in the place of a graph, and look whether it is there.

    :returns: what the graph holds, the same as the file.
    :raises InputError: if the file is not Turtle; nothing was sent.
    :raises BevoError: if it did not go well, and what the graph holds then.
    """
    _check_graph(graph)
    triples = read_turtle(file)
    wanted = holding(triples)
    former = way.look(graph)
    try:
        way.replace(graph, triples)
        _check_same(wanted, way.look(graph), graph)
    except BevoError as error:
        raise BevoError(f"{error}; {_state(way.look, graph, former, wanted)}") from error
    return wanted


def _check_graph(graph: str) -> None:
    try:
        NamedNode(graph)
    except ValueError as error:
        raise BevoError(f"'{graph}' is no IRI for a graph") from error


def _state(look: Look, graph: str, former: Holding, wanted: Holding) -> str:
    try:
        found = look(graph)
    except BevoError as error:
        return f"what <{graph}> holds now is not known ({error}); it held {former.count} triples before"
    if found == former:
        return f"<{graph}> holds what it held before, {former.count} triples"
    if found == wanted:
        return f"<{graph}> holds the {wanted.count} triples of the file all the same"
    return (
        f"<{graph}> now holds {found.count} triples, neither the {former.count} of before nor the {wanted.count} "
        "of the file"
    )


def _check_same(wanted: Holding, found: Holding, graph: str) -> None:
    if wanted == found:
        return
    lacking = sorted(set(wanted.lines) - set(found.lines))
    more = sorted(set(found.lines) - set(wanted.lines))
    examples = [f"lacking: {line}" for line in lacking[:3]] + [f"not in the file: {line}" for line in more[:3]]
    raise BevoError(
        f"<{graph}> holds {found.count} triples where the file has {wanted.count}; of those without blank nodes "
        f"{len(lacking)} are lacking and {len(more)} are not in the file" + "".join(f"\n  {line}" for line in examples)
    )


def holding(triples: Iterable[Triple]) -> Holding:
    """What a graph of these triples holds."""
    normalised = {Triple(t.subject, t.predicate, normal(t.object)) for t in triples}  # type: ignore[arg-type]  # never None
    return Holding(len(normalised), _lines(t for t in normalised if not _has_blank(t)))


def _has_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _lines(triples: Iterable[Triple]) -> tuple[str, ...]:
    return tuple(sorted(f"{triple} ." for triple in triples))


def by_protocol(url: str, timeout: float) -> Way:
    """By the SPARQL 1.1 Graph Store HTTP Protocol: GET tells what a graph holds, one PUT replaces it."""

    def look(graph: str) -> Holding:
        request = Request(_of_graph(url, graph), headers={"Accept": "application/n-triples, text/turtle;q=0.5"})
        response = fetch(request, timeout, repeat=True)
        if response.status == 404:
            return NOTHING
        _check_done(url, response, "to give the graph")
        form = RdfFormat.from_media_type(response.media_type)
        if form is None or form.supports_datasets:
            raise BevoError(f"{shown(url)} answered with {response.media_type or 'no media type'}, not with triples")
        try:
            return holding(quad.triple for quad in parse(response.body, format=form, lenient=True))
        except SyntaxError as error:
            raise BevoError(f"{shown(url)} did not answer with whole triples") from error

    def replace(graph: str, triples: list[Triple]) -> None:
        headers = {"Content-Type": "application/n-triples"}
        request = Request(_of_graph(url, graph), data=ntriples(triples), headers=headers, method="PUT")
        _check_done(url, fetch(request, timeout), "to replace the graph")

    return Way(look, replace)


def _of_graph(url: str, graph: str) -> str:
    parts = address(url)
    query = f"{parts.query}&graph={quote(graph, safe='')}".lstrip("&")
    return urlunsplit(parts._replace(query=query, fragment=""))


def _check_done(url: str, response: Response, what: str) -> None:
    if response.status >= 300:
        raise BevoError(refusal(url, response, what))


def by_update(url: str, endpoint: str, timeout: float) -> Way:
    """By SPARQL 1.1 Update: the triples go into a graph beside the other in chunks, are looked at, and are moved.

    :param endpoint: where queries go, to look.
    """

    def look(graph: str) -> Holding:
        return look_by_queries(endpoint, graph, timeout)

    def update(text: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        address(url)
        request = Request(url, data=text.encode("utf-8"), headers=headers, method="POST")
        _check_done(url, fetch(request, timeout), "the update")

    def fill(graph: str, triples: list[Triple]) -> None:
        for chunk in _chunks(triples):
            lines = ntriples(chunk).decode("utf-8")
            update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines}}} }}")

    return Way(look, staged(look, update, fill))


def _chunks(triples: list[Triple]) -> Iterator[list[Triple]]:
    """What has blank nodes goes at once, for their names last no longer than an update."""
    yield [t for t in triples if _has_blank(t)]
    plain = [t for t in triples if not _has_blank(t)]
    for start in range(0, len(plain), CHUNK):
        yield plain[start : start + CHUNK]


def staged(
    look: Look, update: Callable[[str], None], fill: Callable[[str, list[Triple]], None]
) -> Callable[[str, list[Triple]], None]:
    """How to replace a graph through another one, so that the former data stay until the new are complete.

    :param update: runs one SPARQL update.
    :param fill: puts triples into an empty graph.
    """

    def replace(graph: str, triples: list[Triple]) -> None:
        beside = f"{graph}-loading"
        update(f"DROP SILENT GRAPH <{beside}>")
        try:
            fill(beside, triples)
            _check_same(holding(triples), look(beside), beside)
            update(f"MOVE GRAPH <{beside}> TO GRAPH <{graph}>")
        except BevoError:
            with suppress(BevoError):
                update(f"DROP SILENT GRAPH <{beside}>")
            raise

    return replace


def look_by_queries(endpoint: str, graph: str, timeout: float) -> Holding:
    """What a graph holds, asked in as many parts as the store needs to give all of it."""
    count = _count(endpoint, "?s ?p ?o", graph, timeout)
    named = "?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o))"
    expected = _count(endpoint, named, graph, timeout)
    rows = _construct(endpoint, named, graph, timeout)
    if rows is None or len(rows) < expected:
        # A store that cuts without a word gives always as many statements, or one or two more.
        rows = _in_parts(endpoint, graph, timeout, inf if rows is None else 0.9 * len(rows))
    if len(rows) != expected:
        raise BevoError(f"{shown(endpoint)} counts {expected} statements and gives {len(rows)}")
    return Holding(count, holding(rows).lines)


def _in_parts(endpoint: str, graph: str, timeout: float, most: float, digits: str = "") -> list[Triple]:
    """The statements whose subject and predicate have a hash that starts with these digits, and one more.

    :param most: a part with fewer statements is whole, unless the store says that it is not.
    """
    rows: list[Triple] = []
    for digit in (f"{digits}{d}" for d in "0123456789abcdef"):
        part = f'STRSTARTS(MD5(CONCAT(STR(?s), " ", STR(?p))), "{digit}")'
        found = _construct(endpoint, f"?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o) && {part})", graph, timeout)
        if (found is None or len(found) >= most) and len(digit) < 5:
            found = _in_parts(endpoint, graph, timeout, most, digit)
        rows += found or []
    return rows


def _count(endpoint: str, where: str, graph: str, timeout: float) -> int:
    answer = ask(endpoint, f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}", timeout, graph)
    cell = answer.rows[0][0] if answer.rows and answer.rows[0] else None
    if not isinstance(cell, Literal) or not cell.value.isdecimal():
        raise BevoError(f"{shown(endpoint)} gave no number for a count")
    return int(cell.value)


def _construct(endpoint: str, where: str, graph: str, timeout: float) -> list[Triple] | None:
    """The statements, or None where the store says that it cut the answer."""
    try:
        answer = ask(endpoint, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", timeout, graph)
    except CutAnswer:
        return None
    return [Triple(*row) for row in answer.rows]  # type: ignore[arg-type]  # CONSTRUCT fills each cell
