"""``void.ttl`` says what the release holds, counted here anew and another way."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store

from bevo.build.build import Release
from bevo.exports.void import DATASET, used_terms
from bevo.project import Project
from bevo.rdf.names import BASE, node


@pytest.fixture(scope="module")
def description(built: tuple[Project, Release]) -> Store:
    store = Store()
    store.bulk_load(path=str(built[0].dist / "void.ttl"), format=RdfFormat.TURTLE)
    return store


def _value(store: Store, subject: NamedNode | BlankNode, predicate: str) -> str:
    (quad,) = store.quads_for_pattern(subject, node(predicate), None)
    return _text(quad.object)


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    return [tuple(_text(term) for term in row) for row in rows]


def _text(term: object) -> str:
    assert isinstance(term, Literal | NamedNode)
    return term.value


def _ask(store: Store, question: str) -> str:
    ((answer,),) = _rows(store, f"SELECT ({question} AS ?n) WHERE {{ ?s ?p ?o }}")
    return answer


def test_counts_are_those_of_the_merged_graph(description: Store, store: Store) -> None:
    assert _value(description, DATASET, "void:triples") == str(len(store))
    assert _value(description, DATASET, "void:properties") == _ask(store, "COUNT(DISTINCT ?p)")
    assert _value(description, DATASET, "void:distinctObjects") == _ask(store, "COUNT(DISTINCT ?o)")


def test_each_class_and_property_has_its_partition(description: Store, store: Store) -> None:
    rows = _rows(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
    properties = {name: int(count) for name, count in rows}
    rows = _rows(store, "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c FILTER isIRI(?c) } GROUP BY ?c")
    classes = {name: int(count) for name, count in rows}
    for kind, counted, number in (("property", properties, "triples"), ("class", classes, "entities")):
        told = Counter[str]()
        for quad in description.quads_for_pattern(None, node(f"void:{kind}"), None):
            assert isinstance(quad.subject, NamedNode | BlankNode)
            told[_text(quad.object)] += int(_value(description, quad.subject, f"void:{number}"))
        assert told == counted
    triples = [quad.triple for quad in description]
    assert used_terms(triples) == (set(classes), set(properties))


def test_each_file_of_the_release_is_a_distribution_with_size_and_checksum(
    description: Store, built: tuple[Project, Release]
) -> None:
    files = {str(path.relative_to(built[0].dist)) for path in built[0].dist.rglob("*") if path.is_file()}
    told = {_text(q.object) for q in description.quads_for_pattern(DATASET, node("dcat:distribution"), None)}
    assert told == {f"{BASE}download/{name}" for name in files - {"void.ttl"} if not name.startswith("site/")}
    for iri in told:
        data = (built[0].dist / iri.removeprefix(f"{BASE}download/")).read_bytes()
        assert _value(description, NamedNode(iri), "dcat:byteSize") == str(len(data))
        checksum = NamedNode(_value(description, NamedNode(iri), "spdx:checksum"))
        assert _value(description, checksum, "spdx:checksumValue") == hashlib.sha256(data).hexdigest()


def test_it_names_the_reviews_as_its_source(description: Store) -> None:
    sources = {_text(q.object) for q in description.quads_for_pattern(DATASET, node("prov:wasDerivedFrom"), None)}
    reviews = ("yang-2021", "exosomal-communication-2024", "encyclopedia-ev-osteoporosis")
    assert sources == {f"{BASE}review/{review}" for review in reviews}
