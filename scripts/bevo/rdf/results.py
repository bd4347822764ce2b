"""SPARQL JSON results as a table, also as stores write them that add to the format or bend it."""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from bevo.rdf.answer import Answer

__all__ = ["read_results"]


def read_results(body: bytes | str) -> Answer:
    """The table of a SELECT (https://www.w3.org/TR/sparql11-results-json/).

    :raises ValueError: if it is something else, or not whole.
    """
    try:
        data = json.loads(body)
        columns = [str(column) for column in data["head"]["vars"]]
        rows = [[_term(row.get(column)) for column in columns] for row in data["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no SPARQL JSON results") from error
    return Answer(columns, rows)


def _term(value: dict[str, Any] | None) -> NamedNode | Literal | BlankNode | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        # A label may hold characters that pyoxigraph does not take, such as Virtuoso's nodeID://b1.
        return BlankNode("".join(c if c.isascii() and c.isalnum() else "_" for c in value["value"]))
    if value["type"] not in ("literal", "typed-literal"):
        raise ValueError(value["type"])
    if value.get("xml:lang"):
        return Literal(value["value"], language=value["xml:lang"])
    return Literal(value["value"], datatype=NamedNode(value["datatype"]) if value.get("datatype") else None)
