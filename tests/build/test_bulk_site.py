"""The findings of a bulk build, served as they are now: each page made when it is asked for, and no link to nowhere."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from bevo.build.bulk_site import bulk_site
from bevo.bulk.build import bulk_build, on_this_machine
from bevo.bulk.shard import Setting, read_setting
from bevo.problems import BevoError
from bevo.project import Project
from bevo.serve.resources import Site
from bevo_bench.synthetic import synthetic
from checkout import ROOT
from served import Served, served

HTML = "text/html,*/*;q=0.8"


@pytest.fixture(scope="module")
def lines(project: Project) -> list[str]:
    return list(synthetic(project, 30))


@pytest.fixture(scope="module")
def setting(project: Project) -> Setting:
    return read_setting(project)


@pytest.fixture(scope="module")
def build(lines: list[str], setting: Setting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk") / "BUILD"
    bulk_build("\n".join(lines).encode(), folder, setting, on_this_machine(1), size=30)
    return folder


@pytest.fixture(scope="module")
def site(build: Path) -> Site:
    return bulk_site(build, ROOT / "build" / "web")


def ids(lines: list[str]) -> list[str]:
    return [json.loads(line)["id"] for line in lines]


def read(site: Site, path: str) -> str:
    found = site.find(path)
    assert found, path
    return (found.read_bytes() if isinstance(found, Path) else found.read()).decode()


def test_no_link_leads_to_nowhere(site: Site, lines: list[str]) -> None:
    waiting = ["index.html", *(f"finding/{finding}.html" for finding in ids(lines)[:4])]
    seen = set(waiting)
    broken: list[tuple[str, str]] = []
    while waiting:
        page = waiting.pop()
        text = read(site, page)
        for link, anchor in re.findall(r'(?:href|src)="(?![a-z]+:)([^"#]*)(?:#([^"]*))?"', text):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), link)) if link else page
            if not site.find(path) or (anchor and f'id="{anchor}"' not in read(site, path)):
                broken.append((page, f"{link}#{anchor}"))
            elif path.endswith(".html") and path not in seen and len(seen) < 150:
                seen.add(path)
                waiting.append(path)
    assert len(seen) == 150
    assert not broken


def test_the_data_of_a_finding_are_those_of_its_part(site: Site, build: Path, lines: list[str]) -> None:
    finding = ids(lines)[7]
    (part,) = (build / "quads").iterdir()
    own = {
        (quad.subject, quad.predicate, quad.object)
        for quad in parse(path=str(part), format=RdfFormat.N_QUADS)
        if re.search(rf"/{finding}\b", str(quad.subject))
    }
    told = parse(read(site, f"finding/{finding}.ttl").encode(), format=RdfFormat.TURTLE)
    assert own
    assert {(quad.subject, quad.predicate, quad.object) for quad in told} >= own


def test_no_page_says_that_there_are_no_other_findings(site: Site, lines: list[str]) -> None:
    for page in (f"finding/{ids(lines)[0]}.html", "term/CL_0000137.html", "review/yang-2021.html"):
        text = read(site, page)
        assert not re.search(r"No (other )?finding|0 results|findings\.html", text), page
        assert re.search(r"not (looked up|listed here)", text), page


@pytest.fixture
def running(build: Path, tmp_path: Path) -> Iterator[Served]:
    """A server of a build that a link leads to."""
    (tmp_path / "NOW").symlink_to(build)
    with served(ROOT, tmp_path / "log", "--build", str(tmp_path / "NOW")) as server:
        yield server


def test_a_server_gives_each_format_and_after_an_edit_the_new_state(
    running: Served, build: Path, lines: list[str], setting: Setting, tmp_path: Path
) -> None:
    number, line = next((n, line) for n, line in enumerate(lines) if '"promotes": ' in line and '"via"' not in line)
    path = f"finding/{ids(lines)[number]}"
    formats = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json"}
    for ending, media in {**formats, "nt": "application/n-triples", "rdf": "application/rdf+xml"}.items():
        given = running.get(f"{path}.{ending}")
        assert (given.status_code, given.headers["content-type"].partition(";")[0]) == (200, media)
        led = running.get(path, media)
        assert (led.status_code, led.headers["location"].rpartition(".")[2]) == (303, ending)
    before = running.get(f"{path}.html")
    assert running.get(f"{path}.html", **{"If-None-Match": before.headers["etag"]}).status_code == 304
    assert f'href="{path.rpartition("/")[0]}/{ids(lines)[0]}.html"' in running.get("", HTML).text
    for other in ("finding/F0001.html", "finding/F0001", "finding/../secret", "sparql", "findings.html"):
        missing = running.get(other, HTML)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8"), other

    edited = [*lines[:number], line.replace('"promotes": ', '"inhibits": '), *lines[number + 1 :]]
    new = tmp_path / "BUILD2"
    bulk_build("\n".join(edited).encode(), new, setting, on_this_machine(1), size=30, former=build)
    (tmp_path / "next").symlink_to(new)
    os.replace(tmp_path / "next", tmp_path / "NOW")  # noqa: PTH105  # it replaces the link, not what it leads to
    after = running.get(f"{path}.html")
    assert 'class="role sign promotes"' in before.text
    assert 'class="role sign inhibits"' in after.text
    assert after.headers["etag"] != before.headers["etag"]

    (tmp_path / "NOW").unlink()
    assert running.get(f"{path}.html").text == after.text
    shutil.rmtree(new)
    (tmp_path / "NOW").mkdir()
    (tmp_path / "NOW" / "made.tsv").write_text("nothing")
    assert running.get(f"{path}.html").text == after.text
    assert [entry["why"] for entry in running.entries() if entry.get("event") == "kept"]


def without_its_list(folder: Path) -> None:
    shutil.rmtree(folder / "findings")


def without_its_manifest(folder: Path) -> None:
    (folder / "made.tsv").unlink()


@pytest.mark.parametrize(
    ("damage", "fault"), [(without_its_list, "build it again"), (without_its_manifest, "is no bulk build")]
)
def test_what_is_no_such_build_is_refused(
    damage: Callable[[Path], None], fault: str, build: Path, tmp_path: Path
) -> None:
    shutil.copytree(build, tmp_path / "other")
    damage(tmp_path / "other")
    with pytest.raises(BevoError, match=fault):
        bulk_site(tmp_path / "other", tmp_path)
