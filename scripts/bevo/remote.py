"""Ask a SPARQL endpoint elsewhere, through SPARQLWrapper: the one seam to the network."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError

from pyoxigraph import BlankNode, Literal, NamedNode

from bevo.problems import BevoError
from bevo.queries import Answer

__all__ = ["ask"]

LONG_QUERY = 2000
"""Characters above which a query goes by POST, for servers and proxies cut long addresses."""


def ask(endpoint: str, text: str, timeout: int = 60) -> Answer:
    """Ask a SELECT question of an endpoint.

    :param endpoint: address of a SPARQL 1.1 query endpoint.
    :param timeout: seconds to wait for the answer.
    :raises BevoError: in a sentence, if the endpoint cannot be reached, refuses, is too slow, or answers something
        that is no table of SPARQL 1.1 JSON results.
    """
    from SPARQLWrapper import JSON, POST, SPARQLExceptions, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(text)
    wrapper.setReturnFormat(JSON)
    wrapper.setTimeout(timeout)
    if len(text) > LONG_QUERY:
        wrapper.setMethod(POST)
    try:
        response = wrapper.query().response
        body = response.read()
    except SPARQLExceptions.SPARQLWrapperException as error:
        raise BevoError(
            f"{endpoint} refused the query: {_first_line(error.args[-1] if error.args else error.msg)}"
        ) from error
    except HTTPError as error:
        raise BevoError(f"{endpoint} answered {error.code} {error.reason}") from error
    except TimeoutError as error:
        raise BevoError(f"{endpoint} did not answer within {timeout} seconds") from error
    except (URLError, OSError) as error:
        raise BevoError(f"{endpoint} cannot be reached: {getattr(error, 'reason', error)}") from error
    return _answer(endpoint, body)


def _first_line(text: object) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    lines = [line.strip() for line in words.replace("\\n", "\n").splitlines() if line.strip()]
    return " ".join(lines)[:300]


def _answer(endpoint: str, body: bytes) -> Answer:
    try:
        data = json.loads(body)
        columns = data["head"]["vars"]
        rows = [[_term(row.get(column)) for column in columns] for row in data["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BevoError(f"{endpoint} did not answer with SPARQL JSON results; it may have cut the answer") from error
    return Answer(columns, rows)


def _term(value: dict[str, Any] | None) -> NamedNode | Literal | BlankNode | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return BlankNode(value["value"])
    if value.get("xml:lang"):
        return Literal(value["value"], language=value["xml:lang"])
    return Literal(value["value"], datatype=NamedNode(value["datatype"]) if value.get("datatype") else None)
