"""The same questions asked of several engines: do the answers agree, and how long does each take."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from bevo.problems import BevoError
from bevo.questions.questions import Query, run
from bevo.rdf.answer import Answer, normal
from bevo.rdf.names import expand

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Comparison", "Engine", "as_rdflib", "ask_rdflib", "compare", "embedded", "normal_rows"]

Engine = Callable[[str], Answer]
"""Takes the text of a query."""
STRING = expand("xsd:string")


@dataclass(frozen=True)
class Comparison:
    """One question, asked of all engines.

    :param rows: as many as the first engine gives.
    :param milliseconds: by engine; without those that failed.
    :param differences: by engine, in a sentence; empty where all agree with the first.
    """

    name: str
    rows: int
    milliseconds: dict[str, float]
    differences: dict[str, str]


def normal_rows(answer: Answer) -> Counter[tuple[str, ...]]:
    """The rows without their order: numbers by value, blank nodes without names, cells that list things as sets."""
    return Counter(tuple(_cell(term) for term in row) for row in answer.rows)


def _cell(term: object) -> str:
    if isinstance(term, BlankNode):
        return "_:"
    value = str(getattr(normal(term), "value", ""))
    return "; ".join(sorted(set(value.split("; "))))


def compare(queries: Iterable[Query], engines: dict[str, Engine]) -> Iterator[Comparison]:
    """Ask each question as it stands of each engine, and compare with the first.

    :raises BevoError: if the first cannot answer.
    """
    for query in queries:
        answers: dict[str, Answer] = {}
        milliseconds, differences = {}, {}
        for name, engine in engines.items():
            start = time.perf_counter()
            try:
                answers[name] = engine(query.text)
            except BevoError as error:
                if not answers:
                    raise
                differences[name] = str(error)
                continue
            milliseconds[name] = (time.perf_counter() - start) * 1000
        first, *others = answers.items()
        for name, answer in others:
            difference = _difference(first[1], answer)
            if difference:
                differences[name] = difference
        yield Comparison(query.name, len(first[1].rows), milliseconds, differences)


def _difference(one: Answer, other: Answer) -> str:
    if one.columns != other.columns:
        return f"columns {', '.join(other.columns)} in place of {', '.join(one.columns)}"
    mine, theirs = normal_rows(one), normal_rows(other)
    if mine == theirs:
        return ""
    lacking, more = sorted((mine - theirs).elements()), sorted((theirs - mine).elements())
    examples = [f"{sign} {' | '.join(rows[0])}" for sign, rows in (("lacks", lacking), ("has", more)) if rows]
    return f"{len(lacking)} rows lack, {len(more)} are more: {'; '.join(examples)}"


def embedded(store: Store) -> Engine:
    """The embedded Oxigraph."""
    return lambda text: run(text, store)


def ask_rdflib(graph: Graph) -> Engine:
    """rdflib, pure Python, slow, and of other authors than the rest."""

    def ask(text: str) -> Answer:
        result = graph.query(text)
        if result.type == "CONSTRUCT":
            assert result.graph is not None
            return Answer(
                ["subject", "predicate", "object"], [[_from_rdflib(term) for term in row] for row in result.graph]
            )
        columns = [str(variable) for variable in result.vars or []]
        return Answer(columns, [[_from_rdflib(term) for term in row] for row in result])  # type: ignore[union-attr]  # no ASK

    return ask


def as_rdflib(store: Store) -> Graph:
    """What a store holds, as a graph of rdflib; sooner than rdflib reads it from a file."""
    from rdflib import BNode, Graph, URIRef
    from rdflib import Literal as RdflibLiteral

    def term(value: object) -> Node:
        if isinstance(value, NamedNode):
            return URIRef(value.value)
        if isinstance(value, BlankNode):
            return BNode(value.value)
        assert isinstance(value, Literal)  # the release has no triple as a term
        if value.language:
            return RdflibLiteral(value.value, lang=value.language)
        kind = value.datatype.value
        return RdflibLiteral(value.value, datatype=None if kind == STRING else URIRef(kind))  # as its parsers do

    known: dict[object, Node] = {}
    graph = Graph()
    for quad in store:
        subject, predicate, obj = (known.get(end) or known.setdefault(end, term(end)) for end in quad.triple)
        graph.add((subject, predicate, obj))
    return graph


def _from_rdflib(term: object) -> NamedNode | Literal | BlankNode | None:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, BNode):
        return BlankNode(str(term))
    if isinstance(term, RdflibLiteral):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
    return None
