"""The federated queries, asked of the sample and of stand-ins of the providers that real SPARQL servers serve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from bevo.build.build import Release
from bevo.exports.crosswalk import FORMS, read_forms
from bevo.exports.federated import filled
from bevo.project import Project
from checkout import ROOT
from servers import Reply, answering

STANDINS = Path(__file__).parent / "standin"
ENDPOINTS = {
    "https://sparql.uniprot.org/sparql": "uniprot",
    "https://sparql.wikipathways.org/sparql": "wikipathways",
    "https://www.bgee.org/sparql/": "bgee",
    "https://query.wikidata.org/sparql": "wikidata",
}
ASKED = r"(?<=SERVICE <)[^>]*"
NAMES = ("bgee", "uniprot", "wikidata", "wikipathways")
EXPECTED = {
    "uniprot": [
        ["TNFRSF11A", "5", "http://purl.uniprot.org/uniprot/Q9Y6Q6", "Cell membrane", "Binds RANKL."],
        ["TNFSF11", "1", "http://purl.uniprot.org/uniprot/O14788", "", "Binds RANK."],
    ],
    "wikipathways": [
        [microrna, "RUNX2", "WP4808", "Endochondral ossification with skeletal dysplasias"]
        for microrna in ("miR-143", "miR-155", "miR-221-3p", "miR-23a-5p")
    ],
    "bgee": [
        ["RUNX2", "bone marrow", "http://purl.obolibrary.org/obo/UBERON_0002371"],
        ["RUNX2", "bone tissue", "http://purl.obolibrary.org/obo/UBERON_0002481"],
    ],
    "wikidata": [
        [
            target,
            f"http://www.wikidata.org/entity/{item}",
            "osteoporosis",
            "http://purl.obolibrary.org/obo/MONDO_0005298",
        ]
        for target, item in (("ATF4", "Q13406268"), ("RUNX2", "Q4115189"))
    ],
}
Asked = dict[str, list[str]]


@pytest.fixture(scope="module")
def standins() -> Iterator[tuple[dict[str, str], Asked]]:
    """A SPARQL server for each stand-in: its address by that of the provider, and what it was asked."""
    asked: Asked = {name: [] for name in ENDPOINTS.values()}

    def serving(name: str) -> str:
        store = Store()
        store.bulk_load(path=str(STANDINS / f"{name}.ttl"), format=RdfFormat.TURTLE)

        def answer(handler: BaseHTTPRequestHandler, body: bytes) -> Reply:
            sent = body.decode("utf-8")
            if "urlencoded" in handler.headers.get("Content-Type", ""):
                (sent,) = parse_qs(sent)["query"]
            asked[name].append(sent)
            rows = store.query(sent)
            assert isinstance(rows, QuerySolutions)
            content = rows.serialize(format=QueryResultsFormat.JSON)
            assert content is not None
            return 200, {"Content-Type": "application/sparql-results+json"}, content

        return stack.enter_context(answering(answer)) + "/"

    with ExitStack() as stack:
        yield {endpoint: serving(name) for endpoint, name in ENDPOINTS.items()}, asked


@pytest.fixture(scope="module")
def beside(sample: tuple[Project, Release]) -> Store:
    """What a user loads: the graph and the crosswalk."""
    store = Store()
    for name in ("bevo-kg.ttl", "crosswalks.ttl"):
        store.bulk_load(path=str(sample[0].dist / name), format=RdfFormat.TURTLE)
    return store


def _here(text: str, addresses: dict[str, str]) -> str:
    """A query that asks the stand-ins in place of the providers."""
    told = _asked(text)
    assert told and set(told) <= set(addresses)
    return re.sub(ASKED, lambda found: addresses[found[0]], text)


def _asked(text: str) -> list[str]:
    """The addresses that a query asks, in the order in which they are written."""
    return re.findall(ASKED, text)


def _published(sample: tuple[Project, Release], name: str) -> str:
    return (sample[0].dist / "federated" / f"{name}.rq").read_text(encoding="utf-8")


def _plain(rows: QuerySolutions) -> list[list[str]]:
    return [[str(getattr(cell, "value", "")) if cell is not None else "" for cell in row] for row in rows]


def test_there_is_a_query_for_each_provider() -> None:
    assert {path.stem for path in (ROOT / "queries" / "federated").glob("*.rq")} == set(NAMES)
    texts = [(ROOT / "queries" / "federated" / f"{name}.rq").read_text(encoding="utf-8") for name in NAMES]
    assert {one for text in texts for one in _asked(text)} == set(ENDPOINTS)
    assert all(text.startswith("# ") and "https://" in text.partition("PREFIX")[0] for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_each_query_parses_in_two_engines_before_and_after_it_is_filled(
    name: str, sample: tuple[Project, Release], standins: tuple[dict[str, str], Asked]
) -> None:
    for text in ((ROOT / "queries" / "federated" / f"{name}.rq").read_text("utf-8"), _published(sample, name)):
        prepareQuery(text)
        assert isinstance(Store().query(_here(text, standins[0])), QuerySolutions)


@pytest.mark.parametrize("name", NAMES)
def test_each_query_joins_the_graph_with_what_a_provider_says(
    name: str, sample: tuple[Project, Release], beside: Store, standins: tuple[dict[str, str], Asked]
) -> None:
    rows = _solutions(beside, _here(_published(sample, name), standins[0]))
    assert _plain(rows) == EXPECTED[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_provider_is_asked_once_and_about_our_ids_alone(
    name: str, sample: tuple[Project, Release], beside: Store, standins: tuple[dict[str, str], Asked]
) -> None:
    addresses, asked = _unasked(standins)
    text = _published(sample, name)
    list(_solutions(beside, _here(text, addresses)))
    providers = [ENDPOINTS[endpoint] for endpoint in _asked(text)]
    assert {one: len(sent) for one, sent in asked.items() if sent} == dict.fromkeys(providers, 1)
    for provider in providers:
        (query,) = asked[provider]
        assert "VALUES" in query and not re.search(r"VALUES [^{]*{\s*}", query)


def _unasked(standins: tuple[dict[str, str], Asked]) -> tuple[dict[str, str], Asked]:
    """The stand-ins, which forget what they were asked."""
    for sent in standins[1].values():
        sent.clear()
    return standins


def _solutions(store: Store, text: str) -> QuerySolutions:
    rows = store.query(text)
    assert isinstance(rows, QuerySolutions)
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_same_rows(
    name: str, sample: tuple[Project, Release], rdflib_graph: Graph, standins: tuple[dict[str, str], Asked]
) -> None:
    addresses, asked = _unasked(standins)
    rows = rdflib_graph.query(_here(_published(sample, name), addresses))
    told = [["" if cell is None else str(cell) for cell in row] for row in rows]  # type: ignore[union-attr]
    assert told == EXPECTED[name]
    assert {len(sent) for sent in asked.values() if sent} == {1}


@pytest.fixture(scope="module")
def rdflib_graph(sample: tuple[Project, Release]) -> Graph:
    graph = Graph()
    for name in ("bevo-kg.ttl", "crosswalks.ttl"):
        graph.parse(sample[0].dist / name)
    return graph


@pytest.mark.parametrize("name", NAMES)
def test_without_the_crosswalk_nothing_joins_that_needs_it(
    name: str, sample: tuple[Project, Release], sample_store: Store, standins: tuple[dict[str, str], Asked]
) -> None:
    rows = _solutions(sample_store, _here(_published(sample, name), standins[0]))
    assert _plain(rows) == (EXPECTED[name] if name == "wikidata" else [])  # Wikidata is joined by texts


def test_the_providers_iris_are_of_the_forms_that_the_crosswalk_writes(sample: tuple[Project, Release]) -> None:
    spaces = {form.space for form in read_forms(ROOT / "ontology" / FORMS)}
    joined = {
        "uniprot": ["http://purl.uniprot.org/uniprot/Q9Y6Q6", "http://purl.uniprot.org/hgnc/11908"],
        "wikipathways": [
            "https://identifiers.org/ensembl/ENSG00000124813",
            "https://identifiers.org/ncbigene/860",
            "https://identifiers.org/hgnc.symbol/RUNX2",
            "https://identifiers.org/uniprot/Q13950",
        ],
        "bgee": ["http://rdf.ebi.ac.uk/resource/ensembl/ENSG00000124813"],
    }
    written = {
        term.value
        for quad in parse(path=str(sample[0].dist / "crosswalks.ttl"), format=RdfFormat.TURTLE)
        if isinstance(term := quad.object, NamedNode)
    }
    for name, iris in joined.items():
        triples = parse(path=str(STANDINS / f"{name}.ttl"), format=RdfFormat.TURTLE)
        told = {t.value for q in triples for t in (q.subject, q.object) if isinstance(t, NamedNode)}
        assert told >= set(iris)
        assert written >= set(iris)
        assert all(any(iri.startswith(space) for space in spaces) for iri in iris)


def test_a_value_that_there_is_none_of_asks_for_nothing() -> None:
    text = (ROOT / "queries" / "federated" / "uniprot.rq").read_text("utf-8")
    assert re.search(r"VALUES \?protein \{\s*\}", filled(text, Store()))
