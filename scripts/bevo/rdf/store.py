"""The embedded triple store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple

from bevo.problems import BevoError, relative
from bevo.project import built
from bevo.rdf.rdfio import ntriples

__all__ = ["load_graph", "read_graph", "stored"]


def load_graph(path: Path, graph: NamedNode | None = None) -> Store:
    """A Turtle file in a store in memory.

    :param graph: the graph of the store that it is put into; by default the default graph.
    :raises BevoError: if the file is not there or is not Turtle.
    """
    store = Store()
    try:
        store.bulk_load(path=str(built(path)), format=RdfFormat.TURTLE, to_graph=graph or DefaultGraph())
    except SyntaxError as error:
        raise BevoError(f"{relative(path)} is not Turtle: {error}") from error
    return store


def read_graph(data: bytes, name: str) -> Store:
    """Turtle in a store in memory.

    :param name: what it is called in an error.
    :raises BevoError: if it is not Turtle.
    """
    store = Store()
    try:
        store.bulk_load(data, RdfFormat.TURTLE)
    except SyntaxError as error:
        raise BevoError(f"{name} is not Turtle: {error}") from error
    return store


def stored(triples: Iterable[Triple]) -> Store:
    """Triples in a store in memory; blank nodes get other names."""
    store = Store()
    store.bulk_load(ntriples(triples), RdfFormat.N_TRIPLES, lenient=True)  # in half the time of bulk_extend()
    return store
