"""Files in which the server puts its own address."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bevo.rdf.names import BASE
from bevo.serve.addressed import LEAD, crawled, missing
from bevo.serve.guard import Refused
from bevo.serve.resources import Site
from bevo.site.pages.lists import MISSING

PAGE = f'<h1>Not found</h1><p>{LEAD}</p><a href="{BASE}index.html">Home</a>'
FILES = {
    "404.html": PAGE,
    "robots.txt": f"Sitemap: {BASE}sitemap.xml\n",
    "sitemap.xml": f"<loc>{BASE}a.html</loc>",
    "sitemap-2.xml": f"<loc>{BASE}b.html</loc>",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Site({name: tmp_path / name for name in FILES}, {})


def ask(site: Site, path: str, root: str = "", **headers: str) -> httpx.Response:
    async def nothing(request: Request) -> Response:
        raise Refused(404, f"There is nothing at {request.url.path}: <b>.")

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return missing(request, error.sentence)

    async def asked() -> httpx.Response:
        app = Starlette(
            routes=[
                *(Route(name, crawled) for name in ("/robots.txt", "/sitemap.xml", "/sitemap-{number:int}.xml")),
                Route("/{path:path}", nothing),
            ],
            exception_handlers={Refused: refused, HTTPException: refused},
        )
        app.state.site = site

        async def noted(scope: Scope, receive: Receive, send: Send) -> None:
            scope["note"] = {}  # as the manners of the server do
            await app(scope, receive, send)

        transport = httpx.ASGITransport(app=noted, root_path=root)
        async with httpx.AsyncClient(transport=transport, base_url="http://lab.example:8000") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(asked())


@pytest.mark.parametrize("path", ["/nothing", "/finding/F9999", "/deep/er/still.html"])
def test_a_browser_gets_the_page_with_links_that_hold_at_any_depth(site: Site, path: str) -> None:
    answer = ask(site, path, Accept="text/html,*/*;q=0.8")
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
    assert 'href="/index.html"' in answer.text and BASE not in answer.text
    assert f"There is nothing at {path}: &lt;b&gt;." in answer.text and LEAD not in answer.text


def test_what_is_no_browser_gets_a_sentence(site: Site) -> None:
    answer = ask(site, "/nothing")
    assert (answer.status_code, answer.text) == (404, "There is nothing at /nothing: <b>.\n")


def test_a_site_without_the_page_still_answers(site: Site) -> None:
    answer = ask(Site({}, {}), "/nothing", Accept="text/html")
    assert answer.status_code == 404 and "<h1>404</h1>" in answer.text


@pytest.mark.parametrize("name", ["robots.txt", "sitemap.xml", "sitemap-2.xml"])
def test_crawlers_are_told_the_address_of_the_server(site: Site, name: str) -> None:
    answer = ask(site, f"/{name}")
    assert answer.status_code == 200 and answer.text == FILES[name].replace(BASE, "http://lab.example:8000/")
    assert ask(site, f"/{name}", **{"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_sitemap_that_is_not_there_is_404(site: Site) -> None:
    assert ask(site, "/sitemap-3.xml").status_code == 404


def test_the_sentence_that_is_replaced_is_that_of_the_site() -> None:
    assert LEAD == MISSING
