"""Which format a client wants, and what is written in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from bevo.serve.formats import Cut, table
from bevo.serve.limits import Limits
from bevo.serve.negotiate import best
from served import BROWSER

OFFERS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples")


# --- which format


@pytest.mark.parametrize(
    ("accept", "offer"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("text/html;q=0.3, application/n-triples;q=0.8, text/turtle;q=0.5", "application/n-triples"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("*/*, text/html;q=0", "text/turtle"),
        ("text/*;q=0.9, text/html;q=0.1, application/ld+json;q=0.5", "text/turtle"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x;q=0"', "application/ld+json"),
        ("text/html;level=1, text/html;q=0.2, text/turtle;q=0.5", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle;q=0.0", None),
        ("text/turtle;q=2", "text/html"),
        ("nonsense", "text/html"),
        ("nonsense, text/turtle", "text/turtle"),
        (", ,,text/turtle , ", "text/turtle"),
        ("*/turtle", "text/html"),
    ],
)
def test_the_client_gets_what_it_wants_most(accept: str | None, offer: str | None) -> None:
    assert best(accept, OFFERS) == offer


QUALITIES = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")


@settings(deadline=None)
@given(st.permutations([(offer, i) for i, offer in enumerate(OFFERS)]), st.lists(QUALITIES, min_size=4, max_size=4))
def test_with_each_format_named_the_highest_quality_wins_in_any_order(
    order: list[tuple[str, int]], qualities: list[str]
) -> None:
    accept = ", ".join(f"{offer};q={qualities[i]}" for offer, i in order)
    ranked = sorted(zip(OFFERS, qualities, strict=True), key=lambda pair: -float(pair[1]))
    assert best(accept, OFFERS) == (ranked[0][0] if float(ranked[0][1]) > 0 else None)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_accept_header_breaks_it(accept: str) -> None:
    assert best(accept, OFFERS) in (*OFFERS, None)


# --- result formats

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
IRIS = st.sampled_from(["https://w3id.org/bevo/Finding", "http://example.org/é?a=b&c=d#e", "urn:x"]).map(NamedNode)
TYPED = st.builds(lambda text, kind: Literal(text, datatype=kind), TEXT, IRIS)
TAGGED = st.builds(lambda text, tag: Literal(text, language=tag), TEXT, st.sampled_from(["en", "en-gb"]))
TERMS = st.one_of(st.none(), IRIS, TEXT.map(Literal), TYPED, TAGGED, st.just(BlankNode("b1")))
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=6)


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
@settings(deadline=None)
@given(TABLES)
def test_what_is_written_is_read_back_by_oxigraph(
    media: str, form: QueryResultsFormat, rows: list[tuple[Literal | None, ...]]
) -> None:
    body, cut = table(["a", "b"], rows, media, 100, 100_000)
    read = parse_query_results(body, form)
    assert isinstance(read, QuerySolutions)
    assert [tuple(row) for row in read] == rows and cut == Cut(len(rows))


@settings(deadline=None)
@given(TABLES)
def test_xml_is_read_back_but_for_characters_that_xml_has_not(rows: list[tuple[Literal | None, ...]]) -> None:
    body, _ = table(["a", "b"], rows, "application/sparql-results+xml", 100, 100_000)
    space = "{http://www.w3.org/2005/sparql-results#}"
    results = ET.fromstring(body).findall(f"{space}results/{space}result")
    read = [{b.attrib["name"]: "".join(b.itertext()) for b in result} for result in results]

    def plain(text: str) -> str:
        return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)

    assert read == [
        {name: plain(term.value) for name, term in zip("ab", row, strict=True) if term is not None} for row in rows
    ]


@settings(deadline=None)
@given(st.integers(0, 8), st.integers(0, 8))
def test_a_table_is_cut_where_the_cap_is(rows: int, most: int) -> None:
    body, cut = table(["a"], [(Literal("x"),)] * rows, "text/csv", most, 100_000)
    assert cut == Cut(min(rows, most), "rows" if rows > most else "")
    assert body.count(b"\r\n") == 1 + cut.rows


def test_a_table_is_cut_by_bytes(tmp_path: Path) -> None:
    limits = replace(Limits(), answer_bytes=1000)
    body, cut = table(["a"], [(Literal("x" * 100),)] * 50, "application/json", limits.rows, limits.answer_bytes)
    assert cut.why == "bytes" and len(body) < 1100
    assert len(json.loads(body)["results"]["bindings"]) == cut.rows
