"""``/search`` and the OpenSearch description, as clients meet them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from bevo.build.build import Release
from bevo.project import Project
from search.made import DATA
from served import BROWSER, Served, served, write_release

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = write_release(built[0].dist / "bevo-kg.ttl", tmp_path_factory.mktemp("search") / "root")
    path = root / "dist" / "site" / "data" / "search-all.json"
    path.write_text(json.dumps(DATA), encoding="utf-8")
    with served(root, tmp_path_factory.mktemp("log") / "log") as server:
        yield server


def get(server: Served, query: str, accept: str = "*/*") -> httpx.Response:
    return httpx.get(f"{server.address}search{query}", headers={"Accept": accept}, timeout=30)


def test_a_search_is_answered_as_json_with_what_was_understood(server: Served) -> None:
    answer = get(server, "?q=osteoclats+miR-214+osteoblast")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["read_as"] == "osteoclast miR-214 osteoblast"
    assert [part["role"] for part in told["understood"]] == ["source", "cargo", "recipient"]
    assert told["results"][0]["id"] == told["finding_ids"][0] == "finding:F0001"
    again = httpx.get(answer.url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_limit_says_how_many(server: Served) -> None:
    told = get(server, "?q=miR-214&limit=1").json()
    assert len(told["results"]) == len(told["finding_ids"]) == 1 and told["count"] > 1 and told["findings"] == 2


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=+", "?q=x&limit=0", "?q=x&limit=1001", "?q=x&limit=a", "?q=" + "x" * 501]
)
def test_what_cannot_be_searched_for_is_said(server: Served, query: str) -> None:
    answer = get(server, query)
    assert answer.status_code == 400 and answer.text.strip().endswith((".", "?q=miR-214."))
    assert get(server, "?q=x", "image/png").status_code == 406


def test_a_browser_without_scripts_gets_a_page(server: Served) -> None:
    answer = get(server, "?q=%3Cb%3EmiR-214", BROWSER)
    assert answer.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;miR-214" in answer.text and "<b>" not in answer.text
    assert 'href="molecule/miR-214.html"' in get(server, "?q=miR-214", BROWSER).text


def test_the_description_tells_of_this_server(server: Served) -> None:
    answer = httpx.get(f"{server.address}opensearch.xml")
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    urls = [url.attrib for url in ElementTree.fromstring(answer.content) if url.tag.endswith("}Url")]
    assert {url["type"]: url["template"] for url in urls}["application/json"].startswith(f"{server.address}search?q=")


def test_a_release_without_an_index_says_so(built: tuple[Project, Release], tmp_path: Path) -> None:
    root = write_release(built[0].dist / "bevo-kg.ttl", tmp_path / "root")
    with served(root, tmp_path / "log") as server:
        answer = get(server, "?q=miR-214")
    assert answer.status_code == 404 and "no search index" in answer.text
