"""The web application over one release."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bevo.serve.addressed import crawled, missing
from bevo.serve.compression import compressing, is_text, packed, takes_gzip
from bevo.serve.formats import GRAPH, graph
from bevo.serve.guard import Refused
from bevo.serve.limits import Limits
from bevo.serve.middleware import Slices, note, read_body, sentence, tagged, unless_abandoned
from bevo.serve.negotiate import best
from bevo.serve.pool import Pool
from bevo.serve.protocol import description, format_asked, operation
from bevo.serve.resources import Converted, File, SeeOther, Site, convert, etag, resolve
from bevo.serve.search import describe, search
from bevo.serve.turns import client_of

__all__ = ["HANDLERS", "application", "resource"]

CACHED = {"Cache-Control": "public, max-age=300", "Vary": "Accept"}
REVALIDATED = {"Cache-Control": "no-cache", "Vary": "Accept"}


def application(site: Site, pool: Pool, limits: Limits, name: str) -> ASGIApp:
    """The application over a site and a pool of workers.

    :param name: of the release, for ``/healthz``.
    """
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/search", search),
            Route("/opensearch.xml", describe),
            Route("/healthz", health),
            *(Route(path, crawled) for path in ("/robots.txt", "/sitemap.xml", "/sitemap-{number}.xml")),
            Route("/{path:path}", resource),
        ],
        exception_handlers=HANDLERS,
    )
    app.state.site, app.state.pool, app.state.limits = site, pool, limits
    app.state.name = name
    app.state.converting = asyncio.Semaphore(1)  # more at a time would keep the event loop from its turn
    return compressing(app)


async def sparql(request: Request) -> Response:
    """The SPARQL endpoint; asked nothing, it describes itself, or shows a browser the page to ask from."""
    pool, limits, accept = request.app.state.pool, request.app.state.limits, request.headers.get("accept")
    body = b""
    if request.method == "POST":
        body = await read_body(request, limits.query_bytes, limits.body_seconds)
    given = request.scope["query_string"], request.headers.get("content-type"), body
    query = operation(request.method, *given)
    accept = format_asked(*given) or accept
    if query is None:
        return _describe(request, accept)
    note(request, query=hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:12])
    reply = await unless_abandoned(
        request, pool.ask(query, accept, client_of(request.client.host if request.client else None))
    )
    if reply.cut is None:
        return sentence(request, reply.status, reply.body.decode(), "memory" if reply.status == 503 else "")
    note(request, rows=reply.cut.rows, **({"truncated": reply.cut.why} if reply.cut.why else {}))
    response = Slices(reply, REVALIDATED)
    if reply.cut.why:
        response.headers["X-BEVO-Truncated"] = f"rows={reply.cut.rows}; cap={reply.cut.why}"
    return tagged(request, response, reply.tag)


def _describe(request: Request, accept: str | None) -> Response:
    media = best(accept, (*GRAPH, "text/html"))
    if media is None:
        raise Refused(
            406, f"None of the formats you accept is on offer. There are: {', '.join((*GRAPH, 'text/html'))}."
        )
    if media == "text/html":
        return _see_other("sparql.html", REVALIDATED)
    state = request.app.state
    triples = description(str(request.url.replace(query="", fragment="")), state.pool.triples, state.limits)
    return tagged(request, Response(graph(triples, media), media_type=media, headers=REVALIDATED))


async def resource(request: Request) -> Response:
    """A file of the site, or the way from an IRI to one of its formats."""
    found = resolve(request.app.state.site, request.path_params["path"], request.headers.get("accept"))
    if isinstance(found, SeeOther):
        return _see_other(_with_query(found.location, request.url.query), CACHED)
    try:
        if isinstance(found, Converted):
            body = await unless_abandoned(request, _converted(request.app.state.converting, found))
            return tagged(request, Response(body, media_type=found.media, headers=CACHED))
        return tagged(request, await _file(request, found), await run_in_threadpool(etag, found.path))
    except FileNotFoundError as error:
        raise Refused(404, f"There is nothing at {request.url.path} any more.") from error


async def _file(request: Request, found: File) -> Response:
    headers = request.headers
    if not isinstance(found.path, Path):
        return Response(await run_in_threadpool(found.path.read), media_type=found.media, headers=CACHED)
    if is_text(found.media) and takes_gzip(headers.get("accept-encoding")) and "range" not in headers:
        body = await run_in_threadpool(packed, found.path)
        if body is not None:
            return Response(body, media_type=found.media, headers={**CACHED, "Content-Encoding": "gzip"})
    return FileResponse(found.path, media_type=found.media, headers=CACHED)


def _with_query(location: str, query: str) -> str:
    """An address with what was asked of it, if it is that of a page or of the endpoint; data files are not asked."""
    page, mark, anchor = location.partition("#")
    asked = page.endswith(".html") or page.rpartition("/")[2] in ("sparql", "search")
    return f"{page}?{query}{mark}{anchor}" if query and asked else location


async def _converted(turn: asyncio.Semaphore, found: Converted) -> bytes:
    async with turn:
        return await run_in_threadpool(convert, found.path, found.media)


def _see_other(location: str, headers: dict[str, str]) -> Response:
    return Response(status_code=303, headers={**headers, "Location": location})


async def health(request: Request) -> Response:
    """Whether queries are answered, and from which release."""
    pool, name = request.app.state.pool, request.app.state.name
    status = "ok" if pool.alive else "no workers"
    facts = {"status": status, "workers": pool.alive, "triples": pool.triples, "release": name}
    return JSONResponse(facts, 200 if pool.alive else 503, headers={"Cache-Control": "no-store"})


async def _refused(request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refused):
        raise refusal
    if refusal.status == 404:
        return missing(request, refusal.sentence)
    return sentence(request, refusal.status, refusal.sentence, refusal.reason)


async def _gone(request: Request, error: Exception) -> Response:
    return sentence(request, 499, "The client hung up before the answer.")  # for the log


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    allowed = (error.headers or {}).get("Allow", "")
    said = f"{request.method} is not allowed at this address; use {allowed}." if allowed else f"{error.detail}."
    response = sentence(request, error.status_code, said)
    response.headers.update(error.headers or {})
    return response


async def _fault(request: Request, error: Exception) -> Response:
    return sentence(request, 500, "The server had an error; see its log.")


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Coroutine[Any, Any, Response]]] = {
    Refused: _refused,
    ClientDisconnect: _gone,
    HTTPException: _http_error,
    Exception: _fault,
}
"""What each exception is answered with."""
