"""RDF in and out, byte-identical for identical triples."""

from __future__ import annotations

import gzip
import re
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from bevo.problems import InputError, Problem, relative
from bevo.rdf.names import PREFIXES, expand
from bevo.rdf.vocabulary import TYPE

if TYPE_CHECKING:
    from rdflib.term import Node as RdflibNode

__all__ = [
    "canonical",
    "compressed",
    "nquads",
    "ntriples",
    "parsed_turtle",
    "pretty_turtle",
    "rdf_xml",
    "read_ntriples",
    "read_turtle",
    "sorted_lines",
    "sorted_triples",
    "to_rdflib",
    "trig",
    "turtle",
    "with_more",
]

_IS_A = f" {TYPE} "
_LINE_WITH_ESCAPE = re.compile(rb"^.*\\[^\s\w\"\\].*$", re.MULTILINE)
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^>]*>|(?P<prefix>[A-Za-z][\w.-]*):(?P<local>(?:[\w.:%-]|\\.|[^\x00-\x7f])*)')
"""A literal, an IRI or a prefixed name of Turtle."""


def read_turtle(path: Path) -> list[Triple]:
    """The triples of a Turtle file.

    :raises InputError: if it is not Turtle, with the line.
    """
    try:
        return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    except OSError as error:
        raise InputError([Problem(relative(path), 0, "", f"cannot be read: {error.strerror or error}")]) from error
    except SyntaxError as error:
        raise InputError([Problem(relative(path), error.lineno or 0, "", f"is not Turtle: {error.msg}")]) from error


def parsed_turtle(data: bytes) -> list[Triple]:
    """The triples of a Turtle document of ours."""
    return [quad.triple for quad in parse(data, format=RdfFormat.TURTLE)]


def read_ntriples(text: str) -> list[Triple]:
    """The triples of N-Triples of ours."""
    return [quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)]


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Triples once each in a fixed order: by subject, rdf:type first, then predicate and object."""
    once = {_order(triple): triple for triple in triples}
    return [once[text] for text in sorted(once)]


def _order(triple: Triple) -> str:
    """A triple as text sorts as its parts do: no subject is the beginning of another and a space."""
    return str(triple).replace(_IS_A, " ! ", 1)


def with_more(triples: Sequence[Triple], more: Iterable[Triple]) -> list[Triple]:
    """Triples that are sorted already, and a few more in their places, once each."""
    known = set(triples)
    whole = list(triples)
    for triple in set(more) - known:
        insort(whole, triple, key=_order)
    return whole


def canonical(triples: Iterable[Triple]) -> list[Triple]:
    """The same graph with blank nodes named by RDFC-1.0, in a fixed order."""
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted_triples(quad.triple for quad in dataset)


def turtle(triples: Iterable[Triple], *more: str) -> bytes:
    """Turtle with the project's prefixes, in the order given; for graphs without blank nodes.

    :param more: further prefixes that the graph uses.
    """
    return _bytes(triples, RdfFormat.TURTLE, {prefix: expand(f"{prefix}:") for prefix in more})


def rdf_xml(triples: Iterable[Triple], *more: str) -> bytes:
    """RDF/XML with the project's prefixes, in the order given.

    :param more: further prefixes that the graph uses.
    """
    return _bytes(triples, RdfFormat.RDF_XML, {prefix: expand(f"{prefix}:") for prefix in more})


def trig(quads: Iterable[Quad], *more: str) -> bytes:
    """TriG with the project's prefixes, in the order given.

    :param more: further prefixes that the graphs use.
    """
    return _bytes(quads, RdfFormat.TRIG, {prefix: expand(f"{prefix}:") for prefix in more})


def ntriples(triples: Iterable[Triple]) -> bytes:
    """N-Triples, in the order given."""
    return _bytes(triples, RdfFormat.N_TRIPLES)


def _bytes(
    statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat, more: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    prefixes = {**PREFIXES, **more} if form in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML) else None
    data = serialize(statements, format=form, prefixes=prefixes)
    assert data is not None  # no output was named
    if prefixes and form != RdfFormat.RDF_XML:
        data = _without_escapes(data, prefixes)
    return _sorted_prefixes(data) if prefixes else data


def _without_escapes(data: bytes, prefixes: Mapping[str, str]) -> bytes:
    r"""Names that need an escape (``bevo:graph\/kg``) written as IRIs: some parsers read no escape in a name.

    The serializer writes each literal in one line, between quotation marks.
    """

    def in_full(token: re.Match[bytes]) -> bytes:
        if b"\\" not in (token["local"] or b""):
            return token[0]
        iri = prefixes[token["prefix"].decode()] + re.sub(r"\\(.)", r"\1", token["local"].decode())
        return f"<{iri}>".encode()

    return _LINE_WITH_ESCAPE.sub(lambda line: _TOKEN.sub(in_full, line[0]), data)


def _sorted_prefixes(data: bytes) -> bytes:
    """Pyoxigraph writes prefixes in an order that changes per process; put them in one."""
    if data.startswith(b"@prefix"):
        lines = data.splitlines(keepends=True)
        count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
        return b"".join([*sorted(lines[:count]), b"\n", *lines[count:]])
    root = re.search(rb"<rdf:RDF((?: xmlns:[^>]*?\"[^\"]*\")*)", data)
    if root:
        spaces = sorted(re.findall(rb" xmlns:[^=]+=\"[^\"]*\"", root[1]))
        return data[: root.start(1)] + b"".join(spaces) + data[root.end(1) :]
    return data


def pretty_turtle(triples: Iterable[Triple], *more: str) -> bytes:
    """Turtle with blank nodes nested, as people read an ontology.

    rdflib nests blank nodes and sorts what it writes; its order depends on their names alone.

    :param triples: canonical, so that the same graph gives the same bytes.
    :param more: further prefixes that the graph uses.
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, base in (*PREFIXES.items(), *((one, expand(f"{one}:")) for one in more)):
        graph.bind(prefix, base)
    for triple in triples:
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    return graph.serialize(format="turtle").encode("utf-8")


def to_rdflib(term: object) -> RdflibNode:
    """A term for rdflib, which keeps the name of a blank node only when it is given as a term, not when it parses."""
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    plain = term.language or term.datatype.value == PREFIXES["xsd"] + "string"
    return RdflibLiteral(
        term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value), normalize=False
    )


def sorted_lines(lines: Iterable[str]) -> bytes:
    """Lines of N-Triples or N-Quads, each once, sorted."""
    return "".join(sorted(dict.fromkeys(lines))).encode()  # a dictionary keeps what order there is, which sorts sooner


def nquads(graphs: Mapping[NamedNode, Iterable[Triple]]) -> list[str]:
    """Triples by the graph that they are in, as lines of N-Quads."""
    lines: list[str] = []
    for graph, triples in graphs.items():
        end = f" {graph} .\n"
        lines += [f"{triple}{end}" for triple in triples]
    return lines


def compressed(data: bytes) -> bytes:
    """Data as gzip, without a time stamp; a twentieth larger than the smallest, in a third of its time."""
    return gzip.compress(data, compresslevel=6, mtime=0)
