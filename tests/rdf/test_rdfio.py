"""Turtle as all parsers read it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from bevo.rdf.names import BASE, bevo
from bevo.rdf.rdfio import nquads, trig, turtle

AWKWARD = [
    "graph/findings",
    "np/F0026#assertion",
    "#x",
    "a(b)",
    "a,b",
    "a'b",
    "100%25",
    "a~b.",
    "-a",
    "é/ü",
    "a;b=c&d*e+f!g$h@i",
]
TEXTS = [r"bevo:graph\/findings", 'a "b" bevo:x\\#y', "\\", r"\\", r"\/", "<a\\/b>", "line\nbevo:a\\/b", "tab\t\\;"]


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("text", TEXTS)
def test_names_have_no_escapes_and_texts_keep_theirs(name: str, text: str) -> None:
    this = NamedNode(BASE + name)
    triples = [Triple(this, bevo("note"), Literal(text)), Triple(this, bevo("cites"), this)]
    data = turtle(triples)
    assert {quad.triple for quad in parse(data, format=RdfFormat.TURTLE)} == set(triples)
    body = data.decode().partition("\n\n")[2]
    assert "\\" not in body.replace(str(Literal(text)), "")


def test_graphs_have_names_without_escapes_too() -> None:
    quad = Quad(bevo("a"), bevo("b"), bevo("c"), NamedNode(f"{BASE}np/F0026#Head"))
    data = trig([quad], "nanopub")
    assert b"\\" not in data and list(parse(data, format=RdfFormat.TRIG)) == [quad]


def test_what_needs_no_escape_keeps_its_prefix() -> None:
    assert b"bevo:a bevo:b bevo:c ." in turtle([Triple(bevo("a"), bevo("b"), bevo("c"))])


@pytest.mark.parametrize("text", [*TEXTS, "line\u2028separator", "next\u0085line", "form\x0cfeed", "a .\nb"])
def test_a_quad_is_a_line_whatever_its_text(text: str) -> None:
    this, graph = bevo("a"), bevo("graph/findings")
    lines = nquads({graph: [Triple(this, this, Literal(text)), Triple(this, this, this)]})
    assert len(lines) == 2
    assert list(parse("".join(lines), format=RdfFormat.N_QUADS)) == [
        Quad(this, this, Literal(text), graph),
        Quad(this, this, this, graph),
    ]
    assert [next(iter(parse(line, format=RdfFormat.N_QUADS))).object for line in lines] == [Literal(text), this]
