"""The usual clients with their defaults, against a real server: SPARQLWrapper, and rdflib as store and as reader."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLWrapper

from bevo.build.build import Release
from bevo.project import Project
from served import BASE, Served, served, write_release

STUDIES = f"SELECT ?s {{ ?s a <{BASE}Study> }}"
TYPES = f"CONSTRUCT {{ ?s a ?t }} {{ ?s a ?t ; a <{BASE}Study> }}"
STUDY = f"DESCRIBE <{BASE}study/li-2016>"


@pytest.fixture(scope="module")
def server(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients")
    root = write_release(sample[0].dist / "bevo-kg.ttl", folder / "root")
    with served(root, folder / "log") as server:
        yield server


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("query", [TYPES, STUDY])
def test_rdflib_as_a_store(server: Served, query: str, method: str) -> None:
    store: Any = SPARQLStore(f"{server.address}sparql", method=method)
    graph = Graph(store)
    assert len(list(graph.query(query))) > 3
    assert len(list(graph.query(STUDIES))) > 3
    assert len(list(graph.triples((URIRef(f"{BASE}study/li-2016"), None, None)))) > 3


@pytest.mark.parametrize("form", [None, "xml", "turtle", "n3", "rdf+xml", "json-ld"])
@pytest.mark.parametrize("query", [TYPES, STUDY])
def test_sparqlwrapper_for_a_graph(server: Served, query: str, form: str | None) -> None:
    client = SPARQLWrapper(f"{server.address}sparql")
    client.setQuery(query)
    if form:
        client.setReturnFormat(form)
    found: Any = client.query().convert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format=form)
    assert len(graph) > 3


@pytest.mark.parametrize("form", [None, "xml", "json", "csv", "tsv"])
def test_sparqlwrapper_for_a_table(server: Served, form: str | None) -> None:
    client = SPARQLWrapper(f"{server.address}sparql")
    client.setQuery(STUDIES)
    if form:
        client.setReturnFormat(form)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns where the format is not the one that it asked for
        answer = client.query()
        wanted = {None: "xml", "tsv": "tab-separated"}.get(form, form)
        assert str(wanted) in answer.info()["content-type"] and answer.convert()


@pytest.mark.parametrize("form", [None, "xml", "turtle", "json-ld"])
def test_rdflib_as_a_reader_of_an_iri(server: Served, form: str | None) -> None:
    graph = Graph().parse(f"{server.address}finding/F0026", format=form)
    assert (URIRef(f"{BASE}finding/F0026"), None, URIRef(f"{BASE}Finding")) in graph
