"""What ``void.ttl`` says of the release is what a server of it gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from bevo.build.build import Release
from bevo.exports.void import DATASET
from bevo.project import Project
from bevo.questions.compare import normal_rows
from bevo.questions.questions import read_queries, run
from bevo.rdf.names import BASE, node
from bevo.stores.endpoint import ask
from checkout import ROOT
from served import Served, served


@pytest.fixture(scope="module")
def server(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(built[0].root, tmp_path_factory.mktemp("served") / "log") as running:
        yield running


@pytest.fixture(scope="module")
def description(server: Served) -> Store:
    answer = httpx.get(f"{server.address}.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
    store = Store()
    store.load(answer.content, format=RdfFormat.TURTLE)
    return store


def _told(description: Store, predicate: str) -> list[str]:
    return sorted(_text(quad.object) for quad in description.quads_for_pattern(DATASET, node(predicate), None))


def _text(term: object) -> str:
    assert isinstance(term, Literal | NamedNode)
    return term.value


def test_each_distribution_is_served_with_its_size_and_checksum(server: Served, description: Store) -> None:
    distributions = _told(description, "dcat:distribution")
    assert f"{BASE}download/bevo-kg.ttl" in distributions
    for iri in distributions:
        answer = server.get(iri.removeprefix(BASE), "*/*")
        assert answer.status_code == 200, iri
        (media,) = description.quads_for_pattern(NamedNode(iri), node("dcat:mediaType"), None)
        sent = answer.headers["Content-Type"].partition(";")[0]
        assert _text(media.object).endswith(sent) or (iri.endswith(".gz") and sent == "application/gzip")
        (size,) = description.quads_for_pattern(NamedNode(iri), node("dcat:byteSize"), None)
        (checksum,) = description.quads_for_pattern(NamedNode(iri), node("spdx:checksum"), None)
        assert isinstance(checksum.object, NamedNode | BlankNode)
        (value,) = description.quads_for_pattern(checksum.object, node("spdx:checksumValue"), None)
        digest = hashlib.sha256(answer.content).hexdigest()
        assert (int(_text(size.object)), _text(value.object)) == (len(answer.content), digest)


def test_the_static_site_holds_each_distribution_too(built: tuple[Project, Release], description: Store) -> None:
    for iri in _told(description, "dcat:distribution"):
        name = iri.removeprefix(f"{BASE}download/")
        assert (built[0].dist / "site" / "download" / name).read_bytes() == (built[0].dist / name).read_bytes()


def test_the_endpoint_and_the_dump_have_as_many_triples_as_is_told(server: Served, description: Store) -> None:
    (told,) = _told(description, "void:triples")
    (endpoint,) = _told(description, "void:sparqlEndpoint")
    count = server.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "text/csv").text.split()[1]
    dump = server.get("download/bevo-kg.ttl").content
    assert endpoint == f"{BASE}sparql"
    assert count == told == str(sum(1 for _ in parse(dump, format=RdfFormat.TURTLE)))


def test_the_example_resource_is_there(server: Served, description: Store) -> None:
    for iri in _told(description, "void:exampleResource"):
        answer = httpx.get(f"{server.address}{iri.removeprefix(BASE)}", follow_redirects=True)
        assert answer.status_code == 200
        assert "<h1" in answer.text


def test_a_canned_question_is_answered_over_the_network_as_at_home(server: Served, store: Store) -> None:
    query = read_queries(ROOT / "queries")["friend-or-foe"]
    assert normal_rows(ask(f"{server.address}sparql", query.text)) == normal_rows(run(query.text, store))
