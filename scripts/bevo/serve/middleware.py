"""What all responses have in common: headers, the log, sentences, entity tags, bodies that end."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bevo.serve.answer import Reply
from bevo.serve.guard import Refused
from bevo.serve.negotiate import best

__all__ = ["Slices", "note", "read_body", "sentence", "tagged", "unless_abandoned", "with_manners"]

T = TypeVar("T")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:; "
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After, X-BEVO-Truncated",
}
"""On every response. The data is public and there are no credentials, so any page may read it."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}

SLICE = 65536

DRAIN = 20_000_000
"""Bytes of a body that is too long that are read and dropped, so that the client comes to read the answer."""


def with_manners(app: ASGIApp, log: Callable[[str], None], header_bytes: int) -> ASGIApp:
    """The application with its headers, an answer to OPTIONS, and a line of JSON in the log for each request.

    :param header_bytes: length of a request's headers above which they are not looked at.
    """

    async def polite(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        start = time.perf_counter()
        scope["note"] = {}
        status = 0

        async def send_politely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = _refusal(scope["headers"], header_bytes)
        try:
            if refusal:
                await refusal(scope, receive, send_politely)
            elif scope["method"] == "OPTIONS":
                await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send_politely)
            else:
                await app(scope, receive, send_politely)
        finally:
            entry = {
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round((time.perf_counter() - start) * 1000, 1),
                **scope["note"],
            }
            log(json.dumps(entry))

    return polite


def _refusal(headers: list[tuple[bytes, bytes]], most: int) -> Response | None:
    """What is answered to a request for its headers alone; the connection is then closed."""
    names = {name for name, _ in headers}
    if sum(len(name) + len(value) for name, value in headers) > most:
        status, text = 431, f"The headers of the request are longer than {most} bytes."
    elif {b"content-length", b"transfer-encoding"} <= names:  # a proxy may take the one, the server the other
        status, text = 400, "A request must not have both Content-Length and Transfer-Encoding."
    else:
        return None
    return Response(text + "\n", status, {"Cache-Control": "no-store", "Connection": "close"}, "text/plain")


async def unless_abandoned(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; when the client hangs up, the work is cancelled.

    The body of the request must have been read.

    :raises ClientDisconnect: if the client hung up first.
    """
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait([task, gone], return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Slices(Response):
    """An answer sent slice by slice: no more than one waits in the buffer of the connection.

    :param reply: is kept alive until all was sent.
    """

    def __init__(self, reply: Reply, headers: dict[str, str]) -> None:
        super().__init__(None, reply.status, headers, reply.media)
        self.reply, self.body = reply, memoryview(reply.body)
        self.headers["Content-Length"] = str(len(self.body))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for start in range(0, len(self.body), SLICE):
            await send({"type": "http.response.body", "body": self.body[start : start + SLICE], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def note(request: Request, **facts: object) -> None:
    """Have the log say more of this request."""
    request.scope["note"].update(facts)


def sentence(request: Request, status: int, text: str) -> Response:
    """A sentence as the whole answer: a small page for a browser, plain text for the rest."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if status == 503:
        headers["Retry-After"] = "5"
    if best(request.headers.get("accept"), ("text/plain", "text/html")) == "text/html":
        root = html.escape(request.scope.get("root_path", "") + "/")
        page = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>BEVO: {status}</title>'
            f'<main><h1>{status}</h1><p>{html.escape(text)}</p><p><a href="{root}">BEVO</a></p></main></html>'
        )
        return Response(page, status, headers, "text/html")
    return Response(text + "\n", status, headers, "text/plain")


def tagged(request: Request, response: Response, tag: str | None = None) -> Response:
    """The response with a strong entity tag, or 304 where the client has it already.

    :param tag: the tag; by default a hash of the body.
    """
    tag = tag or f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag not in known and "*" not in known:
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Cache-Control", "Vary") if name in response.headers}
    return Response(status_code=304, headers=kept)


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request.

    :raises Refused: 413 if it is too long, 408 if it takes too long to come, 400 if it breaks off.
    """
    too_long = Refused(413, f"The body is longer than {most} bytes.")
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > DRAIN:
        raise too_long
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size > DRAIN:
                    raise too_long
                if size <= most:
                    body += chunk
    except TimeoutError:
        raise Refused(408, f"The body of the request did not arrive within {seconds} seconds.") from None
    except ClientDisconnect:
        raise Refused(400, "The body of the request was incomplete.") from None
    if size > most:
        raise too_long
    return bytes(body)
