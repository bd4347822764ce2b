"""Which graphs a parsed query names: this endpoint has one, and says so of any other.

Oxigraph answers a graph that is not there with nothing, and a reader takes that for an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from bevo.project import GRAPH
from bevo.rdf.names import BASE

__all__ = ["other_graph"]


def other_graph(prologue: Iterable[Any], nodes: Iterable[Any]) -> str:
    """What a query has that no other graph answers: ``FROM`` or ``GRAPH`` with another graph than ours, or nothing.

    :param prologue: of a query, as rdflib parses it: its prefixes and bases.
    :param nodes: of its tree.
    """
    base, prefixes = BASE, {}
    for part in prologue:
        if part.name == "Base":
            base = urljoin(base, str(part.iri))
        else:
            prefixes[str(part.prefix or "")] = urljoin(base, str(part.iri))
    for node in nodes:
        if node.name == "DatasetClause":
            named = node.get("default")
            if named is None or _iri(named, base, prefixes) != GRAPH:
                return "FROM"
        elif node.name == "GraphGraphPattern" and _iri(node.term, base, prefixes) not in ("", GRAPH):
            return "GRAPH"
    return ""


def _iri(term: Any, base: str, prefixes: dict[str, str]) -> str:
    """The IRI that a term of the tree stands for; nothing for a variable."""
    from rdflib import URIRef

    if isinstance(term, URIRef):
        return urljoin(base, str(term))
    if getattr(term, "name", "") == "pname":
        return prefixes.get(str(term.prefix or ""), "?") + str(term.localname)
    return ""
