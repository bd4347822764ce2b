"""The search of the site, answered by the server: ``/search?q=`` and the description that browsers read."""

from __future__ import annotations

import html
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bevo.problems import BevoError
from bevo.search.index import Index, read_index
from bevo.search.opensearch import opensearch
from bevo.search.search import LONGEST, as_data
from bevo.search.search import search as find
from bevo.serve.guard import Refused
from bevo.serve.middleware import tagged
from bevo.serve.negotiate import best
from bevo.serve.resources import Site

__all__ = ["describe", "prepare", "search"]

USUAL, MOST = 20, 1000
"""Results where none are asked for, and at most."""
HEADERS = {"Cache-Control": "public, max-age=300", "Vary": "Accept"}


async def search(request: Request) -> Response:
    """What the release has for ``q``: JSON, or a plain page for browsers, which works without scripts."""
    text = request.query_params.get("q", "")
    if not text.strip():
        raise Refused(400, "Say what to search for: /search?q=miR-214.")
    if len(text) > LONGEST:
        raise Refused(400, f"The text is longer than {LONGEST} characters.")
    media = best(request.headers.get("accept"), ("application/json", "text/html"))
    if media is None:
        raise Refused(406, "A search is answered as application/json or text/html.")
    path = _file(request.app.state.site)
    data = await run_in_threadpool(_answer, path, text, _limit(request.query_params.get("limit")))
    if media == "text/html":
        return tagged(request, Response(_page(data), media_type=media, headers=HEADERS))
    return tagged(request, JSONResponse(data, headers=HEADERS))


async def describe(request: Request) -> Response:
    """The OpenSearch description of this server."""
    body = opensearch(str(request.base_url), served=True)
    return tagged(request, Response(body, media_type="application/opensearchdescription+xml", headers=HEADERS))


def _limit(given: str | None) -> int:
    if given is None:
        return USUAL
    if len(given) > 9 or not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MOST:
        raise Refused(400, f"limit is a whole number from 1 to {MOST}.")
    return int(given)


def _file(site: Site) -> Path:
    for path in ("data/search-all.json", "data/search.json"):
        if path in site.files:
            return site.files[path]
    raise Refused(404, "This release has no search index.")


def prepare(site: Site) -> None:
    """Read the index, so that nobody waits for it."""
    with suppress(Refused, BevoError):  # then a search says so
        _index(_file(site))


def _answer(path: Path, text: str, limit: int) -> dict[str, Any]:
    index = _index(path)
    return as_data(find(text, index), index, limit)


@lru_cache(maxsize=2)  # while it switches there are two releases
def _index(path: Path) -> Index:
    return read_index(path)


def _page(data: dict[str, Any]) -> str:
    """The answer as a small page."""
    said = html.escape(data["query"])
    parts = [f"{part['role']}: {part['text']}" for part in data["understood"]] + [f"word: {w}" for w in data["words"]]
    notes = [f"Understood: {'; '.join(parts)}."] if parts else []
    if data["read_as"]:
        notes += [f"Nothing here is called “{data['query']}”. Did you mean “{data['read_as']}”? It is searched for."]
    elif data["did_you_mean"]:
        notes += [f"Did you mean {' or '.join(data['did_you_mean'])}?"]
    notes += [f"{data['count']} results. {data['findings']} findings hold all of it."]
    items = "".join(
        f'<li><a href="{quote(hit["page"], safe="/#:")}">{html.escape(hit["label"])}</a> {html.escape(hit["kind"])}'
        for hit in data["results"]
    )
    field = f'<input type="search" name="q" value="{said}">'
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{said} · BEVO</title><link rel="stylesheet" href="assets/site.css">'
        f'<main><p><a href="index.html">BEVO</a></p><h1>Search: {said}</h1>'
        f'<form role="search" action="search"><label>Search {field}</label></form>'
        f"{''.join(f'<p>{html.escape(note)}</p>' for note in notes)}<ol>{items}</ol></main></html>"
    )
