"""The SPARQL 1.1 protocol for a read-only endpoint: which query a request asks, and what the endpoint says of itself.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from email.message import Message
from urllib.parse import parse_qsl

from pyoxigraph import RdfFormat, Triple, parse

from bevo.project import GRAPH
from bevo.serve.guard import Refused
from bevo.serve.limits import Limits

__all__ = ["description", "format_asked", "operation"]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FORMATS = {
    **dict.fromkeys(("json", "srj"), "application/sparql-results+json, application/ld+json"),
    **dict.fromkeys(("xml", "srx"), "application/sparql-results+xml, application/rdf+xml"),
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    **dict.fromkeys(("turtle", "ttl", "n3"), "text/turtle"),
    **dict.fromkeys(("ntriples", "n-triples", "nt"), "application/n-triples"),
    **dict.fromkeys(("json-ld", "jsonld"), "application/ld+json"),
    **dict.fromkeys(("rdf", "rdfxml", "rdf+xml"), "application/rdf+xml"),
}
"""What the parameter ``format`` may say, in small letters, and the ``Accept`` header that means the same."""
DATASET = {"default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}


def operation(method: str, address: bytes, content_type: str | None, body: bytes) -> str | None:
    """The query of a request.

    :param method: GET, HEAD or POST.
    :param address: what stands behind the ``?`` of the address, as sent.
    :returns: the text of the query; None if a GET asks nothing, and so asks what the endpoint is.
    :raises Refused: 400, 403 or 415, if the request is none of the protocol's forms of one query.
    """
    parameters = _parameters(address)
    if method != "POST":
        queries = _queries(parameters)
        return _one(queries) if queries else None
    kind = _media_type(content_type)
    if kind == UPDATE:
        raise Refused(403, "This endpoint is read-only; it does not accept updates.")
    if kind == FORM:
        if _queries(parameters):
            raise Refused(400, "Send the query of a form in the body, not in the address.")
        return _one(_queries(_parameters(body)))
    if kind == DIRECT:
        return _one([*_queries(parameters), _utf8(body)])
    raise Refused(415, f"POST a query as {FORM} (query=...) or as {DIRECT}, in UTF-8; and say which in Content-Type.")


def format_asked(address: bytes, content_type: str | None, body: bytes) -> str | None:
    """The formats that a request asks for by the parameter ``format`` or ``output``, as an ``Accept`` header.

    The protocol knows the header alone; other endpoints know the parameter, and clients without a header use it.
    SPARQLWrapper sends a name and a media type. A media type is taken as it is.

    :returns: None if it does not ask.
    :raises Refused: 400 if there is no such format.
    """
    parameters = _parameters(address)
    if _media_type(content_type) == FORM:
        parameters += _parameters(body)
    names = [value.strip() for name, value in parameters if name in ("format", "output") and value.strip()]
    accepts = [name if "/" in name else FORMATS.get(name.lower(), "") for name in names]
    if not names or any(accepts):
        return next(filter(None, accepts), None)
    raise Refused(400, f"There is no format '{names[0][:50]}'; there are: {', '.join(FORMATS)}.")


def _queries(parameters: list[tuple[str, str]]) -> list[str]:
    ours = (("default-graph-uri", GRAPH), ("named-graph-uri", GRAPH))  # the one graph, by its name
    parameters = [pair for pair in parameters if pair not in ours]
    names = {name for name, _ in parameters}
    if "update" in names:
        raise Refused(403, "This endpoint is read-only; it does not accept updates.")
    if names & DATASET:
        raise Refused(403, f"This endpoint has one graph, <{GRAPH}>; do not name another.")
    return [value for name, value in parameters if name == "query"]


def _one(queries: list[str]) -> str:
    if len(queries) != 1:
        raise Refused(400, f"A request must have exactly one parameter 'query'; this one has {len(queries) or 'none'}.")
    return queries[0]


def _parameters(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_utf8(text), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError as error:
        raise Refused(400, "The request is not in UTF-8.") from error
    except ValueError as error:
        raise Refused(400, "The request has too many parameters.") from error


def _utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "The request is not in UTF-8.") from error


def _media_type(content_type: str | None) -> str:
    """The media type of a body in UTF-8; nothing for one that is in another charset or is not said to be anything."""
    message = Message()
    message["Content-Type"] = content_type or ""
    charset = message.get_content_charset("utf-8")
    return message.get_content_type() if content_type and charset in ("utf-8", "utf8", "us-ascii") else ""


def description(endpoint: str, triples: int, limits: Limits) -> list[Triple]:
    """What the endpoint says of itself, in the service description vocabulary.

    :param endpoint: its address.
    :param triples: how many triples the graph has.
    :raises Refused: 400 if the address is none.
    """
    text = f"""
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX formats: <http://www.w3.org/ns/formats/>
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        <#service> a sd:Service ;
            sd:endpoint <> ;
            sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
                formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:JSON-LD , formats:RDF_XML ;
            sd:defaultDataset <#dataset> ;
            dcterms:description "Read-only, one graph, without SERVICE. A query may take {limits.seconds:g}
 seconds, have {limits.query_bytes} bytes and give {limits.rows} rows and {limits.answer_bytes} bytes; a cut answer
 says so in the header X-BEVO-Truncated."@en .
        <#dataset> a sd:Dataset ;
            sd:defaultGraph <#graph> ;
            sd:namedGraph <#named> .
        <#named> a sd:NamedGraph ;
            sd:name <{GRAPH}> ;
            sd:graph <#graph> .
        <#graph> a sd:Graph ;
            void:triples {triples} .
    """.replace("\n seconds", " seconds").replace("\n says", " says")
    try:
        return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=endpoint)]
    except ValueError as error:
        raise Refused(400, "The address of the request is not valid.") from error
