"""Ask a SPARQL endpoint elsewhere: SPARQLWrapper reads the question, the answer is checked before it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request

from pyoxigraph import RdfFormat, parse

from bevo.problems import BevoError
from bevo.rdf.answer import Answer
from bevo.rdf.results import read_results
from bevo.stores.http_client import Response, TooLong, address, fetch, refusal, shown

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["CutAnswer", "ask"]

LONG_QUERY = 2000
"""Characters above which a query goes by POST, for servers and proxies cut long addresses."""

TABLE = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.5"


class CutAnswer(BevoError):
    """The store gave only a part of the answer."""


def ask(endpoint: str, text: str, timeout: float = 60, graph: str | None = None) -> Answer:
    """Ask a SELECT or CONSTRUCT question of an endpoint.

    A query does no harm when it is asked again, so passing failures are (see :func:`bevo.stores.http_client.fetch`).

    :param endpoint: address of a SPARQL 1.1 query endpoint.
    :param timeout: seconds to wait for the whole answer.
    :param graph: the graph to ask; None leaves it to the endpoint.
    :returns: the table; of a CONSTRUCT the columns subject, predicate and object.
    :raises CutAnswer: if the store says that it cut the answer, or the answer is too long. Virtuoso says so of SELECT
        alone: a CONSTRUCT must be counted to be sure.
    :raises BevoError: in a sentence, if the endpoint cannot be reached, refuses, is too slow, breaks off, or answers
        something else than was asked for.
    """
    from SPARQLWrapper import SPARQLWrapper

    address(endpoint)
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(text)
    constructs = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
    if graph:
        wrapper.addDefaultGraph(graph)
    try:
        # SPARQLWrapper's own sending neither ends a slow body nor keeps credentials from a redirect.
        response = fetch(_request(wrapper, TRIPLES if constructs else TABLE), timeout, repeat=True)
    except TooLong as error:
        raise CutAnswer(str(error)) from error
    if response.status >= 300:
        raise BevoError(refusal(endpoint, response, "the query"))
    _check_whole(shown(endpoint), response)
    return (_triples if constructs else _table)(shown(endpoint), response)


def _request(wrapper: SPARQLWrapper, accept: str) -> Request:
    """The request that a wrapper describes, by SPARQL 1.1 Protocol, 2.1."""
    parameters = urlencode({**wrapper.parameters, "query": [wrapper.queryString]}, doseq=True)
    headers = {"User-Agent": wrapper.agent, "Accept": accept}
    if len(wrapper.queryString) > LONG_QUERY:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return Request(wrapper.endpoint, parameters.encode("ascii"), {**headers, **form})
    return Request(f"{wrapper.endpoint}{'&' if '?' in wrapper.endpoint else '?'}{parameters}", headers=headers)


def _check_whole(where: str, response: Response) -> None:
    """Each store has its way to say that it cut an answer."""
    headers = response.headers
    if "x-sparql-maxrows" in headers:  # Virtuoso: as many rows as it gives at most
        raise CutAnswer(f"{where} cut the answer at {headers['x-sparql-maxrows']} rows")
    if "x-bevo-truncated" in headers:
        raise CutAnswer(f"{where} cut the answer: {headers['x-bevo-truncated']}")
    if response.status == 206 or "x-sql-state" in headers:  # Virtuoso: out of time
        raise CutAnswer(f"{where} gave a part of the answer, for it ran out of time")


def _table(where: str, response: Response) -> Answer:
    if response.media_type not in (TABLE, "application/json"):
        raise BevoError(f"{where} answered with {response.media_type or 'no media type'}, not with SPARQL JSON results")
    try:
        return read_results(response.body)
    except ValueError as error:
        raise BevoError(f"{where} did not answer with whole SPARQL JSON results; it may have cut the answer") from error


def _triples(where: str, response: Response) -> Answer:
    form = RdfFormat.from_media_type(response.media_type)
    if form is None or form.supports_datasets:
        raise BevoError(f"{where} answered with {response.media_type or 'no media type'}, not with triples")
    try:
        # Lenient, for a store that holds a bad IRI should not hide the rest.
        quads = parse(response.body, format=form, lenient=True)
        rows = [[quad.subject, quad.predicate, quad.object] for quad in quads]
    except SyntaxError as error:
        raise BevoError(f"{where} did not answer with whole triples ({error})") from error
    return Answer(["subject", "predicate", "object"], rows)
