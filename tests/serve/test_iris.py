"""Every IRI that the data holds answers, in every format, and so does what people make of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from bevo import __version__
from bevo.build.build import Release
from bevo.files import folded, is_file_name
from bevo.project import Project
from bevo.serve.guard import Refused
from bevo.serve.resources import Converted, File, SeeOther, Site, convert, read_site, resolve
from iris import some_of_each_kind, told_paths

FORMATS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "*/*")
ENDPOINT = "sparql"
"""Answered by the endpoint itself; see ``test_protocol``."""


@pytest.fixture(scope="module")
def dist(built: tuple[Project, Release]) -> Path:
    return built[0].dist


@pytest.fixture(scope="module")
def site(dist: Path) -> Site:
    return read_site(dist)


@pytest.fixture(scope="module")
def paths(dist: Path) -> list[str]:
    return told_paths(dist)


def followed(site: Site, path: str, accept: str | None) -> File | Converted | int:
    """What is at the end of the way from a path, or the status where there is none."""
    for _ in range(3):
        try:
            found = resolve(site, path, accept)
        except Refused as refusal:
            return refusal.status
        if not isinstance(found, SeeOther):
            return found
        path = unquote(urlsplit(urljoin(f"http://localhost/{quote(path)}", found.location)).path).lstrip("/")
    return 508


@pytest.mark.parametrize("accept", FORMATS)
def test_every_iri_answers_in_every_format(site: Site, paths: list[str], accept: str) -> None:
    assert len(paths) > 9_000
    files = {path for path in paths if site.find(path)}  # of the release: they are as they are
    asked = [path for path in paths if path not in files and path != ENDPOINT]
    lost = [(path, end) for path in asked if isinstance(end := followed(site, path, accept), int)]
    assert lost == [] and files


def test_some_of_each_kind_answer_with_a_slash_in_their_end(site: Site, paths: list[str]) -> None:
    asked = [path for path in some_of_each_kind(paths) if path and not site.find(path)]
    assert [path for path in asked if isinstance(followed(site, f"{path}/", "*/*"), int)] == []
    assert followed(site, "finding/F9999/", "*/*") == 404


def test_a_tool_that_says_no_format_gets_the_ontology_as_owl_and_else_the_page(site: Site) -> None:
    for path in ("ontology", f"ontology/{__version__}"):
        end = followed(site, path, None)
        assert isinstance(end, File) and end.media == "application/rdf+xml"
    page = followed(site, "finding/F0026", None)
    assert isinstance(page, File) and page.media == "text/html"


def test_the_answer_is_about_the_iri(site: Site) -> None:
    for path, accept, said in (
        ("dataset", "text/turtle", "a void:Dataset"),
        ("graph/inferred", "text/turtle", "graph/inferred> a void:Dataset"),
        ("void", "text/html", "<h1>BEVO: findings on extracellular vesicles in bone</h1>"),
        ("shapes", "text/html", "An effect needs an outcome"),
        ("question/cargo-profile", "text/turtle", "sh:parameter"),
        ("question/cargo-profile", "application/ld+json", "question/cargo-profile#cargo"),
        ("np/F0026", "application/trig", "<https://w3id.org/bevo/np/F0026#assertion> {"),
        ("about", "text/turtle", "about#developers> a foaf:Group"),
        ("contrast", "text/turtle", "owl:ObjectProperty"),
        ("Contrast", "text/turtle", "owl:Class"),
        ("review/yang-2021-table-2", "text/turtle", "bevo:sectionOf review:yang-2021"),
        (f"ontology/{__version__}", "application/rdf+xml", "rdf:RDF"),
    ):
        end = followed(site, path, accept)
        assert isinstance(end, File), (path, end)
        assert isinstance(end.path, Path) and said in end.path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("path", ["dataset", "shapes", "question/cargo-profile", "np/F0026", "property/contrast"])
@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/n-triples"])
def test_what_is_not_there_as_a_file_is_made_of_the_turtle(site: Site, path: str, accept: str) -> None:
    end = followed(site, path, accept)
    assert isinstance(end, Converted) and len(convert(end.path, end.media)) > 100


def test_no_two_files_of_a_release_are_one_where_case_and_accents_do_not_count(dist: Path) -> None:
    files = [path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()]
    assert len(files) > 10_000 and len(set(map(folded, files))) == len(files)
    assert [path for path in files if not all(map(is_file_name, path.split("/")))] == []
    assert max(map(len, files)) < 200
