"""What all responses have in common: headers, the log, sentences, entity tags, bodies that end."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Callable, Coroutine
from secrets import token_hex
from typing import Any, TypeVar

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bevo.serve.answer import Reply
from bevo.serve.guard import Refused
from bevo.serve.negotiate import best
from bevo.serve.tags import tag_of

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
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After, X-BEVO-Truncated, X-Request-ID",
}
"""On every response. The data is public and there are no credentials, so any page may read it."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}

REASONS = {
    400: "malformed",
    403: "forbidden",
    404: "not there",
    405: "method",
    406: "format",
    408: "slow client",
    413: "too long",
    415: "media type",
    431: "headers",
    499: "hung up",
    500: "fault",
    503: "busy",
    504: "time",
}
"""What a status means, for the log and the figures."""

QUOTING = {400, 404}
"""Whose sentences may have a part of the query in them, which is nobody's business, or repeat the path."""

NAME = re.compile(rb"[A-Za-z0-9._-]{1,64}")

SLICE = 65536

DRAIN = 20_000_000
"""Bytes of a body that is too long that are read and dropped, so that the client comes to read the answer."""


def with_manners(app: ASGIApp, record: Callable[[dict[str, object]], None], header_bytes: int) -> ASGIApp:
    """The application with its headers, an answer to OPTIONS, and an entry in the log for each request.

    :param record: is given the entry when the answer was sent.
    :param header_bytes: length of a request's headers above which they are not looked at.
    """

    async def polite(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        start = time.perf_counter()
        scope["note"] = {}
        name = _name(scope["headers"])
        status = 0

        async def send_politely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for header, value in HEADERS.items():
                    headers[header] = value
                headers["X-Request-ID"] = name
            await send(message)

        refusal = _refusal(scope["headers"], header_bytes)
        try:
            if refusal:
                scope["note"].update(refused=REASONS[refusal.status_code])
                await refusal(scope, receive, send_politely)
            elif scope["method"] == "OPTIONS":
                await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send_politely)
            else:
                await app(scope, receive, send_politely)
        finally:
            entry = {
                "id": name,
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round((time.perf_counter() - start) * 1000, 1),
                **scope["note"],
            }
            record(entry)

    return polite


def _name(headers: list[tuple[bytes, bytes]]) -> str:
    """The name of a request: what a proxy calls it, so that its log and ours can be joined; else one of our own."""
    given = next((value for header, value in headers if header == b"x-request-id"), b"")
    return given.decode("latin-1") if NAME.fullmatch(given) else token_hex(8)


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


def sentence(request: Request, status: int, text: str, reason: str = "") -> Response:
    """A sentence as the whole answer: a small page for a browser, plain text for the rest.

    :param reason: why the request is refused, in a word or two; by default what the status means.
    """
    note(request, refused=reason or REASONS.get(status, str(status)))
    if status not in QUOTING:
        note(request, said=text)
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
    tag = tag or tag_of(response.body)
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
