"""Answers as bytes: graphs, and tables in the four result formats of SPARQL 1.1, cut where they grow too long.

Oxigraph writes tables as well, but only whole: it cannot stop after so many rows, nor say that it did.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from bevo.rdf.rdfio import ntriples, rdf_xml, turtle
from bevo.serve.guard import Refused

__all__ = ["BOOLEAN", "GRAPH", "TABLE", "Cut", "boolean", "graph", "table"]

Term = NamedNode | BlankNode | Literal | Triple | None

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"

TABLE = (JSON, XML, CSV, TSV, "application/json", "application/xml")
"""Media types of a table, the server's favourite first."""
BOOLEAN = TABLE
"""Media types of yes or no."""
RDF_XML = "application/rdf+xml"
GRAPH = ("text/turtle", "application/n-triples", "application/ld+json", RDF_XML)
"""Media types of a graph, the server's favourite first."""

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Cut:
    """How much of an answer is given.

    :param rows: rows or triples in the answer.
    :param why: ``rows`` or ``bytes`` where it was cut, for the cap that was met; empty where it is whole.
    """

    rows: int
    why: str = ""


@dataclass(frozen=True)
class _Format:
    """How a table is written: what comes before the rows, a row (and whether it is the first), what comes after."""

    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str], Sequence[Term], bool], str]
    tail: Callable[[Cut], str]


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Term]], media: str, most_rows: int, most_bytes: int
) -> tuple[bytes, Cut]:
    """A table as bytes, up to so many rows and about so many bytes.

    A cut answer says so: in JSON by a member ``truncated`` beside ``results``, in XML by a comment. CSV and TSV have no
    place for it; there the HTTP header says it alone.

    :param media: one of :data:`TABLE`.
    """
    _json_term.cache_clear()  # terms recur within an answer; what a query made up must not stay behind
    _xml_term.cache_clear()
    form = _FORMATS[media]
    parts = [form.head(columns).encode()]
    size, count, why = len(parts[0]), 0, ""
    for row in rows:
        if count == most_rows:
            why = "rows"
            break
        part = form.row(columns, row, count == 0).encode()
        if size + len(part) > most_bytes:
            why = "bytes"
            break
        parts.append(part)
        size += len(part)
        count += 1
    cut = Cut(count, why)
    parts.append(form.tail(cut).encode())
    return b"".join(parts), cut


def boolean(value: bool, media: str) -> bytes:
    """The answer to ASK; in CSV and TSV, which have no form for it, the bare word."""
    word = str(value).lower()
    if media in (JSON, "application/json"):
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if media in (XML, "application/xml"):
        return f"{_XML_START}<head></head><boolean>{word}</boolean></sparql>".encode()
    return word.encode()


def graph(triples: Iterable[Triple], media: str) -> bytes:
    """A graph as bytes.

    :param media: one of :data:`GRAPH`.
    :raises Refused: 406 if RDF/XML has no form for it.
    """
    if media == "text/turtle":
        return turtle(triples)
    if media == "application/n-triples":
        return ntriples(triples)
    if media == RDF_XML:
        return _rdf_xml(list(triples))
    data = serialize(triples, format=RdfFormat.JSON_LD)
    assert data is not None  # no output was named
    return data


def _rdf_xml(triples: list[Triple]) -> bytes:
    """RDF/XML, where a property is the name of an element, and text is that of XML 1.0."""
    for triple in triples:
        if not _XML_NAME.search(triple.predicate.value):
            raise Refused(406, f"RDF/XML cannot write the property <{triple.predicate.value}>; accept text/turtle.")
    return _NOT_XML.sub("\ufffd", rdf_xml(triples).decode()).encode()


def _json_head(columns: Sequence[str]) -> str:
    return f'{{"head":{{"vars":{json.dumps(list(columns))}}},"results":{{"bindings":[\n'


def _json_row(columns: Sequence[str], row: Sequence[Term], first: bool) -> str:
    bound = [f'"{name}":{_json_term(term)}' for name, term in zip(columns, row, strict=True) if term is not None]
    return ("{" if first else ",\n{") + ",".join(bound) + "}"


@lru_cache(maxsize=10_000)
def _json_term(term: Term) -> str:
    match term:
        case NamedNode():
            parts = {"type": "uri", "value": term.value}
        case BlankNode():
            parts = {"type": "bnode", "value": term.value}
        case Literal(language=str() as language):
            parts = {"type": "literal", "value": term.value, "xml:lang": language}
        case Literal():
            typed = {"datatype": term.datatype.value} if term.datatype.value != XSD_STRING else {}
            parts = {"type": "literal", "value": term.value, **typed}
        case _:
            raise TypeError(f"a result cannot hold {term}")
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _json_tail(cut: Cut) -> str:
    said = f',"truncated":{{"rows":{cut.rows},"cap":"{cut.why}"}}' if cut.why else ""
    return f"\n]}}{said}}}\n"


_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_head(columns: Sequence[str]) -> str:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in columns)
    return f"{_XML_START}<head>{names}</head><results>\n"


def _xml_row(columns: Sequence[str], row: Sequence[Term], first: bool) -> str:
    bound = "".join(
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(columns, row, strict=True)
        if term is not None
    )
    return f"<result>{bound}</result>\n"


@lru_cache(maxsize=10_000)
def _xml_term(term: Term) -> str:
    match term:
        case NamedNode():
            return f"<uri>{_xml_text(term.value)}</uri>"
        case BlankNode():
            return f"<bnode>{_xml_text(term.value)}</bnode>"
        case Literal(language=str() as language):
            return f"<literal xml:lang={quoteattr(language)}>{_xml_text(term.value)}</literal>"
        case Literal():
            kind = term.datatype.value
            typed = f" datatype={quoteattr(kind)}" if kind != XSD_STRING else ""
            return f"<literal{typed}>{_xml_text(term.value)}</literal>"
    raise TypeError(f"a result cannot hold {term}")


def _xml_text(text: str) -> str:
    """Text for XML 1.0, which has no form for some control characters."""
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _xml_tail(cut: Cut) -> str:
    said = f"<!-- truncated: the first {cut.rows} rows -->" if cut.why else ""
    return f"</results>{said}</sparql>\n"


class _Echo:
    """A file that hands back what is written to it, so that a csv writer gives lines."""

    def write(self, text: str) -> str:
        return text


_CSV_WRITER = csv.writer(_Echo())


def _csv_line(cells: Sequence[str]) -> str:
    return str(_CSV_WRITER.writerow(cells))


def _csv_row(columns: Sequence[str], row: Sequence[Term], first: bool) -> str:
    return _csv_line(["" if term is None else _csv_term(term) for term in row])


def _csv_term(term: Term) -> str:
    return str(term) if isinstance(term, BlankNode | Triple | None) else term.value


def _tsv_row(columns: Sequence[str], row: Sequence[Term], first: bool) -> str:
    return "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


_JSON = _Format(_json_head, _json_row, _json_tail)
_XML = _Format(_xml_head, _xml_row, _xml_tail)
_FORMATS = {
    JSON: _JSON,
    "application/json": _JSON,
    XML: _XML,
    "application/xml": _XML,
    CSV: _Format(_csv_line, _csv_row, lambda cut: ""),
    TSV: _Format(lambda names: "\t".join(f"?{name}" for name in names) + "\n", _tsv_row, lambda cut: ""),
}
