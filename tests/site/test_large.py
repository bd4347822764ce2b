"""A release with more findings than one folder, or one page, should hold."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from bevo.project import Project
from bevo.questions.questions import read_queries
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.store import load_graph
from bevo.serve.guard import Refused
from bevo.serve.resources import Converted, File, SeeOther, convert, etag, read_site, resolve
from bevo.site import write_pages
from bevo.site.pages import lists, tables

GRAPH = """
@prefix bevo: <https://w3id.org/bevo/> .
@prefix finding: <https://w3id.org/bevo/finding/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
bevo:ontology a owl:Ontology ; dcterms:title "BEVO" .
bevo:EffectFinding a owl:Class ; rdfs:label "effect finding" .
""" + "".join(f'finding:F000{n} a bevo:Finding , bevo:EffectFinding ; rdfs:label "says {n}" .\n' for n in range(1, 6))


def written(folder: Path, project: Project, most: int) -> str:
    graph = folder / "dist" / "bevo-kg.ttl"
    graph.parent.mkdir(parents=True, exist_ok=True)
    graph.write_text(GRAPH, encoding="utf-8")
    queries = {n: q for n, q in read_queries(project.queries).items() if n in ("conflicts", "friend-or-foe")}
    out = folder / "dist" / "site"
    return write_pages(
        load_graph(graph), read_turtle(graph), queries, graph.parent, folder / "none", out, "0.1.0", most=most
    )


@pytest.fixture
def dist(tmp_path: Path, project: Project) -> Path:
    said = written(tmp_path, project, most=4)
    assert "5 findings, more than 4" in said and "bevo serve" in said
    return tmp_path / "dist"


def test_a_release_that_is_not_large_has_files_and_nothing_to_say(tmp_path: Path, project: Project) -> None:
    assert written(tmp_path, project, most=5) == ""
    site = tmp_path / "dist" / "site"
    assert (site / "finding" / "F0001.html").is_file() and not (site / "data" / "findings.zip").exists()


def test_the_archive_holds_what_the_files_would(dist: Path, tmp_path: Path, project: Project) -> None:
    written(tmp_path / "small", project, most=5)
    files = tmp_path / "small" / "dist" / "site"
    assert not (dist / "site" / "finding").exists()
    with ZipFile(dist / "site" / "data" / "findings.zip") as archive:
        names = archive.namelist()
        assert len(names) == 15
        for name in names:
            assert archive.read(name) == (files / name).read_bytes()
    for page in ("index.html", "findings.html", "sitemap.xml"):
        assert (dist / "site" / page).read_bytes() == (files / page).read_bytes()


def test_the_archive_has_the_same_bytes_each_time(dist: Path, tmp_path: Path, project: Project) -> None:
    written(tmp_path / "again", project, most=4)
    first, second = (f / "site/data/findings.zip" for f in (dist, tmp_path / "again" / "dist"))
    assert first.read_bytes() == second.read_bytes()


def test_the_server_gives_the_pages_of_the_archive(dist: Path) -> None:
    site = read_site(dist)
    page = resolve(site, "finding/F0003.html", None)
    assert isinstance(page, File) and not isinstance(page.path, Path)
    assert b"Says 3" in page.path.read() and page.media == "text/html" and etag(page.path)
    assert resolve(site, "finding/F0003", "text/html") == SeeOther("F0003.html")
    assert resolve(site, "finding/F0003", "application/rdf+xml") == SeeOther("F0003.rdf")
    other = resolve(site, "finding/F0003.nt", None)
    assert isinstance(other, Converted) and b'"says 3"' in convert(other.path, other.media)
    with pytest.raises(Refused):
        resolve(site, "finding/F0009", "text/html")


def test_a_damaged_archive_is_told_in_a_sentence(dist: Path) -> None:
    (dist / "site" / "data" / "findings.zip").write_bytes(b"PK nothing")
    with pytest.raises(Exception, match=r"is damaged: .*; build again"):
        read_site(dist)


def test_a_long_list_is_cut_and_says_so(tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_LISTED", 2)
    written(tmp_path, project, most=5)
    site = tmp_path / "dist" / "site"
    page = (site / "findings.html").read_text(encoding="utf-8")
    assert "This release has 5 findings, too many for one page. Here are 2 of them" in page
    rows = json.loads((site / "data" / "findings.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in rows] == ["F0001", "F0002"]
    assert all(f'id="{row["id"]}"' in page for row in rows) and 'id="F0003"' not in page


def test_a_term_with_very_many_findings_lists_some_and_counts_all(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_LISTED", 2)
    written(tmp_path, project, most=5)
    page = (tmp_path / "dist" / "site" / "EffectFinding.html").read_text(encoding="utf-8")
    assert "<p>5 findings.</p>" in page and "3 more findings are left out here" in page
    assert [f"finding/F000{n}.html" in page for n in range(1, 6)] == [True, True, False, False, False]
