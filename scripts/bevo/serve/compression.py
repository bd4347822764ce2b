"""Answers compressed with gzip for clients that take it (RFC 9110, sections 8.4 and 12.5.3)."""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["compressing", "is_text", "packed", "takes_gzip"]

FEWEST_BYTES = 1000
"""Below this a header and a checksum take what compression saves."""
MOST_BYTES = 5_000_000
"""Length of a file up to which it is compressed whole and kept; a longer one is compressed while it is sent."""
LEVEL = 6
AT_ONCE = 8192
"""Bytes that are compressed sooner than another thread could be asked to."""
_SUFFIX = b'-gzip"'
_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/n-triples",
    "application/trig",
)
_ENDINGS = ("+json", "+xml", "/manifest+json", "sparql-query")


def compressing(app: ASGIApp) -> ASGIApp:
    """An application whose whole texts are sent compressed to clients that take gzip.

    A compressed text is another representation: it has an entity tag of its own, that of the text with ``-gzip``.
    """

    async def compressed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        wanted = takes_gzip(Headers(scope=scope).get("accept-encoding"))
        await app(_asked_plainly(scope), receive, _Sender(scope, send, wanted))

    return compressed


def takes_gzip(header: str | None) -> bool:
    """Whether a client takes gzip.

    :param header: ``Accept-Encoding``, or None where there was none: then the text is sent as it is.
    """
    quality: dict[str, float] = {}
    for item in (header or "").lower().split(","):
        name, _, rest = item.partition(";")
        _, _, value = rest.partition("q=")
        try:
            quality[name.strip()] = float(value) if value else 1.0
        except ValueError:
            quality[name.strip()] = 0.0
    return quality.get("gzip", quality.get("*", 0.0)) > 0


def packed(path: Path) -> bytes | None:
    """A file compressed, or None if it is too short or too long for that.

    :raises FileNotFoundError: if it is not there.
    """
    stat = path.stat()
    if not FEWEST_BYTES <= stat.st_size <= MOST_BYTES:
        return None
    return _packed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=10_000)  # of a release of today all of it, some 20 MB
def _packed(path: Path, changed: int, size: int) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)


def _asked_plainly(scope: Scope) -> Scope:
    """The request with the tags of compressed texts as those of the texts."""
    headers = [
        (name, value.replace(_SUFFIX, b'"')) if name == b"if-none-match" else (name, value)
        for name, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


class _Sender:
    """Sends one response, compressed where that is wanted and worth it."""

    def __init__(self, scope: Scope, send: Send, wanted: bool) -> None:
        self.send, self.wanted = send, wanted
        self.known = any(name == b"if-none-match" and _SUFFIX in value for name, value in scope["headers"])
        self.packing = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start(message["status"], MutableHeaders(scope=message))
        elif message["type"] == "http.response.body" and self.packing:
            body, more = message.get("body", b""), message.get("more_body", False)
            if len(body) > AT_ONCE:
                body = await run_in_threadpool(self.pack, body, more)
            else:
                body = self.pack(body, more)
            message = {**message, "body": body}
        await self.send(message)

    def start(self, status: int, headers: MutableHeaders) -> None:
        """Say in the headers what follows."""
        tag = headers.get("etag", "")
        if status == 304 and self.known and self.wanted:
            headers["ETag"] = f'{tag[:-1]}-gzip"'
        if status != 200 or not is_text(headers.get("content-type", "")):
            return
        headers.add_vary_header("Accept-Encoding")
        done = "content-encoding" in headers
        self.packing = self.wanted and not done and int(headers.get("content-length", FEWEST_BYTES)) >= FEWEST_BYTES
        if self.packing:
            self.packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
            headers["Content-Encoding"] = "gzip"
            del headers["Content-Length"]
            del headers["Accept-Ranges"]
        if tag and (done or self.packing):
            headers["ETag"] = f'{tag[:-1]}-gzip"'

    def pack(self, body: bytes, more: bool) -> bytes:
        """The next part, compressed."""
        return self.packer.compress(body) + (b"" if more else self.packer.flush())


def is_text(content_type: str) -> bool:
    """Whether a media type is one of texts, which compression makes shorter."""
    media = content_type.partition(";")[0].strip()
    return media.startswith(_TEXT) or media.endswith(_ENDINGS)
