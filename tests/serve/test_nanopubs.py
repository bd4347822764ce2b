"""The IRI of a nanopublication leads to it, and for readers to its finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from bevo.build.build import Release
from bevo.project import Project
from bevo.serve.nanopubs import one_nanopub
from served import BROWSER, Served, served


@pytest.fixture(scope="module")
def server(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(sample[0].root, tmp_path_factory.mktemp("nanopubs") / "log") as running:
        yield running


def quads(trig: bytes) -> set[str]:
    return {str(quad) for quad in parse(trig, format=RdfFormat.TRIG)}


def test_one_by_one_they_are_the_whole_file(sample: tuple[Project, Release]) -> None:
    path = sample[0].dist / "nanopubs.trig"
    whole = path.read_bytes()
    ids = [i.decode() for i in re.findall(rb"\nnanopub:(\S+)\\#Head", whole)]
    parts = [quads(one_nanopub(path, i) or b"") for i in ids]
    assert len(ids) > 20 and sum(map(len, parts)) == len(quads(whole))
    assert set().union(*parts) == quads(whole)


@pytest.mark.parametrize("finding_id", ["F9999", "F002", "", "../F0026", "F0026\\#Head {\n\t", "F0026.trig"])
def test_what_is_none_gives_nothing(sample: tuple[Project, Release], finding_id: str) -> None:
    assert one_nanopub(sample[0].dist / "nanopubs.trig", finding_id) is None


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (BROWSER, "../finding/F0026.html#cite"),
        ("*/*", "../finding/F0026.html#cite"),
        ("application/trig", "F0026.trig"),
        ("text/turtle", "../finding/F0026.ttl"),
        ("application/ld+json", "../finding/F0026.jsonld"),
    ],
)
def test_the_iri_leads_to_what_a_client_takes(server: Served, accept: str, location: str) -> None:
    answer = server.get("np/F0026", accept)
    assert (answer.status_code, answer.headers["location"]) == (303, location)


def test_it_is_served_as_trig_of_four_graphs(server: Served, sample: tuple[Project, Release]) -> None:
    answer = server.get("np/F0026.trig", "*/*")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/trig")
    graphs = {str(quad.graph_name) for quad in parse(answer.content, format=RdfFormat.TRIG)}
    parts = ("Head", "assertion", "provenance", "pubinfo")
    assert graphs == {f"<https://w3id.org/bevo/np/F0026#{part}>" for part in parts}


@pytest.mark.parametrize("path", ["np/F9999", "np/F9999.trig", "np/", "np/../bevo-kg.ttl", "np/F0026.html"])
def test_what_is_not_there_is_said(server: Served, path: str) -> None:
    assert server.get(path, "*/*").status_code == 404
